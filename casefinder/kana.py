"""Hiragana and katakana, turned into each other. Width is left as it is: NFKC comes first where it matters."""

_STEP = ord("ァ") - ord("ぁ")
_TO_HIRAGANA = {code: code - _STEP for code in range(ord("ァ"), ord("ヶ") + 1)}
_TO_KATAKANA = {code - _STEP: code for code in _TO_HIRAGANA}


def hiragana(text: str) -> str:
    """Return katakana as hiragana, the spelling in which readings are stored and sorted."""
    return text.translate(_TO_HIRAGANA)


def katakana(text: str) -> str:
    """Return hiragana as katakana, the spelling that open data uses for readings."""
    return text.translate(_TO_KATAKANA)


def is_kana(character: str) -> bool:
    """Say whether a character is a kana or the mark of a long vowel."""
    return ord(character) in _TO_HIRAGANA or ord(character) in _TO_KATAKANA or character == "ー"
