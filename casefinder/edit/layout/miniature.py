"""The two pages in small: where each place stands (in millimetres of the sheet) and how full it is."""

from collections.abc import Collection
from dataclasses import dataclass

from casefinder.edit.layout.fit import Fit

LINE_MM = 6.0

# place: page (0 left, 1 right), x, y, width, height
LAYOUT: dict[str, tuple[int, int, int, int, int]] = {
    "title": (0, 62, 36, 128, 14),
    "lead": (0, 62, 54, 128, 15),
    "facts": (0, 22, 84, 34, 150),
    "effect_card": (0, 62, 84, 40, 42),
    "cost_card": (0, 106, 84, 40, 42),
    "effort_card": (0, 150, 84, 40, 42),
    "background": (0, 62, 134, 128, 36),
    "steps": (0, 62, 178, 128, 62),
    "figure": (1, 20, 27, 170, 52),
    "effects": (1, 20, 86, 170, 36),
    "troubles": (1, 20, 130, 96, 44),
    "stopped": (1, 20, 180, 96, 24),
    "voice": (1, 124, 130, 66, 36),
    "conditions": (1, 124, 172, 66, 32),
    "state": (1, 20, 212, 54, 24),
    "contact": (1, 136, 212, 54, 24),
    "notes": (1, 20, 244, 82, 18),
    "sources": (1, 110, 244, 80, 18),
}


@dataclass(frozen=True)
class Box:
    """A place on the small page, with the lines of text drawn in it (y of each)."""

    place: str
    page: int
    x: int
    y: int
    width: int
    height: int
    lines: tuple[float, ...]
    over: bool
    empty: bool


def boxes(fits: dict[str, Fit], too_long: Collection[str]) -> list[Box]:
    """Return the boxes of both pages; too long is what the press says so of."""
    return [
        Box(place, page, x, y, width, height, _lines(y, height, fits[place]), place in too_long,
            fits[place].used == 0)
        for place, (page, x, y, width, height) in LAYOUT.items()
    ]  # fmt: skip


def _lines(y: int, height: int, fit: Fit) -> tuple[float, ...]:
    filled = height * fit.percent / 100
    count = max(1, int(filled / LINE_MM)) if fit.used else 0
    return tuple(y + 2 + LINE_MM * number for number in range(count))
