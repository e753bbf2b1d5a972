"""Amounts in Japanese text: 1,400円, 三百万, 5万8千人, 2割弱, ゼロ; told apart from dates and rates of aid."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_KANJI = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "億": 100_000_000}
_UNITS = (
    "人時|人日|時間半|時間|ポイント|か月半|か月|ヶ月|カ月|ケ月|箇月|市町村|週間|日間|年間|平方メートル|立方メートル|キロメートル|メートル|センチ|キログラム|キロワット|世帯|団体"
    "|か所|カ所|ヶ所|箇所|教科|科目|種類|往復|件|枚|人|名|回|円|%|割|倍|点|分|秒|日|箱|台|本|便|戸|店|校|軒|社|種|棟|組|頭|羽|尾|個|冊|通|文字|行|度|歩|ページ|キロ|トン"
    "|kWh|km|kg|ha|cm|mm|m|t|L|g|a|反|町歩|つ|項目|様式|係|課|拠点|路線|区画|区|村|町|市|施設|機関|事業所|例|台帳|席|室|床|分の1|の係|の課|の(?=医療機関|施設|団体|市町村)"
)
_NUMBER = r"(?:[0-9][0-9,]*(?:\.[0-9]+)?(?:[億万千百](?:[0-9][0-9,]*(?:\.[0-9]+)?)?)*|[〇一二三四五六七八九十百千][〇一二三四五六七八九十百千万億]*)"
_ABOUT_BEFORE = "約|およそ|おおよそ|おおむね|概ね|ほぼ|わずか|延べ|のべ|平均して|平均|最大で?|最長|最短|計|合計|合わせて|全体の|全職員の|実に"
_ABOUT_AFTER = "ちょっと|前後|程度|ほど|近く|くらい|ぐらい|あまり|余り|以上|以下|未満|弱|強|余|超え?|台"
QUANTITY = re.compile(
    rf"(?P<before>(?:{_ABOUT_BEFORE})*)(?:(?P<number>{_NUMBER})(?P<unit>{_UNITS})(?P<per>目)?(?P<after>(?:{_ABOUT_AFTER})*)|(?P<zero>ゼロ件?|皆無|即日|半分))"
)
_CALENDAR = re.compile(
    r"(?:明治|大正|昭和|平成|令和|西暦)\s*(?:元|[0-9〇一二三四五六七八九十]+)年度?(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?"
    r"|(?:19|20)[0-9]{2}(?:年度?(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|/[0-9]{1,2})|[0-9]{1,2}月[0-9]{1,2}日|[0-9〇一二三四五六七八九十]+分の[0-9〇一二三四五六七八九十]+|[0-9]/[0-9]+"
    r"|第[0-9一二三四五六七八九十]+[^\s、。]|[一二三]歩(?!計)|[一二]人(?=の|が|で|だけ|きり|[0-9一]台)|一台ずつ|お?[一二]人[一ひ]|お一人|一人[当あ前息]|一つ増え|一人一人|一つ一つ|一つずつ|一気|一度に|一番|一部|一方|一般|一切|一緒|一体|一定|一式|十分に|二重|万一|千歳|三者|四者|一手"
)
_MINUTES = {"秒": 1 / 60, "分": 1.0, "時間": 60.0}
_DAYS = {"日": 1.0, "日間": 1.0, "週間": 7.0}


@dataclass(frozen=True)
class Quantity:
    """One amount: `start` and `end` in the normalised text, `unit` as written, `is_about` when hedged."""

    start: int
    end: int
    value: float
    unit: str
    is_about: bool

    def in_unit(self, unit: str) -> float | None:
        """Return the value in another unit of time, or None when it cannot be told."""
        if unit == self.unit or not self.unit:
            return self.value
        for scale in (_MINUTES, _DAYS):
            if unit in scale and self.unit in scale:
                return round(self.value * scale[self.unit] / scale[unit], 4)
        return None


def quantities(normal: str) -> Iterator[Quantity]:
    """Yield the amounts of a normalised text; years, dates, ordinals and fractions of aid are passed over."""
    taken = [match.span() for match in _CALENDAR.finditer(normal)]
    for match in QUANTITY.finditer(normal):
        core = match.start("number") if match["number"] else match.start("zero")
        if match["per"] or any(start <= core < end for start, end in taken):
            continue
        if core and (
            normal[core - 1] in "第数" or (normal[core - 1].isascii() and normal[core - 1].isalnum())
        ):
            continue
        yield _quantity(match)


def _quantity(match: re.Match[str]) -> Quantity:
    hedged = bool(re.search("約|およそ|おおよそ|おおむね|概ね|ほぼ", match["before"] or "")) or bool(
        re.search("ちょっと|前後|程度|ほど|近く|くらい|ぐらい|あまり|余|弱|強", match["after"] or "")
    )
    if match["zero"]:
        value, unit = (50.0, "%") if match["zero"] == "半分" else (0.0, "")
        return Quantity(match.start(), match.end(), value, unit, False)
    value, unit = number_value(match["number"]), match["unit"].removeprefix("の")
    if unit.endswith("半"):
        value, unit = value + 0.5, unit[:-1]
    return Quantity(match.start(), match.end(), value, unit, hedged)


def number_value(written: str) -> float:
    """Return the value of a number in digits, in kanji or in both (2億3千万, 5万8千, 四百)."""
    total = part = 0.0
    current: float | None = None
    for piece in re.findall(r"[0-9][0-9,]*(?:\.[0-9]+)?|.", written):
        if piece[0].isdigit() and piece[0].isascii():
            current = float(piece.replace(",", ""))
        elif piece in _KANJI:
            current = (current or 0) * 10 + _KANJI[piece] if current is not None else _KANJI[piece]
        elif piece in _SMALL:
            part += (1 if current is None else current) * _SMALL[piece]
            current = None
        elif piece in _LARGE:
            part += current or 0
            total += (part or 1) * _LARGE[piece]
            part, current = 0.0, None
    return total + part + (current or 0)
