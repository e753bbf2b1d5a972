"""Where the places of a case lie on its laid-out pages, and which of them make a page run over, by how much."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from casefinder.edit.layout.places import BY_KEY
from casefinder.edit.layout.pressed import LEAST_ROOM

PAGE_MM = 297 - 27 - 24  # what the margins leave of the page
LINE_MM = 6.0
PX_MM = 25.4 / 96
SIDES = ("left", "right")
_BLOCKS = frozenset({"BlockBox", "TableBox", "GridBox", "FlexBox"})
_NEAR_MM = 0.05
_GAP_MM = 3.0  # a word may reach into the gap beside its column, not over it
RELATED_HEAD_MM, RELATED_LINE_MM = 5.25, 4.5


@dataclass(frozen=True)
class Share:
    """How high a place may be beside the others when both pages are full (mm), and the height of its lines."""

    height: float
    line: float


# The heights of the design's fullest pages; the shares of what stands below each other make the page.
SHARES: dict[str, Share] = {
    "title": Share(18, 9), "lead": Share(20.25, 6.75), "facts": Share(192, 4.875),
    "effect_card": Share(44.4, 4.875), "cost_card": Share(44.4, 4.875), "effort_card": Share(44.4, 4.875),
    "background": Share(43.5, 6), "steps": Share(50.7, 5.25), "figure": Share(61, 4.5), "effects": Share(45.5, 4.5),
    "troubles": Share(52.5, 4.875), "stopped": Share(20.2, 4.875), "voice": Share(41, 6.75), "conditions": Share(33, 4.875),
    "state": Share(32.5, 4.5), "contact": Share(32.5, 4.5), "notes": Share(12.5, 4.125), "sources": Share(12.5, 4.125),
}  # fmt: skip

# Columns that stand side by side: band → column → its places, from above; what is of no block (costs, related cases) counts, too.
BANDS: dict[str, dict[str, tuple[str, ...]]] = {
    "body": {"facts": ("facts",), "main": ("effect_card", "cost_card", "effort_card", "background", "steps", "cost")},
    "cards": {"effect": ("effect_card",), "cost": ("cost_card",), "effort": ("effort_card",)},
    "mid": {"troubles": ("troubles", "stopped"), "voice": ("voice", "conditions")},
    "end": {"state": ("state",), "related": ("related",), "contact": ("contact",)},
    "refs": {"notes": ("notes",), "sources": ("sources",)},
}  # fmt: skip


@dataclass(frozen=True)
class Laid:
    """A place as it lies: its top and the height of what stands in it (mm), and what sticks out at its side (mm, of letters so wide)."""

    top: float
    height: float
    wide: float = 0.0
    letter: float = 3.0

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height


@dataclass(frozen=True)
class Pages:
    """The height of each page (mm), and the places."""

    heights: Mapping[str, float]
    places: Mapping[str, Laid]

    def over(self, side: str) -> float:
        """By how many millimetres a page runs over."""
        over = self.heights.get(side, 0.0) - PAGE_MM
        return over if over > _NEAR_MM else 0.0


def laid(document: Any) -> Pages:
    """Return how a laid-out case lies on its pages."""
    heights: dict[str, float] = {}
    places: dict[str, Laid] = {}
    for page in document.pages:
        for box in page._page_box.descendants():
            if type(box).__name__ not in _BLOCKS or not hasattr(box.element, "get"):
                continue
            for side in {*str(box.element.get("class") or "").split()} & {*SIDES}:
                heights[side] = max(heights.get(side, 0.0), _filled(box))
            if place := box.element.get("data-place"):
                found = Laid(box.position_y * PX_MM, _filled(box), *_sticking_out(box))
                places[place] = max(places.get(place, found), found, key=lambda each: each.height)
    return Pages(heights, places)


def _filled(box: Any) -> float:
    """Return the height that what stands in a block takes; the block itself may be stretched beside a longer one."""
    bottoms = [child.position_y + child.margin_height() for child in box.children]
    return float(max(bottoms, default=box.position_y) - box.position_y) * PX_MM


def _sticking_out(box: Any) -> tuple[float, float]:
    """Return how far a text that does not wrap sticks out of a block, and how wide its letters are (mm)."""
    right = box.content_box_x() + box.width
    found = [
        (float(text.position_x + text.width - right) * PX_MM, float(text.style["font_size"]) * PX_MM)
        for text in box.descendants()
        if type(text).__name__ == "TextBox"
    ]
    wide = max(found, default=(0.0, 3.0))
    return (wide[0], wide[1]) if wide[0] > _GAP_MM else (0.0, 3.0)


def judged(pages: Pages) -> dict[str, Any]:
    """Return the lines by which each page runs over, and the places too long for it: place, lines, characters at the side."""
    over = {side: math.ceil(pages.over(side) / LINE_MM - 0.01) for side in SIDES}
    return {"over": over, "too_long": [*_too_wide(pages), *_too_long(pages)], "room": _room(pages)}


def _room(pages: Pages) -> int:
    """Return how many lines the titles of related cases may take: what the band has, and what the page has left."""
    bottom = _bottom(pages, tuple(place for places in BANDS["end"].values() for place in places))
    left = PAGE_MM - pages.heights.get("right", PAGE_MM)
    room = bottom + left - pages.places["related"].top - RELATED_HEAD_MM if "related" in pages.places else 0
    return max(LEAST_ROOM, int(room / RELATED_LINE_MM + 0.01))


def _too_wide(pages: Pages) -> Iterator[tuple[str, int, int]]:
    for place, each in pages.places.items():
        if each.wide and place in SHARES:
            yield place, 0, math.ceil(each.wide / each.letter)


def _too_long(pages: Pages) -> list[tuple[str, int, int]]:
    """Return the places whose shortening makes a page that runs over shorter, with the lines to lose, the most first."""
    found: list[tuple[str, int, int]] = []
    for side in SIDES:
        if not (over := pages.over(side)):
            continue
        needed = {
            place: _needed(pages, place, over)
            for place in pages.places
            if place in SHARES and BY_KEY[place].page == side
        }
        beyond = {place: pages.places[place].height - SHARES[place].height for place in needed}
        named = [place for place in needed if needed[place] > 0 and beyond[place] > _NEAR_MM]
        if not named:  # each is within its share: the one that is nearest to it
            named = [max(needed, key=lambda place: pages.places[place].height / SHARES[place].height)]
        for place in named:
            lose = min(needed[place], beyond[place]) if beyond[place] > 0 else needed[place]
            found.append((place, max(1, math.ceil(lose / SHARES[place].line - 0.01)), 0))
    return sorted(found, key=lambda each: -each[1])


def _needed(pages: Pages, place: str, over: float) -> float:
    """Return how much shorter the place's column must become for its page to hold all; 0 where another is the longer one."""
    needed = over
    for columns in BANDS.values():
        own = next((name for name, places in columns.items() if place in places), None)
        if own is not None:
            bottoms = {name: _bottom(pages, places) for name, places in columns.items()}
            needed = min(needed, bottoms[own] - (max(bottoms.values()) - over))
    return max(0.0, needed)


def _bottom(pages: Pages, places: tuple[str, ...]) -> float:
    return max((pages.places[each].bottom for each in places if each in pages.places), default=0.0)
