"""One case laid out alone, as it is in the book, on pages that are long enough to see how much too long it is."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from casefinder.edit.layout.pressed import LEAST_ROOM
from casefinder.publish.book import matter
from casefinder.publish.book.fetcher import STYLES, BookFetcher
from casefinder.publish.book.places_laid import PAGE_MM, judged, laid
from casefinder.publish.content import LICENCE, CasePage, Contact
from casefinder.publish.environment import environment
from casefinder.publish.figures.bars import mini_bars, paired_bars
from casefinder.publish.figures.furrows import ACCENTS
from casefinder.publish.figures.money import cost_bar, man_yen, three_years

RELATED = (
    "関連する事例の題名"  # one line; how many more there is room for is told, and the edition keeps to it
)
_LONG_PAGE = f"@page{{size:210mm {20 * PAGE_MM}mm}}"


@dataclass(frozen=True)
class Related:
    """A case that may stand beside this one: which ones do, only the edition knows."""

    number: int
    title: str
    code: str = "00"


def measured(case: CasePage, chapter_number: int, assets: Path) -> dict[str, Any]:
    """Return by how many lines each page runs over, and which places make it so by how much.

    Args:
        case: What would be printed.
        chapter_number: Whose colours it has.
        assets: Folder of its pictures.
    """
    return judged(laid(laid_out(case, chapter_number, assets)))


def laid_out(case: CasePage, chapter_number: int, assets: Path) -> Any:
    """Return WeasyPrint's document of a case on long pages."""
    from weasyprint import HTML

    html = environment().get_template("book/one_case.html").render(**_values(case, chapter_number))
    fetcher = BookFetcher(assets, matter.drawings())
    config, sheets = _styles()
    return HTML(string=html, url_fetcher=fetcher).render(
        stylesheets=list(sheets), font_config=config, presentational_hints=False
    )


def load() -> None:
    """Read stylesheets, fonts and the layout itself, so that the first case does not wait for them."""
    import weasyprint  # noqa: F401

    _styles()


def _values(case: CasePage, chapter_number: int) -> dict[str, Any]:
    return {
        "c": {"contact": Contact(""), "licence": LICENCE}, "case": case, "chapter": {"number": chapter_number}, "accent": ACCENTS[chapter_number],
        "chapter_of": dict.fromkeys(range(3), chapter_number), "related": lambda _: [Related(number, RELATED) for number in range(LEAST_ROOM)], "notes_of": matter.notes_of, "card_size": matter.card_size,
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
