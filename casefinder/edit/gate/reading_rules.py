"""A text as it counts when it is compared, with the way back to the text as it stands."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from casefinder.notations.plain import one_dash, without_unseen

_OLD_DIGITS = str.maketrans(
    "零壱弌壹弐貳弍貮参參弎肆伍陸柒漆捌玖拾廿阡仟陌佰萬圓",
    "〇一一一二二二二三三三四五六七七八九十十千千百百万円",
)
_KANJI_DIGITS = {kanji: str(digit) for digit, kanji in enumerate("〇一二三四五六七八九")}
_NUMERAL = "0-9〇一二三四五六七八九十百千万億兆"
_OLD = re.compile(
    rf"(?<=[{_NUMERAL}])[零壱弌壹弐貳弍貮参參弎肆伍陸柒漆捌玖拾廿阡仟陌佰萬圓]|[零壱弌壹弐貳弍貮参參弎肆伍陸柒漆捌玖拾廿阡仟陌佰萬圓](?=[{_NUMERAL}円])"
)
_POSITIONAL = re.compile(r"[〇一二三四五六七八九]{2,}")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]")  # behind one 「ー」 is no dash
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Seen:
    """A text in one width, without what nobody sees; white space stays as one space, between two digits only.

    `at[i]` is where character i stood.
    """

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the text as it stands behind characters `start` to `end` (exclusive)."""
        return self.at[start], self.at[end - 1] + 1


@lru_cache(maxsize=4096)
def seen(text: str) -> Seen:
    """Return a text as it counts: NFKC, digits of every kind as ASCII ones, hardly any white space, one dash."""
    chars: list[str] = []
    at: list[int] = []
    was_space = False
    for place, char in enumerate(text):
        for each in unicodedata.normalize("NFKC", without_unseen(char)):
            if each.isspace():
                was_space = True
                continue
            if was_space and chars and chars[-1].isdigit() and each.isdigit():
                chars.append(" ")
                at.append(place)
            chars.append(each if chars and _KANA.match(chars[-1]) else one_dash(each))
            at.append(place)
            was_space = False
    return Seen(_one_kind_of_digits("".join(chars)), tuple(at))


def _one_kind_of_digits(text: str) -> str:
    """Return old and positional kanji digits as common ones, each in its place: 参千八百 → 三千八百, 三八五〇 → 3850."""
    while (common := _OLD.sub(lambda found: found[0].translate(_OLD_DIGITS), text)) != text:
        text = common
    return _POSITIONAL.sub(lambda found: "".join(_KANJI_DIGITS[each] for each in found[0]), text)


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Return a text as it reads whatever its marks: letters, digits and kana only, in small letters."""
    return _MARKS.sub("", seen(text).text).casefold()
