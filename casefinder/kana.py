"""Hiragana and katakana, turned into each other; kana of one width and in one piece."""

import re
import unicodedata

_STEP = ord("ァ") - ord("ぁ")
_TO_HIRAGANA = {code: code - _STEP for code in range(ord("ァ"), ord("ヶ") + 1)}
_TO_KATAKANA = {code - _STEP: code for code in _TO_HIRAGANA}
_HALF_WIDTH = re.compile(r"[\uff61-\uff9f]+")
_WITH_MARKS = re.compile(r"[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+")


def hiragana(text: str) -> str:
    """Return katakana as hiragana, the spelling in which readings are stored and sorted."""
    return text.translate(_TO_HIRAGANA)


def katakana(text: str) -> str:
    """Return hiragana as katakana, the spelling that open data uses for readings."""
    return text.translate(_TO_KATAKANA)


def is_kana(character: str) -> bool:
    """Say whether a character is a kana or the mark of a long vowel."""
    return ord(character) in _TO_HIRAGANA or ord(character) in _TO_KATAKANA or character == "ー"


def whole_kana(text: str) -> str:
    """Return a text with ﾃﾞ and テ゛ as デ: half-width kana in full width, letters and their marks in one piece.

    Other characters stay as written: NFC would turn 神 of one shape into 神 of another.
    """
    wide = _HALF_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _WITH_MARKS.sub(lambda found: unicodedata.normalize("NFC", found[0]), wide)
