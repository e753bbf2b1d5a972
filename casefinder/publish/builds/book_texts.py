"""What a finished PDF says beside its pages: of itself, of its figures, in its list of contents, in files that lie in it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from casefinder.publish.builds.file_kinds import texts_in

_BROKEN_HYPHEN = "\ufffe"  # so PDFium gives a hyphen at the end of a line, and the next line behind it
_SPOKEN = ("/Alt", "/ActualText", "/E", "/Contents", "/TU")
_REACHING = ("mailto:", "tel:")


def page_texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each page's number, from 1, and its text in lines."""
    with pypdfium2.PdfDocument(path) as book:
        for number in range(1, len(book) + 1):
            yield number, _page_text(book, number - 1)


def _page_text(book: pypdfium2.PdfDocument, index: int) -> str:
    page = book[index]
    words = page.get_textpage()
    text = str(words.get_text_range()).replace(_BROKEN_HYPHEN, "-")
    words.close()
    page.close()
    return text


def hidden_texts(path: Path) -> Iterator[tuple[str, int | None, int | None, str]]:
    """Yield what no page shows: where, on which page, of which case's row, the text; page or case None where there is none."""
    with pikepdf.open(path) as pdf:
        pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        for page, text in _spoken(pdf, pages):
            yield f" p. {page}" if page else "", page, None, text
        for text in (*_of_itself(pdf), *_contents(pdf)):
            yield "", None, None, text
        for name, attached in pdf.attachments.items():
            content = bytes(attached.get_file().read_bytes())
            for text in (name, str(attached.description or "")):
                yield f" ({name})", None, None, text
            for case, text in texts_in(name, content):
                yield f" ({name})", None, case, text


def _spoken(pdf: pikepdf.Pdf, pages: Mapping[Any, int]) -> Iterator[tuple[int | None, str]]:
    for each in pdf.objects:
        if not isinstance(each, pikepdf.Dictionary):
            continue
        page = pages.get(each["/Pg"].objgen) if "/Pg" in each else None
        for key in _SPOKEN:
            if isinstance(each.get(key), pikepdf.String):
                yield page, str(each[key])
        action = each.get("/A", each)
        address = str(action.get("/URI", "")) if isinstance(action, pikepdf.Dictionary) else ""
        if address.startswith(_REACHING):
            yield page, address.partition(":")[2]


def _of_itself(pdf: pikepdf.Pdf) -> Iterator[str]:
    docinfo: Any = pdf.docinfo
    yield from (str(value) for key, value in docinfo.items() if key not in ("/CreationDate", "/ModDate"))
    if "/Metadata" in pdf.Root:
        yield from (text for _, text in texts_in("metadata.xml", bytes(pdf.Root["/Metadata"].read_bytes())))


def _contents(pdf: pikepdf.Pdf) -> Iterator[str]:
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            each = waiting.pop(0)
            waiting = [*each.children, *waiting]
            yield str(each.title)
