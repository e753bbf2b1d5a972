"""One folder with book, site and data from frozen content: the press in a child process, the judge beside the rest."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casefinder import child
from casefinder.files import FileStore
from casefinder.publish.book.judge import Judging
from casefinder.publish.content import EditionContent, from_json, to_json
from casefinder.publish.data.files import data_files
from casefinder.publish.site.files import site_files

LIMITS = child.Limits(timeout_s=900, memory_mb=4096)
TEXTS_LIMITS = child.Limits(timeout_s=300, memory_mb=2048)
Report = Callable[[dict[str, Any]], None]


class Refused(RuntimeError):
    """The press refused the book; its findings say why, in Japanese."""

    def __init__(self, findings: list[dict[str, Any]]) -> None:
        super().__init__("\n".join(finding["message"] for finding in findings))
        self.findings = findings


@dataclass(frozen=True)
class Pressed:
    """What was made: the folder, the content as printed (with readings), and what is to be known of the book."""

    folder: Path
    content: EditionContent
    book_sha256: str
    book_bytes: int
    pages: int
    case_pages: dict[int, int]
    lint: list[dict[str, Any]]
    judgement: dict[str, Any]


def press_edition(
    content: EditionContent,
    files: FileStore,
    target: Path,
    *,
    report: Report,
    on_tick: Callable[[], None] | None = None,
) -> Pressed:
    """Make book.pdf, site/, data/ and the reports in `target`, which appears whole or not at all.

    Args:
        content: The frozen content.
        files: Where the pictures lie, by their hash.
        target: The folder to make; what lay there before is replaced.
        report: Called with {"step", "done", "all"}.
        on_tick: Called about every 10 s, also from other threads.

    Raises:
        Refused: The content, the layout or the finished file has an error.
        child.ChildFailed: The press broke, took too long or too much memory.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".{target.name}-*"):  # of a press that was killed
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as made:
        work, out = Path(made) / "work", Path(made) / "out"
        assets = lay_out(content, files, work)
        with Judging(out / "book.pdf", on_tick=on_tick) as judging:
            lint = _print(work, assets, out, report, on_tick, judging.begin)
            content = from_json((out / "content.json").read_text(encoding="utf-8"))
            report({"step": "site", "done": 4, "all": 7})
            _write(out / "site", site_files(content, assets))
            _write(out / "data", data_files(content))
            report({"step": "search", "done": 5, "all": 7})
            child.run(
                "casefinder.publish.builds.texts_child", str(out), json.dumps(lint["case_pages"]),
                limits=TEXTS_LIMITS, on_tick=on_tick,
            )  # fmt: skip
            report({"step": "judge", "done": 6, "all": 7})
            judgement = judging.judgement().as_plain()
        _write(out, {"judgement.json": _json(judgement)})
        shutil.rmtree(target, ignore_errors=True)
        out.rename(target)
    report({"step": "judge", "done": 7, "all": 7})
    book = (target / "book.pdf").read_bytes()
    digest = hashlib.sha256(book).hexdigest()
    case_pages = {int(number): page for number, page in lint["case_pages"].items()}
    return Pressed(
        target, content, digest, len(book), int(lint["pages"]), case_pages, lint["findings"], judgement
    )


def lay_out(content: EditionContent, files: FileStore, work: Path) -> Path:
    """Put content and pictures where the press finds them; returns the folder of the pictures."""
    assets = work / "assets"
    assets.mkdir(parents=True)
    (work / "content.json").write_text(to_json(content), encoding="utf-8")
    for name in content.assets():
        source = files.path(name)
        if source.is_file():
            shutil.copyfile(source, assets / name)
    return assets


def _print(
    work: Path,
    assets: Path,
    out: Path,
    report: Report,
    on_tick: Callable[[], None] | None,
    on_book: Callable[[], None],
) -> dict[str, Any]:
    def heard(line: str) -> None:
        step = json.loads(line)
        if step["step"] == "lint":
            on_book()
        report({**step, "all": 7})

    arguments = (str(work / "content.json"), str(assets), str(out))
    lint = out / "lint.json"
    try:
        child.run("casefinder.publish.book.press", *arguments, limits=LIMITS, on_line=heard, on_tick=on_tick)
    except child.ChildFailed as error:
        if lint.exists():
            raise Refused(json.loads(lint.read_text(encoding="utf-8"))["findings"]) from error
        raise
    found: dict[str, Any] = json.loads(lint.read_text(encoding="utf-8"))
    return found


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _json(plain: Mapping[str, Any]) -> bytes:
    return (json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
