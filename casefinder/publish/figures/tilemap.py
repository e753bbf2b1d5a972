"""The tile map: areas in their places, a square an organisation, who acts everywhere under the map."""

from casefinder.publish.content import AreaFigures, CampaignFigures, Words
from casefinder.publish.figures import svg

TILE, PITCH = 27.5, 28.9
SQUARE, STEP, IN_ROW, ROWS = 2.3, 2.95, 8, 3


def tile_map(campaign: CampaignFigures, words: Words) -> str:
    """Draw the map, 172 x 143 mm; every value is in the title and directly beside its mark."""
    marks = [m for area in campaign.regions for m in _tile(area, *(area.tile or (0, 0)), area.short_name)]
    marks += _legend(words)
    if everywhere := everywhere_of(campaign, words):
        marks += _everywhere(everywhere, words)
    return svg.figure(172, 143.1, _title(campaign, words), marks, box="-.2 -.2 172.4 143.5")


def everywhere_of(campaign: CampaignFigures, words: Words) -> AreaFigures | None:
    """Return the figures of those who act in all of the prefecture."""
    return next((area for area in campaign.areas if not area.code and area.name == words.whole), None)


def _tile(area: AreaFigures, column: int, row: int, name: str) -> list[str]:
    x, y = column * PITCH, row * PITCH
    printed = area.cases
    marks = [
        svg.rect(
            x,
            y,
            TILE,
            TILE,
            fill=svg.PALE if printed else svg.WHITE,
            stroke=svg.INK if printed else "#666666",
            dashed=not printed,
        ),
        svg.text(x + 2, y + 5, name, size_pt=9.5, fill=svg.INK, bold=True),
        svg.text(
            x + 25.5,
            y + 5,
            f"{printed}件" if printed else "空白",
            size_pt=8,
            bold=bool(printed),
            anchor="end",
        ),
    ]
    if not area.invited:
        return [*marks, svg.text(x + 2, y + 14, "案内なし", size_pt=8, fill=svg.QUIET)]
    return [*marks, *_answered(area, x, y), *_squares(area, x + 2, y + 17.6)]


def _answered(area: AreaFigures, x: float, y: float) -> list[str]:
    return [
        svg.text(
            x + 2,
            y + 14.2,
            str(area.answered),
            size_pt=21,
            fill=svg.INK,
            bold=True,
            unit=f"／{area.invited}",
            unit_pt=10,
        )
    ]


def _squares(area: AreaFigures, x: float, y: float) -> list[str]:
    """Squares in rows of 8, or smaller ones in rows of 11 where many were invited."""
    in_row, step, size = (IN_ROW, STEP, SQUARE) if area.invited <= IN_ROW * ROWS else (11, 2.15, 1.7)
    marks = []
    for i in range(min(area.invited, in_row * 4)):
        at = (x + step * (i % in_row), y + step * (i // in_row), size, size)
        if i < area.cases:
            marks.append(svg.rect(*at, fill=svg.YELLOW, stroke=svg.INK, line=0.25))
        elif i < area.answered:
            marks.append(svg.rect(*at, fill=svg.BLUE))
        else:
            marks.append(svg.rect(*at, fill=svg.WHITE, stroke="#666666", line=0.25))
    return marks


def _legend(words: Words) -> list[str]:
    rows = (
        (8.0, "事例を載せた", svg.YELLOW, svg.INK),
        (13.2, "回答した", svg.BLUE, ""),
        (18.4, "回答なし", svg.WHITE, "#666666"),
    )
    marks = [svg.text(0, 4, "四角1つが1団体", size_pt=8.5, fill=svg.INK, bold=True)]
    for y, label, fill, stroke in rows:
        square = svg.rect(0, y, 2.6, 2.6, line=0.25, fill=fill, stroke=stroke)
        marks += [square, svg.text(4.4, y + 2.3, label, size_pt=8)]
    return [
        *marks,
        svg.text(0, 28.4, "大きな数字は回答した団体／案内した団体", size_pt=8.5, fill=svg.INK, bold=True),
        '<line x1="0" y1="33" x2="8" y2="33" stroke="#666666" stroke-width="0.3" stroke-dasharray="1.2 0.9"/>',
        svg.text(10, 34, f"破線の枠：事例のない{area_short(words)}", size_pt=8),
    ]


def _everywhere(area: AreaFigures, words: Words) -> list[str]:
    """A wide tile under the map, at its right."""
    x, y, width = 3 * PITCH, 4 * PITCH, 2 * PITCH + TILE
    printed = bool(area.cases)
    fill, stroke = (svg.PALE, svg.INK) if printed else (svg.WHITE, "#666666")
    marks = [
        svg.rect(x, y + TILE - 22, width, 22, dashed=not printed, fill=fill, stroke=stroke),
        svg.text(x + 2, y + 10.5, words.whole, size_pt=9.5, fill=svg.INK, bold=True),
        svg.text(x + 5 + 3.5 * len(words.whole), y + 10.5, f"{words.within}全域で活動する団体", size_pt=8),
        svg.text(
            x + width - 2,
            y + 10.5,
            f"{area.cases}件" if printed else "空白",
            size_pt=8,
            bold=printed,
            anchor="end",
        ),
    ]
    if not area.invited:
        return marks
    return [*marks, *_answered(area, x, y + 5.6), *_squares(area, x + 26, y + 14.4)]


def _title(campaign: CampaignFigures, words: Words) -> str:
    parts = [
        _row_words(area.short_name, area) if area.invited else f"{area.short_name}は案内なし"
        for area in campaign.areas
    ]
    head = f"{len(campaign.regions)}の{words.region}ごとに、案内した団体、回答した団体、載せた事例の数を、位置に合わせて並べた図。"
    return head + "、".join(parts) + "。"


def area_short(words: Words) -> str:
    """Return what one area is called for short: 局 for 振興局."""
    return "局" if words.region.endswith("局") else words.region


def _row_words(name: str, row: AreaFigures) -> str:
    return f"{name}は{row.invited}団体のうち{row.answered}団体が回答し事例{row.cases}件"
