"""A book opened again: its words by page, its pictures' texts, the codes of its glyphs."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf


@dataclass(frozen=True)
class Picture:
    """A figure of the structure tree."""

    page: int
    text: str


def words_of(book: Path) -> list[str]:
    """Return the words of each page, without any white space."""
    done = subprocess.run(["pdftotext", book, "-"], capture_output=True, text=True, check=True)
    return [squeezed(page) for page in done.stdout.split("\f")[:-1]]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def bookmarks(pdf: pikepdf.Pdf) -> list[str]:
    """Return the titles of all bookmarks."""
    found: list[str] = []
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop(0)
            found.append(str(item.title))
            waiting += item.children
    return found


def pictures(pdf: pikepdf.Pdf) -> list[Picture]:
    """Return every figure with its alternative text, in the order of reading."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found = []
    for element in elements(pdf.Root.StructTreeRoot):
        if element.get("/S") == "/Figure":
            page = pages.get(element.Pg.objgen, -1) if "/Pg" in element else -1
            found.append(Picture(page, str(element.get("/Alt", ""))))
    return found


def elements(root: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield every element of a structure tree, the first first."""
    waiting: list[Any] = [root]
    while waiting:
        here = waiting.pop()
        if isinstance(here, pikepdf.Array):
            waiting += reversed(list(here))  # type: ignore[call-overload]
        elif isinstance(here, pikepdf.Dictionary):
            yield here
            if "/K" in here:
                waiting.append(here.K)


def empty_glyphs(pdf: pikepdf.Pdf) -> list[str]:
    """Return where glyph 0 (.notdef) of a composite font is shown: page, font."""
    found = []
    for number, page in enumerate(pdf.pages, 1):
        for name in _shown_with_glyph_0(page, page.resources):
            found.append(f"page {number}, font {name}")
        for form in page.resources.get("/XObject", {}).values():
            if form.get("/Subtype") == "/Form":
                for name in _shown_with_glyph_0(form, form.get("/Resources", page.resources)):
                    found.append(f"a form on page {number}, font {name}")
    return found


def _shown_with_glyph_0(stream: Any, resources: Any) -> Iterator[str]:
    fonts, font = resources.get("/Font", {}), ""
    for operands, operator in pikepdf.parse_content_stream(stream):
        if str(operator) == "Tf":
            font = str(operands[0])
        elif str(operator) in ("Tj", "TJ", "'", '"') and fonts[font].get("/Subtype") == "/Type0":
            for part in operands[0] if isinstance(operands[0], pikepdf.Array) else operands:
                if isinstance(part, pikepdf.String):
                    codes = bytes(part)
                    if any(codes[at : at + 2] == b"\0\0" for at in range(0, len(codes), 2)):
                        yield str(fonts[font].get("/BaseFont"))
