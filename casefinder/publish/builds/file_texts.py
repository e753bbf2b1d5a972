"""What the files of a book say, text by text: read out of the finished PDF, pages and data, not out of what they were made from."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import msgspec
import pypdfium2

from casefinder.publish.frozen_json import Frozen

TEXTS = "texts.json"  # beside the files, never public
PAGES_OF_A_CASE = 2
_BROKEN_HYPHEN = "\ufffe"  # so PDFium gives a hyphen at the end of a line, and the next line behind it
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "mark", "q", "rb", "ruby", "small", "span", "strong", "sub", "sup", "time", "wbr"}
)  # fmt: skip
_SILENT = frozenset({"script", "style", "svg", "rt", "rp"})
_SPOKEN = ("alt", "title", "aria-label", "content")


class FileText(Frozen, frozen=True):
    """A text of a file: where it stands (`book.pdf p. 14`, `site/cases/1.html`), of which case, None when of none.

    A page of the book comes twice: in lines, whose numbers stand together as they were meant, and as running text, whose
    sentences are whole.
    """

    where: str
    case: int | None
    text: str
    shape: Literal["whole", "line", "running"] = "whole"


def keep_texts(folder: Path, case_pages: Mapping[int, int]) -> None:
    """Read all texts out of the finished files in a folder and lay them beside these; see `texts_of`."""
    (folder / TEXTS).write_bytes(msgspec.json.encode(texts_of(folder, case_pages)))


def kept_texts(path: Path) -> tuple[FileText, ...]:
    """Return the texts that were laid beside the files."""
    return msgspec.json.decode(path.read_bytes(), type=tuple[FileText, ...])


def texts_of(folder: Path, case_pages: Mapping[int, int]) -> tuple[FileText, ...]:
    """Return all texts of a made book, each once a place.

    Args:
        folder: Where book.pdf, site/ and data/ lie.
        case_pages: Number of a case → the first of its two pages, from 1.
    """
    found = [*_of_book(folder / "book.pdf", case_pages)]
    for path in sorted(folder.glob("site/**/*.html")):
        where = path.relative_to(folder).as_posix()
        found += [FileText(where, _case_of_page(path), text) for text in html_texts(path.read_text("utf-8"))]
    for path in sorted(folder.glob("data/*")):
        where = path.relative_to(folder).as_posix()
        found += [FileText(where, case, text) for case, text in _of_data(path)]
    return tuple(dict.fromkeys(each for each in found if each.text.strip()))


def _of_book(path: Path, case_pages: Mapping[int, int]) -> Iterator[FileText]:
    case_of = {page + more: number for number, page in case_pages.items() for more in range(PAGES_OF_A_CASE)}
    with pypdfium2.PdfDocument(path) as book:
        for number in range(1, len(book) + 1):
            lines = [line.strip() for line in _page_text(book, number - 1).splitlines()]
            where, case = f"book.pdf p. {number}", case_of.get(number)
            yield from (FileText(where, case, line, "line") for line in lines)
            yield FileText(where, case, "".join(lines), "running")


def _page_text(book: pypdfium2.PdfDocument, index: int) -> str:
    page = book[index]
    words = page.get_textpage()
    text = str(words.get_text_range()).replace(_BROKEN_HYPHEN, "-")
    words.close()
    page.close()
    return text


def html_texts(html: str) -> list[str]:
    """Return what a page says: the text of each block, and what is spoken or shown of its elements' attributes."""
    reader = _Blocks()
    reader.feed(html)
    reader.close()
    reader.end_block()
    return reader.texts


class _Blocks(HTMLParser):
    """Gathers texts block by block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag not in _INLINE:
            self.end_block()
        self.texts += [value for name, value in attrs if name in _SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        elif tag not in _INLINE:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._parts.append(data)

    def end_block(self) -> None:
        """Note what was said since the last block."""
        if text := "".join(self._parts).strip():
            self.texts.append(text)
        self._parts.clear()


def _case_of_page(path: Path) -> int | None:
    return int(path.stem) if path.parent.name == "cases" and path.stem.isdecimal() else None


def _of_data(path: Path) -> Iterator[tuple[int | None, str]]:
    if path.suffix == ".csv":
        rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
        head = next(rows, [])
        is_of_cases = head[:1] == ["case_id"]
        for row in rows:
            case = _number(row[0]) if is_of_cases and row else None
            yield from ((case, cell) for cell in row)
    elif path.suffix == ".json":
        yield from _of_json(json.loads(path.read_text("utf-8")), None)
    elif path.suffix == ".html":
        yield from ((None, text) for text in html_texts(path.read_text("utf-8")))


def _of_json(value: Any, case: int | None) -> Iterator[tuple[int | None, str]]:
    if isinstance(value, dict):
        case = _number(str(value["case_id"])) if "case_id" in value else case
        for each in value.values():
            yield from _of_json(each, case)
    elif isinstance(value, list):
        for each in value:
            yield from _of_json(each, case)
    elif value is not None and not isinstance(value, bool):
        yield case, str(value)


def _number(case_id: str) -> int | None:
    """Return the number that a case's id ends with: dx-2026-1-03 → 3."""
    last = case_id.rpartition("-")[2]
    return int(last) if last.isdecimal() else None
