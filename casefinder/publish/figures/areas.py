"""The 14 sub-prefectures of Hokkaido: short names, place in the tile map, order in the cover."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """A sub-prefecture: column and row of its tile; `reading` in hiragana."""

    code: str
    short: str
    column: int
    row: int
    municipalities: int


TABLE_ORDER = (
    Area("01420", "空知", 2, 2, 24),
    Area("01300", "石狩", 1, 2, 8),
    Area("01390", "後志", 0, 3, 20),
    Area("01570", "胆振", 1, 3, 11),
    Area("01600", "日高", 2, 3, 7),
    Area("01330", "渡島", 1, 4, 11),
    Area("01360", "檜山", 0, 4, 7),
    Area("01450", "上川", 3, 1, 23),
    Area("01480", "留萌", 2, 1, 8),
    Area("01510", "宗谷", 3, 0, 10),
    Area("01540", "オホーツク", 4, 1, 18),
    Area("01630", "十勝", 3, 2, 19),
    Area("01660", "釧路", 4, 2, 8),
    Area("01690", "根室", 5, 2, 5),
)
NEAR_TO_FAR = (
    "01330",
    "01360",
    "01570",
    "01600",
    "01390",
    "01300",
    "01420",
    "01630",
    "01660",
    "01690",
    "01450",
    "01480",
    "01540",
    "01510",
)


def short_name(code: str, name: str = "") -> str:
    """Return the name without 総合振興局 or 振興局; 全道 for those that act everywhere."""
    for area in TABLE_ORDER:
        if area.code == code:
            return area.short
    return name.removesuffix("総合振興局").removesuffix("振興局") or "全道"


FULL_NAMES = {
    "01420": "空知総合振興局",
    "01300": "石狩振興局",
    "01390": "後志総合振興局",
    "01570": "胆振総合振興局",
    "01600": "日高振興局",
    "01330": "渡島総合振興局",
    "01360": "檜山振興局",
    "01450": "上川総合振興局",
    "01480": "留萌振興局",
    "01510": "宗谷総合振興局",
    "01540": "オホーツク総合振興局",
    "01630": "十勝総合振興局",
    "01660": "釧路総合振興局",
    "01690": "根室振興局",
}


def code_of(name: str) -> str:
    """Return the code of a sub-prefecture by its full name; empty for 全道 and unknown ones."""
    return next((code for code, full in FULL_NAMES.items() if full == name), "")
