"""Bars: paired (before and after), horizontal counts, funnel, unit squares."""

from collections.abc import Sequence
from decimal import Decimal

from casefinder.publish.content import Figure
from casefinder.publish.figures import svg


def plain(value: Decimal) -> str:
    """Return a number as printed: thousands separated, no trailing zeros."""
    whole, _, rest = f"{value:,f}".partition(".")
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def paired_bars(figure: Figure, accent: str) -> str:
    """Draw the change figure of a case, 172 x 47 mm: before as outline, after solid, both labelled."""
    if len(figure.pairs) == 1:
        return svg.figure(172, 42, paired_words(figure), _lying_pair(figure, accent, 172.0, 15.0, 24.0))
    pairs = figure.pairs[:6]
    largest = max((max(p.before, p.after) for p in pairs), default=Decimal(1)) or Decimal(1)
    base, tallest, span = 41.5, 34.3, 126.0
    slot = span / max(len(pairs), 1)
    width = min(14.0, slot * 0.3)
    marks = [svg.line(0, base, span, base)]
    for i, pair in enumerate(pairs):
        middle = slot * i + slot / 2
        heights = [float(value / largest) * tallest for value in (pair.before, pair.after)]
        before_x, after_x = middle - width - 0.75, middle + 0.75
        marks += [
            svg.rect(
                before_x,
                base - heights[0],
                width,
                max(heights[0], 0.4),
                fill=svg.WHITE,
                stroke=svg.QUIET,
                line=0.35,
            ),
            svg.text(
                before_x + width / 2,
                base - heights[0] - 1.6,
                plain(pair.before),
                size_pt=10,
                fill=svg.QUIET,
                anchor="middle",
            ),
            svg.rect(after_x, base - heights[1], width, max(heights[1], 0.4), fill=accent),
            svg.text(
                after_x + width / 2,
                base - heights[1] - 1.6,
                plain(pair.after),
                size_pt=12,
                fill=accent,
                bold=True,
                anchor="middle",
            ),
            svg.text(middle, 46.5, pair.label, size_pt=8.5, anchor="middle"),
        ]
    return svg.figure(172, 47, paired_words(figure), [*marks, *_totals(figure, accent)])


def mini_bars(figure: Figure, accent: str) -> str:
    """Draw one pair of lying bars beside a picture, 84 x 30 mm."""
    return svg.figure(84, 30, paired_words(figure), _lying_pair(figure, accent, 84.0, 10.0, 15.0))


def _lying_pair(figure: Figure, accent: str, width: float, value_pt: float, step: float) -> list[str]:
    """Before as outline above, after solid below; the value stands behind its bar."""
    pair = figure.pairs[0]
    largest = max(pair.before, pair.after) or Decimal(1)
    longest, height = width - (46.0 if width > 100 else 24.0), step * 0.42
    marks = []
    for i, (label, value, ahead) in enumerate(
        ((figure.before_label, pair.before, "前"), (figure.after_label, pair.after, "後"))
    ):
        y, length = step * i + 4.6, max(float(value / largest) * longest, 0.6)
        ink = svg.QUIET if i == 0 else accent
        bar = {"fill": svg.WHITE, "stroke": svg.QUIET, "line": 0.35} if i == 0 else {"fill": accent}
        words = f"{ahead}：{label}" if label != ahead else ahead
        size = value_pt * (1 + 0.4 * i)
        marks += [
            svg.text(0, y - 1.2, f"{words}　{pair.label}" if i == 0 else words, size_pt=8, bold=i == 1),
            svg.rect(0, y, length, height, **bar),
            svg.text(
                length + 2,
                y + height / 2 + size * 0.125,
                plain(value),
                size_pt=size,
                fill=ink,
                bold=i == 1,
                unit=figure.unit,
                unit_pt=8.5,
            ),
        ]
    return marks


def _totals(figure: Figure, accent: str) -> list[str]:
    """The right column says which bar is which; with one pair it gives the values large."""
    marks = [
        svg.rect(136, 3.2, 3, 3, fill=svg.WHITE, stroke=svg.QUIET, line=0.35),
        svg.text(
            141, 5.9, f"前：{figure.before_label}" if figure.before_label != "前" else "前", size_pt=8.5
        ),
        svg.rect(136, 19.2, 3, 3, fill=accent),
        svg.text(
            141,
            21.9,
            f"後：{figure.after_label}" if figure.after_label != "後" else "後",
            size_pt=8.5,
            bold=True,
        ),
    ]
    before, after = (
        sum((getattr(p, side) for p in figure.pairs), Decimal(0)) for side in ("before", "after")
    )
    if len(figure.pairs) > 1 and not _adds_up(figure.unit):
        return [*marks, svg.text(136, 30, f"単位：{figure.unit}", size_pt=7.5, fill=svg.QUIET)]
    size = 28 if len(plain(after)) <= 5 else 20
    marks += [
        svg.text(141, 14.6, plain(before), size_pt=20, fill=svg.QUIET, unit=figure.unit, unit_pt=9),
        svg.text(141, 32.6, plain(after), size_pt=size, fill=accent, bold=True, unit=figure.unit, unit_pt=9),
    ]
    if len(figure.pairs) > 1:
        marks.append(
            svg.text(
                136,
                40,
                f"{figure.pairs[0].label}〜{figure.pairs[-1].label}の合計",
                size_pt=7.5,
                fill=svg.QUIET,
            )
        )
    return marks


def _adds_up(unit: str) -> bool:
    return unit in {"件", "人", "回", "時間", "台", "枚", "通"}


def paired_words(figure: Figure) -> str:
    """Return the alternative text: finding and every value."""
    values = "、".join(
        f"{p.label}は前{plain(p.before)}{figure.unit}、後{plain(p.after)}{figure.unit}" for p in figure.pairs
    )
    return f"{figure.finding}。{values}。"


def funnel(rows: Sequence[tuple[str, int]], title: str) -> str:
    """Draw what was asked and what came back, 113.3 x 52 mm; the first row is the whole."""
    whole = max(rows[0][1], 1)
    looks = ((svg.WHITE, svg.QUIET), (svg.SKY[0], ""), (svg.SKY[1], ""), (svg.INK, ""))
    marks = []
    for i, (label, value) in enumerate(rows[:4]):
        y, width = 2 + 13.5 * i, max(82 * value / whole, 0.8)
        fill, stroke = looks[i]
        inside = width > 16 and fill != svg.INK
        marks += [
            svg.text(0, y + 5.6, label, size_pt=8.5),
            svg.rect(28, y, width, 8, fill=fill, stroke=stroke),
            svg.text(
                28 + width + (-2 if inside else 2),
                y + 5.8,
                f"{value:,}",
                size_pt=12,
                fill=svg.INK,
                bold=True,
                anchor="end" if inside else "start",
            ),
        ]
    return svg.figure(113.3, 52, title, marks)


def count_bars(rows: Sequence[tuple[str, int]], title: str, *, unit: str = "件", width: float = 113.3) -> str:
    """Draw one bar a row with its count behind it; 6.1 mm a row."""
    largest = max((value for _, value in rows), default=1) or 1
    label_width, scale = 44.0, width - 44.0 - 14.0
    marks = [svg.line(label_width, 0, label_width, 6.1 * len(rows), stroke=svg.QUIET, width=0.25)]
    for i, (label, value) in enumerate(rows):
        y = 6.1 * i
        marks.append(svg.text(label_width - 2, y + 4.2, label, size_pt=8, anchor="end"))
        if value:
            marks.append(svg.rect(label_width, y + 1.1, scale * value / largest, 4, fill=svg.SKY[1]))
        marks.append(
            svg.text(
                label_width + scale * value / largest + 1.5,
                y + 4.3,
                f"{value:,}",
                size_pt=9,
                fill=svg.INK,
                bold=True,
                unit=unit,
                unit_pt=7.5,
            )
        )
    return svg.figure(width, max(6.1 * len(rows), 6.1), title, marks)


def unit_squares(rows: Sequence[tuple[str, Sequence[str]]], title: str) -> str:
    """Draw one square a case, its number inside, a row a state; 113.3 mm wide."""
    looks = {
        "拡大": (svg.INK, "", svg.WHITE, False),
        "継続": (svg.SKY[0], "", svg.INK, False),
        "終了": (svg.WHITE, svg.QUIET, svg.TEXT, True),
    }
    marks, y = [], 1.0
    for label, codes in rows:
        fill, stroke, ink, dashed = looks.get(label, (svg.WHITE, svg.QUIET, svg.TEXT, False))
        marks += [
            svg.text(0, y + 6, label, size_pt=9.5, fill=svg.INK, bold=True),
            svg.text(26, y + 6.1, str(len(codes)), size_pt=13, fill=svg.INK, bold=True, anchor="end"),
        ]
        for i, code in enumerate(codes):
            x, row = 31 + 9.1 * (i % 9), i // 9
            marks += [
                svg.rect(x, y + 9.1 * row, 8.2, 8.2, fill=fill, stroke=stroke, dashed=dashed),
                svg.text(
                    x + 4.1, y + 9.1 * row + 5.3, code, size_pt=8.5, fill=ink, bold=True, anchor="middle"
                ),
            ]
        y += 9.1 * max(1, -(-len(codes) // 9)) + 3.4
    return svg.figure(113.3, max(y - 2, 20), title, marks)
