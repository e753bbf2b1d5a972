"""The cover's land: a strip an area, a field a municipality, yellow where cases come from."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from casefinder.publish.figures import svg

WIDTH, HEIGHT = 210.0, 179.0
VANISHING = (129.0, -43.5)
GROWTH, GAP, BALK = 1.1815, 0.3, 0.35
EARTH = (
    ("#00234b", "#00316a"),
    ("#00316a", "#00428c"),
    ("#00428c", "#0055ad"),
    ("#003741", "#004c59"),
    ("#004c59", "#006173"),
    ("#006173", "#008299"),
    ("#08351f", "#0c472a"),
    ("#0c472a", "#115a36"),
    ("#115a36", "#197a4b"),
)
LIGHT = (("#dcf0ff", "#c0e4ff"), ("#c8f8ff", "#99f2ff"), ("#c2e5d1", "#9bd4b5"))
CASE = ("#ffc700", "#d2a400")


STRIPS, FIELDS = (
    14,
    8,
)  # at most so many strips, each of about so many fields, where nobody has told the areas


@dataclass(frozen=True)
class Strip:
    """An area of the land: its fields, and how many of them are yellow."""

    code: str
    fields: int
    cases: int


def strips_of(fields: int, cases: int) -> tuple[Strip, ...]:
    """Return strips for land that has no areas: the fields spread evenly, the yellow ones strewn."""
    count = max(1, min(STRIPS, fields // FIELDS))
    sizes = [fields // count + (rank < fields % count) for rank in range(count)]
    yellow = [0] * count
    for turn in range(min(cases, fields)):
        open_ones = [rank for rank in range(count) if yellow[rank] < sizes[rank]]
        yellow[min(open_ones, key=lambda rank: (yellow[rank], _chance(str(rank), turn, "strip")))] += 1
    return tuple(Strip(f"strip-{rank}", sizes[rank], yellow[rank]) for rank in range(count))


def land(strips: Sequence[Strip], *, title: str) -> str:
    """Draw the land, 210 x 179 mm.

    Args:
        strips: From the near edge to the far one.
        title: What the figure says.
    """
    marks = [svg.rect(0, 0, WIDTH, HEIGHT, fill=svg.INK)]
    top, unit = 0.0, HEIGHT * (GROWTH - 1) / (GROWTH ** len(strips) - 1)
    for rank, strip in enumerate(reversed(strips)):
        height = unit * GROWTH**rank
        marks += _strip(strip.code, strip.fields, strip.cases, top, top + height - GAP)
        top += height
    return svg.figure(211, 179.85, title, marks, box="0 0 210 179", font=False)


def _strip(code: str, fields: int, cases: int, top: float, bottom: float) -> list[str]:
    """Return the fields of one strip, far edge at `top`, near edge at `bottom`."""
    sizes = [0.45 + _chance(code, i, "width") for i in range(fields)]
    yellow = sorted(range(fields), key=lambda i: _chance(code, i, "case"))[: min(cases, fields)]
    usable, left, total = WIDTH - 0.3, 0.15, sum(sizes)
    marks: list[str] = []
    before = -1
    for i, size in enumerate(sizes):
        right = left + usable * size / total
        if i in yellow:
            colours = CASE
        else:
            before = _pick(code, i, before)
            colours = (LIGHT[before - 20] if before >= 20 else EARTH[before]) if before >= 0 else EARTH[0]
        marks += _field(left, right - BALK, top, bottom, colours, _chance(code, i, "furrow"))
        left = right
    return marks


def _pick(code: str, i: int, before: int) -> int:
    """Choose a colour unlike the neighbour's; one field in 13 is light (20 and up)."""
    if _chance(code, i, "light") < 0.075:
        return 20 + int(_chance(code, i, "which") * len(LIGHT))
    choice = int(_chance(code, i, "earth") * len(EARTH))
    return (choice + 4) % len(EARTH) if choice == before else choice


def _field(
    left: float, right: float, top: float, bottom: float, colours: tuple[str, str], how: float
) -> list[str]:
    fill, furrow = colours
    near_left, near_right = _project(left, top, bottom), _project(right, top, bottom)
    n = svg.number
    shape = f"M{n(left)} {n(top)}L{n(right)} {n(top)}L{n(near_right)} {n(bottom)}L{n(near_left)} {n(bottom)}Z"
    marks = [f'<path d="{shape}" fill="{fill}"/>']
    depth = bottom - top
    if how < 0.1:
        return marks
    lines = _along(left, right, top, bottom) if how < 0.62 else _across(left, right, top, bottom)
    width = n(max(0.12, depth * 0.0139))
    return [*marks, f'<path d="{lines}" fill="none" stroke="{furrow}" stroke-width="{width}"/>']


def _along(left: float, right: float, top: float, bottom: float) -> str:
    """Furrows towards the horizon."""
    n = svg.number
    count = max(2, int((right - left) / 2.0))
    step = (right - left) / (count + 1)
    starts = [left + step * (i + 1) for i in range(count)]
    return "".join(f"M{n(x)} {n(top)}L{n(_project(x, top, bottom))} {n(bottom)}" for x in starts)


def _across(left: float, right: float, top: float, bottom: float) -> str:
    """Furrows along the horizon, closer together far away."""
    n = svg.number
    count = max(3, int((bottom - top) / 2.4) + 2)
    parts = []
    for i in range(1, count):
        y = top + (bottom - top) * (i / count) ** 1.12
        inset = 0.25
        start, end = _project(left, top, y) + inset, _project(right, top, y) - inset
        parts.append(f"M{n(start)} {n(y)}L{n(end)} {n(y)}")
    return "".join(parts)


def _project(x: float, top: float, y: float) -> float:
    """Move a point on the far edge down to `y` along its line from the vanishing point."""
    return VANISHING[0] + (x - VANISHING[0]) * (y - VANISHING[1]) / (top - VANISHING[1])


def _chance(code: str, i: int, what: str) -> float:
    """Return a number in [0, 1) that is the same on every machine."""
    digest = hashlib.sha256(f"{code}/{i}/{what}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32
