"""The press, a child process: python -m casefinder.publish.book.press CONTENT_JSON ASSETS_DIR OUT_DIR.

Writes content.json (with the readings of its index terms), book.pdf and lint.json into OUT_DIR. On stdout a line of JSON a step: {"step", "done", "all"};
from the first "lint" on book.pdf is whole.
Exit 0: done. Exit 3: the book is refused, its reasons in Japanese on stderr, a line each. Exit 2: unreadable input.
"""

import gc
import json
import logging
import sys
from dataclasses import asdict
from pathlib import Path

from casefinder.child import stay_with_parent
from casefinder.publish.book import fonts
from casefinder.publish.book.build import build_book
from casefinder.publish.book.readings import with_readings
from casefinder.publish.book.render import BuildRefused
from casefinder.publish.content import EditionContent, from_json, to_json
from casefinder.publish.frozen_json import UnreadableContent

REFUSED, UNREADABLE = 3, 2


def main(arguments: list[str]) -> int:
    """Build the book named by the arguments; returns the exit code."""
    content_file, assets, out = (Path(argument) for argument in arguments)
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    with fonts.temporary_folder() as folder:
        fonts.isolate(Path(folder))
        try:
            content = with_readings(from_json(content_file.read_text(encoding="utf-8")))
            _write_content(out, content)
            book = build_book(content, assets, _progress, lambda pdf: _write_pdf(out, pdf))
        except UnreadableContent as error:
            sys.stderr.write(f"{content_file.name}: {error}\n")
            return UNREADABLE
        except BuildRefused as error:
            _write_lint(out, [{"place": "", "message": text, "error": True} for text in error.findings])
            sys.stderr.write("\n".join(error.findings) + "\n")
            return REFUSED
    _write_lint(
        out, [asdict(finding) for finding in book.warnings], pages=book.pages, case_pages=book.case_pages
    )
    return 0


def _progress(step: str, done: int, whole: int) -> None:
    sys.stdout.write(json.dumps({"step": step, "done": done, "all": whole}) + "\n")
    sys.stdout.flush()


def _write_content(out: Path, content: EditionContent) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / "content.json").write_text(to_json(content), encoding="utf-8")


def _write_pdf(out: Path, pdf: bytes) -> None:
    (out / "book.pdf").write_bytes(pdf)


def _write_lint(
    out: Path,
    findings: list[dict[str, object]],
    pages: int | None = None,
    case_pages: dict[int, int] | None = None,
) -> None:
    report = {"pages": pages, "case_pages": case_pages or {}, "findings": findings}
    (out / "lint.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    stay_with_parent()
    gc.disable()  # the layout's boxes live until the end: looking for dead ones among them cost a quarter of the time
    sys.exit(main(sys.argv[1:]))
