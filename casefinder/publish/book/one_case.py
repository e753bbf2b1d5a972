"""One case laid out alone, as it is in the book, on pages that are long enough to see how much too long it is."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from casefinder.edit.layout.places import BY_KEY
from casefinder.publish.book import matter
from casefinder.publish.book.fetcher import STYLES, BookFetcher
from casefinder.publish.content import LICENCE, CasePage, Contact
from casefinder.publish.environment import environment
from casefinder.publish.figures.bars import mini_bars, paired_bars
from casefinder.publish.figures.furrows import ACCENTS
from casefinder.publish.figures.money import cost_bar, man_yen, three_years

PAGE_MM = 297 - 27 - 24  # what the margins leave of the page
LINE_MM = 6.0
PX_MM = 25.4 / 96
SIDES = ("left", "right")
LONGEST_RELATED = "関連する事例の題名はここまで長くなる"
# Class of a block → the place it holds, how high it may be beside the others (mm, as the design's fullest pages have it),
# and the height of its lines.
BLOCKS: dict[str, tuple[str, float, float]] = {
    "chead": ("title", 43, 6), "facts": ("facts", 153, 4.5), "cardbox": ("effect_card", 43, 4.5),
    "text": ("background", 43, 6), "steps": ("steps", 48, 6), "fig": ("figure", 65, 4.5), "effects": ("effects", 53, 4.5),
    "trouble": ("troubles", 43, 4.5), "stop": ("stopped", 20, 4.5), "voice": ("voice", 34, 6), "cond": ("conditions", 26, 4.5),
    "end": ("contact", 28, 4.5), "refs": ("notes", 19, 4.125),
}  # fmt: skip
_LONG_PAGE = f"@page{{size:210mm {20 * PAGE_MM}mm}}"


@dataclass(frozen=True)
class Related:
    """A case that may stand beside this one: which ones do, only the edition knows."""

    number: int
    title: str
    code: str = "00"


def measured(case: CasePage, chapter_number: int, assets: Path) -> dict[str, Any]:
    """Return by how many lines each page runs over, and how many lines each place takes beyond its share.

    Args:
        case: What would be printed.
        chapter_number: Whose colours it has.
        assets: Folder of its pictures.
    """
    from weasyprint import HTML

    html = environment().get_template("book/one_case.html").render(**_values(case, chapter_number))
    fetcher = BookFetcher(assets, matter.drawings())
    config, sheets = _styles()
    document = HTML(string=html, url_fetcher=fetcher).render(
        stylesheets=list(sheets), font_config=config, presentational_hints=False
    )
    boxes = [box for page in document.pages for box in _boxes(page)]
    over = {side: _over(boxes, side) for side in SIDES}
    return {"over": over, "too_long": _too_long(boxes, over) if any(over.values()) else []}


def load() -> None:
    """Read stylesheets, fonts and the layout itself, so that the first case does not wait for them."""
    import weasyprint  # noqa: F401

    _styles()


def _values(case: CasePage, chapter_number: int) -> dict[str, Any]:
    return {
        "c": {"contact": Contact(""), "licence": LICENCE}, "case": case, "chapter": {"number": chapter_number}, "accent": ACCENTS[chapter_number],
        "chapter_of": dict.fromkeys(range(3), chapter_number), "related": lambda _: [Related(number, LONGEST_RELATED) for number in range(3)], "notes_of": matter.notes_of, "card_size": matter.card_size,
        "three_years": three_years, "man_yen": man_yen, "cost_bar": cost_bar, "paired_bars": paired_bars,
        "mini_bars": mini_bars,
    }  # fmt: skip


@cache
def _styles() -> tuple[Any, tuple[Any, ...]]:
    """Return the book's stylesheets with their fonts, read once in a process."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fetcher, config = BookFetcher(Path("/nonexistent"), matter.drawings()), FontConfiguration()
    own = [CSS(url=f"book:style/{name}", url_fetcher=fetcher, font_config=config) for name in STYLES]
    return config, (*own, CSS(string=_LONG_PAGE))


def _boxes(page: Any) -> Iterator[tuple[frozenset[str], float]]:
    """Yield the classes and the height (mm) of each block that has classes."""
    for box in page._page_box.descendants():
        element = getattr(box, "element", None)
        classes = element.get("class") if element is not None and hasattr(element, "get") else None
        if classes and type(box).__name__ in ("BlockBox", "TableBox", "GridBox", "FlexBox"):
            yield frozenset(str(classes).split()), _filled(box) * PX_MM


def _filled(box: Any) -> float:
    """Return the height that what stands in a block takes; the block itself may be stretched beside a longer one."""
    bottoms = [child.position_y + child.margin_height() for child in box.children]
    return float(max(bottoms, default=box.position_y) - box.position_y)


def _over(boxes: list[tuple[frozenset[str], float]], side: str) -> int:
    height = max((height for classes, height in boxes if side in classes), default=0.0)
    return max(0, math.ceil((height - PAGE_MM - 0.01) / LINE_MM))


def _too_long(boxes: list[tuple[frozenset[str], float]], over: dict[str, int]) -> list[tuple[str, int]]:
    """Return the places of the pages that run over with the lines beyond their share, the longest first."""
    found: dict[str, int] = {}
    for classes, height in boxes:
        for name in classes & BLOCKS.keys():
            place, share, line = BLOCKS[name]
            lines = math.ceil((height - share) / line)
            if over[BY_KEY[place].page] and lines > 0:
                found[place] = max(found.get(place, 0), lines)
    return sorted(found.items(), key=lambda each: -each[1])
