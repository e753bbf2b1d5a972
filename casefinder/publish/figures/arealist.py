"""Where there is no map: areas, or kinds of organisation, one a row, with a bar of three parts each."""

from collections.abc import Sequence

from casefinder.publish.content import AreaFigures
from casefinder.publish.figures import svg

WIDTH, PITCH, BAR, ONE_COLUMN = 172.0, 9.0, 4.6, 13
GUTTER, NAME_MM, COUNT_MM = 8.0, 32.0, 24.0


def area_list(rows: Sequence[AreaFigures], head: str) -> str:
    """Draw the list, 172 mm wide; every value is in the title and beside its bar.

    Args:
        rows: In their order; more than 13 stand in two columns.
        head: What the rows are, for the title.
    """
    columns = 1 if len(rows) <= ONE_COLUMN else 2
    of_one = -(-len(rows) // columns)
    width = (WIDTH - GUTTER * (columns - 1)) / columns
    most = max((row.invited for row in rows), default=1) or 1
    marks = _legend()
    for at, row in enumerate(rows):
        marks += _row(row, (at // of_one) * (width + GUTTER), 9 + (at % of_one) * PITCH, width, most)
    height = 9 + of_one * PITCH
    said = "、".join(_words(row) for row in rows)
    title = f"{head}ごとに、案内した団体、回答した団体、載せた事例の数を並べた図。{said}。"
    return svg.figure(WIDTH, height, title, marks, box=f"-.2 -.2 {WIDTH + 0.4} {svg.number(height + 0.4)}")


def _row(row: AreaFigures, x: float, y: float, width: float, most: int) -> list[str]:
    room = width - NAME_MM - COUNT_MM
    marks = [svg.text(x, y + 3.9, row.short_name, size_pt=9, fill=svg.INK, bold=bool(row.cases))]
    if not row.invited:
        return [*marks, svg.text(x + NAME_MM, y + 3.9, "案内なし", size_pt=8, fill=svg.QUIET)]
    at, per = x + NAME_MM, room / most
    marks.append(svg.rect(at, y, row.invited * per, BAR, fill=svg.WHITE, stroke="#666666", line=0.25))
    if row.answered:
        marks.append(svg.rect(at, y, row.answered * per, BAR, fill=svg.BLUE))
    if row.cases:
        marks.append(
            svg.rect(
                at, y, min(row.cases, row.invited) * per, BAR, fill=svg.YELLOW, stroke=svg.INK, line=0.25
            )
        )
    counts = (
        f"{row.answered}／{row.invited}団体　{row.cases}件"
        if row.cases
        else f"{row.answered}／{row.invited}団体"
    )
    return [*marks, svg.text(x + width, y + 3.7, counts, size_pt=8, anchor="end", bold=bool(row.cases))]


def _legend() -> list[str]:
    marks = []
    for x, label, fill, stroke in (
        (0.0, "事例を載せた", svg.YELLOW, svg.INK), (28.0, "回答した", svg.BLUE, ""), (50.0, "回答なし", svg.WHITE, "#666666"),
    ):  # fmt: skip
        marks += [
            svg.rect(x, 1, 2.6, 2.6, line=0.25, fill=fill, stroke=stroke),
            svg.text(x + 4.4, 3.3, label, size_pt=8),
        ]
    return [*marks, svg.text(WIDTH, 3.3, "数字は回答した団体／案内した団体", size_pt=8, anchor="end")]


def _words(row: AreaFigures) -> str:
    if not row.invited:
        return f"{row.name}は案内なし"
    return f"{row.name}は{row.invited}団体のうち{row.answered}団体が回答し事例{row.cases}件"
