"""Numbers as people write them: with thousands marks, with 万 and 億 between the digits, with 十二 and 三百."""

import re
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,6})?")
_KANJI = {kanji: digit for digit, kanji in enumerate("〇一二三四五六七八九")}
_SMALL = {"十": 10, "百": 100, "千": 1_000}
_LARGE = {"万": 10_000, "億": 100_000_000, "兆": 1_000_000_000_000}


@dataclass(frozen=True)
class Numeral:
    """A number at the beginning of a text, and what comes after it.

    Attributes:
        value: What it is worth.
        digits: The digits as written, when there is one run of them: 3 in 3万.
        marks: All marks in order: 億万.
        rest: The text behind it.
    """

    value: Decimal
    digits: Decimal | None
    marks: str
    rest: str


@dataclass(frozen=True)
class _Part:
    """Digits and the small mark behind them: 12, 3百, 千."""

    digits: Decimal
    small: int
    mark: str
    end: int

    @property
    def value(self) -> Decimal:
        return self.digits * self.small


def read_numeral(text: str) -> Numeral | None:
    """Return the number that a text begins with; None when there is none, or when it cannot be read in one way.

    Its parts grow smaller from left to right and do not reach into each other: 1億2,000万 is a number, 1万20000 is none.
    """
    total, below, at, marks = Decimal(0), Decimal("Infinity"), 0, ""
    parts: list[_Part] = []
    while below > 1 and (section := _section(text, at)):
        parts += section
        at, value = section[-1].end, sum((part.value for part in section), Decimal(0))
        large = text[at : at + 1]
        worth = value * _LARGE.get(large, 1)
        if worth >= below:
            return None
        total, marks = total + worth, marks + "".join(part.mark for part in section)
        below = Decimal(_LARGE.get(large, 1))
        if large in _LARGE:
            at, marks = at + 1, marks + large
    if not parts or (len(parts) > 1 and any(part.digits % 1 for part in parts)):
        return None
    return Numeral(total, parts[0].digits if len(parts) == 1 else None, marks, text[at:])


def _section(text: str, at: int) -> list[_Part]:
    """Return what stands before one large mark: 2,000, 3千5百, 十二; nothing when it is no number."""
    parts: list[_Part] = []
    while (part := _part(text, parts[-1].end if parts else at)) is not None:
        if parts and (part.value >= parts[-1].small or parts[0].digits >= 10):
            return []
        parts.append(part)
        if part.small == 1:
            break
    is_unit_alone = len(parts) == 1 and text[at] in "百千"
    return [] if is_unit_alone else parts


def _part(text: str, at: int) -> _Part | None:
    digits: Decimal | None = None
    if found := _DIGITS.match(text, at):
        digits, at = Decimal(found[0].replace(",", "")), found.end()
    elif (kanji := text[at : at + 1]) in _KANJI:
        digits, at = Decimal(_KANJI[kanji]), at + 1
    mark = text[at : at + 1]
    if mark in _SMALL:
        return _Part(Decimal(1) if digits is None else digits, _SMALL[mark], mark, at + 1)
    return None if digits is None else _Part(digits, 1, "", at)
