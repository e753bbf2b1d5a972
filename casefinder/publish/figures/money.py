"""Money: the three-year cost bar of a case and the dot strip of all first costs."""

import math
from collections.abc import Sequence

from casefinder.publish.content import Cost
from casefinder.publish.figures import svg

MAN = 10  # thousand yen in 万円
SCALE = (
    (100, "10万円"),
    (1_000, "100万円"),
    (5_000, "500万円"),
    (20_000, "2,000万円"),
    (100_000, "1億円"),
    (1_000_000, "10億円"),
)


def man_yen(thousand_yen: int) -> str:
    """Return an amount in 万円 as printed: whole if it is whole, one decimal below 100."""
    value = thousand_yen / MAN
    if value == int(value) or value >= 100:
        return f"{round(value):,}"
    return f"{value:.1f}"


def three_years(cost: Cost) -> int | None:
    """Return initial plus three yearly costs in thousand yen; None if either is unknown."""
    if cost.initial_thousand_yen is None or cost.yearly_thousand_yen is None:
        return None
    return cost.initial_thousand_yen + 3 * cost.yearly_thousand_yen


def cost_words(cost: Cost) -> str:
    """Return the alternative text of the cost bar."""
    initial, yearly, total = (
        cost.initial_thousand_yen or 0,
        cost.yearly_thousand_yen or 0,
        three_years(cost) or 0,
    )
    parts = "、".join(f"{part.label}{man_yen(part.thousand_yen)}万円" for part in cost.parts)
    return (
        f"3年の費用の内訳。初期{man_yen(initial)}万円{f'（{parts}）' if parts else ''}、"
        f"年間{man_yen(yearly)}万円が3年。合計{man_yen(total)}万円。"
    )


def cost_bar(cost: Cost, accent: str) -> str:
    """Draw first cost (solid, by part) and three years (outline), 128 x 14.5 mm."""
    total = three_years(cost) or 1
    scale = 126.6 / max(total, 1)
    initial, yearly = cost.initial_thousand_yen or 0, cost.yearly_thousand_yen or 0
    marks, x = [], 0.0
    for label, amount in _parts(cost, initial):
        width = amount * scale
        marks += _block(x, width, label, man_yen(amount), accent, solid=True)
        x += width
    yearly_x = x
    for year in range(3 if yearly else 0):
        width = yearly * scale
        marks += _block(x, width, f"{year + 1}年目", man_yen(yearly), accent, solid=False)
        x += width
    note = f"（{cost.yearly_note}）" if cost.yearly_note else ""
    heads = [svg.text(0, 4.2, f"初期 {man_yen(initial)}万円", size_pt=8.5, bold=True)]
    words = f"年間 {man_yen(yearly)}万円{note}"
    if yearly_x > 92:
        heads.append(svg.text(126.6, 4.2, words, size_pt=8.5, anchor="end"))
    else:
        heads.append(svg.text(max(yearly_x, 34), 4.2, words, size_pt=8.5))
    return svg.figure(128, 14.5, cost_words(cost), [*marks, *heads])


def _parts(cost: Cost, initial: int) -> list[tuple[str, int]]:
    known = [(part.label, part.thousand_yen) for part in cost.parts]
    if known and sum(amount for _, amount in known) == initial:
        return known
    return [("", initial)] if initial else []


def _block(x: float, width: float, label: str, amount: str, accent: str, *, solid: bool) -> list[str]:
    if width <= 0.6:
        return [svg.rect(x, 6, max(width, 0.2), 8, fill=accent)]
    inner = width - 0.4
    shape = (
        svg.rect(x, 6, inner, 8, fill=accent)
        if solid
        else svg.rect(x, 6, inner, 8, fill=svg.WHITE, stroke=accent, line=0.3)
    )
    words = f"{label} {amount}".strip()
    if _width(words) > inner - 2:
        words = amount
    if _width(words) > inner - 1:
        return [shape]
    ink = svg.WHITE if solid else svg.TEXT
    return [shape, svg.text(x + 1.5, 11.4, words, size_pt=8, fill=ink, bold=solid)]


def _width(words: str) -> float:
    """Return a generous width in millimetres at 8 pt."""
    return sum(1.75 if ch.isascii() else 2.9 for ch in words)


def dot_strip(costs: Sequence[tuple[str, int]], median: int, title: str) -> str:
    """Draw first costs on a scale of equal ratios, 113.3 x 50 mm; the case number stands in each dot.

    Args:
        costs: Case number as printed and first cost in thousand yen; below 100 counts as 100.
        median: Thousand yen.
        title: What the figure says.
    """
    highest = max([20_000, *(amount for _, amount in costs)])
    marks = []
    for amount, label in _ticks(highest):
        anchor = "start" if amount == SCALE[0][0] else "middle"
        x = _place(amount, highest)
        marks += [
            svg.line(x, 4, x, 42, stroke=svg.HAIR, width=0.2),
            svg.text(x, 46.6, label, size_pt=8, fill=svg.QUIET, anchor=anchor),
        ]
    middle = _place(median, highest)
    anchor, shift = ("end", -1.6) if middle > 40 else ("start", 1.6)
    marks += [
        svg.line(4, 42, 108, 42, width=0.25),
        svg.line(middle, 6, middle, 42, stroke=svg.INK, width=0.5),
        svg.text(
            middle + shift,
            8.4,
            f"中央値 {man_yen(median)}万円",
            size_pt=8.5,
            fill=svg.INK,
            bold=True,
            anchor=anchor,
        ),
    ]
    return svg.figure(113.3, 50, title, [*marks, *_dots(costs, highest)])


def _ticks(highest: int) -> list[tuple[int, str]]:
    """Return the marks of the scale that stand far enough apart."""
    chosen: list[tuple[int, str]] = []
    for amount, label in SCALE:
        at = _place(amount, highest)
        if amount <= max(highest, 20_000) and (not chosen or at - _place(chosen[-1][0], highest) > 17):
            chosen.append((amount, label))
    return chosen


def _place(amount: int, highest: int) -> float:
    return 4 + 100 * math.log(max(amount, 100) / 100) / math.log(max(highest, 20_000) / 100)


def _dots(costs: Sequence[tuple[str, int]], highest: int) -> list[str]:
    marks: list[str] = []
    placed: list[tuple[float, int]] = []
    for code, amount in sorted(costs, key=lambda pair: (pair[1], pair[0])):
        x = _place(amount, highest)
        level = 0
        while any(level == other and abs(x - at) < 5.6 for at, other in placed):
            level += 1
        placed.append((x, level))
        y = 38 - 6.1 * level
        marks += [
            svg.circle(x, y, 2.6, fill=svg.SKY[2], stroke=svg.INK),
            svg.text(x, y + 1, code, size_pt=7, fill=svg.INK, bold=True, anchor="middle"),
        ]
    return marks
