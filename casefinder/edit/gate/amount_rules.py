"""Amounts in running text, and whether one of them is an amount that is locked, however it is written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from casefinder.edit.gate.reading_rules import Seen, seen
from casefinder.notations.numerals import read_numeral
from casefinder.notations.units import unit_of

MONEY = "money"
BARE = ""  # a number without a unit
_NEAR = Decimal("0.05")  # so far may lie what is only about an amount
_LEAST_TELLING = 10  # what is smaller stands everywhere
_LEAST_IN_TEXT = 100
_LEAST_DIGITS = 3  # of a bare number
_SCALES = tuple(Decimal(each) for each in (1, 1_000, 10_000, 1_000_000, 100_000_000))
_NUMBER = re.compile(r"[0-9一二三四五六七八九十百千][0-9〇一二三四五六七八九十百千万億兆,.、・ ]*")
_THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3}(?:[,、・ ][0-9]{3})+(?![0-9])")
_CURRENCY = re.compile(r"(?:¥|\\|JPY|金)$", re.IGNORECASE)
_YEN = re.compile(r"円|yen|JPY", re.IGNORECASE)
_ENGLISH = re.compile(r"(thousand|million|billion)(?:yen|JPY|円)?", re.IGNORECASE)
_ENGLISH_WORTH = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_COUNTER = re.compile(
    r"(?:年度?|月|日|時間?|分|秒|歳|倍|割|%|パーセント|人|名|件|世帯|戸|台|回|社|枚|か所|ヶ所|カ所|箇所|頭|店|冊|ページ|頁|校|便|路線|泊"
    r"|票|通|個|点|棟|週間?|か月|ヶ月|カ月|市町村|町村?|市|村|条|項|号|番|位|km|m|kg|t|ha|[a-zA-Z]{1,4})"
)
_ABOUT_BEFORE = re.compile(r"(?:約|およそ|おおよそ|概ね|おおむね|ほぼ|ざっと|だいたい)$")
_ABOUT_AFTER = re.compile(
    r"程度|ほど|前後|余り?|あまり|強|弱|くらい|ぐらい|超|近く|を超え|を上回|を下回|に迫|弱め|強め|台|規模|相当"
)
_MONTHLY = re.compile(r"(?:月額|毎月|月々|月に?|か月(?:あたり|当たり)?|ひと月)(?:約|およそ|平均)?$")
_SHOWN_AS_DATE = re.compile(r"[-/:~][0-9]|[0-9][-/:~]")


@dataclass(frozen=True)
class Told:
    """An amount in a text: its span as it stands, how much of what, and whether it is only about that much."""

    start: int
    end: int
    number: Decimal
    kind: str  # MONEY, a kind of unit, a counter as written, or BARE
    is_about: bool = False
    step: Decimal = Decimal(0)  # 3千万円台 reaches so far
    is_monthly: bool = False


@dataclass(frozen=True)
class LockedAmount:
    """An amount that may not be printed: how much of what, the answer that tells it, and how it stands there."""

    number: Decimal
    kind: str
    key: str
    shown: str


@lru_cache(maxsize=4096)
def amounts_in(text: str) -> tuple[Told, ...]:
    """Return the amounts that a text tells, in its order, in whatever notation."""
    return tuple(_amounts(seen(text)))


def _amounts(told: Seen) -> Iterator[Told]:
    for found in _NUMBER.finditer(told.text):
        start = found.start()
        while start < found.end():
            one = _one(told, start)
            if one is None:
                start += 1
                continue
            yield one[0]
            start = one[1]


def _one(told: Seen, start: int) -> tuple[Told, int] | None:
    """Return the amount that begins at a character, and where it ends; None when none does."""
    text = told.text
    if text[start] not in "0123456789一二三四五六七八九十百千" or (start and _goes_on(text, start)):
        return None
    own = _with_plain_thousands(text, start)
    numeral = read_numeral(own)
    if numeral is None:
        return None
    used = len(own) - len(numeral.rest)
    end = start + used
    kind, length, worth = _unit(text, start, end, bool(numeral.marks))
    before, after = text[max(0, start - 5) : start], text[end + length : end + length + 4]
    is_about = bool(_ABOUT_BEFORE.search(_CURRENCY.sub("", before)) or _ABOUT_AFTER.match(after))
    number = numeral.value * worth
    step = _step(number) if after.startswith("台") else Decimal(0)
    behind = end + length
    is_monthly = bool(_MONTHLY.search(_CURRENCY.sub("", before)))
    return Told(*told.span(start, behind), number, kind, is_about, step, is_monthly), behind


def _goes_on(text: str, start: int) -> bool:
    """Say whether a digit stands before, so that this is the middle of a number."""
    return text[start - 1].isdigit() or (text[start - 1] in ",." and start > 1 and text[start - 2].isdigit())


def _with_plain_thousands(text: str, start: int) -> str:
    """Return the text from a character on, its first number with commas only where thousands are marked otherwise."""
    rest = text[start : start + 40]
    found = _THOUSANDS.match(text, start)
    if found is None:
        return rest
    return re.sub(r"[、・ ]", ",", found[0]) + rest[len(found[0]) :]


def _unit(text: str, start: int, end: int, is_marked: bool) -> tuple[str, int, Decimal]:
    """Return what the number is of, how many characters say so, and what one is worth."""
    one = Decimal(1)
    if found := _ENGLISH.match(text, end):
        return MONEY, len(found[0]), Decimal(_ENGLISH_WORTH[found[1].lower()])
    if found := _YEN.match(text, end):
        return MONEY, len(found[0]), one
    if _CURRENCY.search(text[:start]):
        return MONEY, 0, one
    for length in range(min(8, len(text) - end), 0, -1):
        unit = unit_of(text[end : end + length])
        if unit is not None:
            return unit.kind, length, unit.worth
    if found := _COUNTER.match(text, end):
        return found[0], len(found[0]), one
    if _SHOWN_AS_DATE.search(text[max(0, start - 2) : end + 2]):
        return "date", 0, one
    return (MONEY if is_marked else BARE), 0, one


def _step(number: Decimal) -> Decimal:
    """Return how far 台 reaches: 3,000万円台 up to 4,000万円."""
    return Decimal(10) ** number.normalize().adjusted() if number else Decimal(0)


def is_telling(amount: LockedAmount, *, is_asked: bool) -> bool:
    """Say whether an amount is large enough that its like in a case is no chance.

    Args:
        amount: What is locked.
        is_asked: Whether a question asked for just this number; else it stands in a text.
    """
    if amount.kind == MONEY:
        return amount.number >= _LEAST_TELLING
    return amount.number >= (_LEAST_TELLING if is_asked else _LEAST_IN_TEXT)


def is_same(told: Told, locked: LockedAmount) -> bool:
    """Say whether an amount in a case is, or is about, one that is locked."""
    if told.kind == BARE:
        return _digits(told.number) >= _LEAST_DIGITS and any(
            told.number * scale == locked.number
            for scale in (_SCALES if locked.kind == MONEY else (Decimal(1),))
        )
    if told.kind != locked.kind:
        return False
    if told.step and told.number <= locked.number < told.number + told.step:
        return True
    numbers = (told.number, told.number * 12) if told.is_monthly else (told.number,)
    near = locked.number * _NEAR if told.is_about else Decimal(0)
    return any(abs(each - locked.number) <= near or _is_rounded(each, locked.number) for each in numbers)


def _is_rounded(number: Decimal, exact: Decimal) -> bool:
    """Say whether a number is an exact one, rounded or cut to fewer digits, but to two at least."""
    digits = _digits(number)
    if not 2 <= digits < _digits(exact):
        return False
    unit = Decimal(10) ** (exact.adjusted() - digits + 1)
    return number in (exact // unit * unit, (exact / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit)


def _digits(number: Decimal) -> int:
    return len(number.normalize().as_tuple().digits)
