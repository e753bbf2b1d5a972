"""What the files of a book say, text by text: read out of the finished PDF, pages and data, not out of what they were made from."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from casefinder.publish.builds.book_texts import hidden_texts, page_texts
from casefinder.publish.builds.file_kinds import texts_in
from casefinder.publish.builds.rules import is_public
from casefinder.publish.frozen_json import Frozen

TEXTS = "texts.json"  # beside the files, never public
PAGES_OF_A_CASE = 2


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
    """Return all texts of a made book, each once a place; of every file that may become public.

    Args:
        folder: Where book.pdf, site/ and data/ lie.
        case_pages: Number of a case → the first of its two pages, from 1.
    """
    found: list[FileText] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        where = path.relative_to(folder).as_posix()
        if path.suffix == ".pdf" and is_public(where):
            found += _of_pdf(path, where, case_pages if where == "book.pdf" else {})
        elif is_public(where):
            of_page = _case_of_page(path)
            found += [
                FileText(where, case or of_page, text)
                for case, text in texts_in(path.name, path.read_bytes())
            ]
    return tuple(dict.fromkeys(each for each in found if each.text.strip()))


def _of_pdf(path: Path, where: str, case_pages: Mapping[int, int]) -> Iterator[FileText]:
    case_of = {page + more: number for number, page in case_pages.items() for more in range(PAGES_OF_A_CASE)}
    for number, text in page_texts(path):
        lines, place, case = (
            [line.strip() for line in text.splitlines()],
            f"{where} p. {number}",
            case_of.get(number),
        )
        yield from (FileText(place, case, line, "line") for line in lines)
        yield FileText(place, case, "".join(lines), "running")
    for place, page, case, text in hidden_texts(path):
        yield FileText(where + place, case or case_of.get(page or 0), text)


def _case_of_page(path: Path) -> int | None:
    return int(path.stem) if path.parent.name == "cases" and path.stem.isdecimal() else None
