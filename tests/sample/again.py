"""Site and data of a made book, made once more out of its frozen content: python -m tests.sample.again HOME BUILD OUT."""

import sys
from pathlib import Path

from casefinder import config
from casefinder.files import DiskFileStore
from casefinder.publish.builds.pressing import lay_out
from casefinder.publish.content import from_json
from casefinder.publish.data.files import data_files
from casefinder.publish.site.files import site_files


def main(home: Path, build: Path, out: Path) -> None:
    content = from_json((build / "content.json").read_text(encoding="utf-8"))
    assets = lay_out(content, DiskFileStore(config.load(home).files_dir), out)
    for folder, files in (("site", site_files(content, assets)), ("data", data_files(content))):
        for name, data in files.items():
            path = out / "again" / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
