"""The tag tree of a finished book: mended where WeasyPrint leaves gaps, walked by the lint."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

_MARKED = re.compile(rb"/(\w+)\s*<<\s*/MCID (\d+)\s*>>\s*BDC")


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element, the kinds of those around it from the root on, and its page (from 0) if known."""

    node: Any
    kind: str
    above: tuple[str, ...]
    page: int | None


def elements(pdf: Pdf) -> Iterator[Element]:
    """Yield every structure element in reading order."""
    pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
    stack: list[tuple[Any, tuple[str, ...]]] = [(kid, ()) for kid in reversed(kids(pdf.Root.StructTreeRoot))]
    while stack:
        node, above = stack.pop()
        if not isinstance(node, Dictionary) or "/S" not in node:
            continue
        kind = str(node.S)[1:]
        page = pages.get(node.Pg.objgen) if "/Pg" in node else None
        yield Element(node, kind, above, page)
        stack += [(kid, (*above, kind)) for kid in reversed(kids(node))]


def kids(node: Any) -> list[Any]:
    """Return the children of an element as a list."""
    if "/K" not in node:
        return []
    return list(node.K) if isinstance(node.K, Array) else [node.K]


def mend(pdf: Pdf) -> None:
    """Give table heads their scope, figures the right box, and make running heads artifacts."""
    reached: dict[int, set[int]] = {}
    heights = [float(page.MediaBox[3]) for page in pdf.pages]
    for element in elements(pdf):
        if element.kind == "TH":
            _scope(element)
        elif element.kind == "Figure" and element.page is not None:
            _box(element.node, heights[element.page])
        if element.page is not None:
            reached.setdefault(element.page, set()).update(
                k for k in kids(element.node) if isinstance(k, int)
            )
    for number, page in enumerate(pdf.pages):
        _artifacts(pdf, number, page, reached.get(number, set()))


def _scope(element: Element) -> None:
    attributes = element.node.get("/A", Dictionary(O=Name.Table))
    attributes.Scope = Name.Column if "THead" in element.above else Name.Row
    element.node.A = attributes


def _box(node: Any, height: float) -> None:
    """WeasyPrint writes CSS pixels from the top; PDF wants points from the foot."""
    x1, y1, x2, y2 = (float(v) * 0.75 for v in node.A.BBox)
    node.A.BBox = Array([round(v, 3) for v in (x1, height - y2, x2, height - y1)])


def _artifacts(pdf: Pdf, number: int, page: pikepdf.Page, reached: set[int]) -> None:
    """Turn marked content outside the tree (folios, running heads) into pagination artifacts."""
    stream = page.obj.Contents
    data = stream.read_bytes()
    orphans: set[int] = set()

    def replace(found: re.Match[bytes]) -> bytes:
        mark = int(found[2])
        if mark in reached:
            return found[0]
        orphans.add(mark)
        return b"/Artifact\n<</Type /Pagination>>\nBDC"

    changed = _MARKED.sub(replace, data)
    if orphans:
        stream.write(changed)
        _forget(pdf, int(page.obj.get("/StructParents", number)), orphans)


def _forget(pdf: Pdf, key: int, orphans: set[int]) -> None:
    """Take the orphans out of the parent tree."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    for at in range(0, len(numbers), 2):
        if int(numbers[at]) == key:
            owners = numbers[at + 1]
            for mark in orphans:
                if mark < len(owners):
                    owners[mark] = None
            return


def marked_content(page: pikepdf.Page) -> set[int]:
    """Return the marks in a page's content stream."""
    return {int(found[2]) for found in _MARKED.finditer(page.obj.Contents.read_bytes())}
