"""A normalised copy of a text that remembers where each of its characters came from."""

import unicodedata
from dataclasses import dataclass

_HALF_CHARACTER = "\ufffd"
_COMBINING = {"\uff9e", "\uff9f", "\u3099", "\u309a"}
_VARIANTS = str.maketrans("髙𠮷﨑𣘺𡈽靍槗栁桒濵嶌𣳾𠮟𠀋曻圡", "高吉崎橋土鶴橋柳桑浜島泰叱丈昇土")
"""Forms of characters that no dictionary knows, and those it knows; others (濱, 澤) stay as they are."""


@dataclass(frozen=True)
class NormalText:
    """NFKC copy of a text, line breaks left out, with the way back to the text as given.

    `starts[i]` and `ends[i]` are the code-point span in the given text that made normal character `i`.
    """

    normal: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def to_given(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the given text behind the normal characters `start` to `end` (exclusive)."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]


def normalise(text: str, offset: int = 0) -> NormalText:
    """Return the NFKC copy of `text`; half-width kana and their voice marks become one character.

    A line break and the indent after it are left out, so a word broken over two lines is whole again.

    Args:
        text: Any part of an answer.
        offset: Where that part begins in the answer; the spans count from the answer's start.
    """
    normal: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(text):
        begin = position
        position += 1
        if text[begin] in "\r\n":
            while position < len(text) and text[position] in "\r\n \t\u3000":
                position += 1
            continue
        while position < len(text) and (text[position] in _COMBINING or _is_selector(text[position])):
            position += 1
        shown = "".join(letter for letter in text[begin:position] if not _is_selector(letter))
        piece = unicodedata.normalize("NFKC", shown).translate(_VARIANTS)
        for character in _HALF_CHARACTER if "\ud800" <= piece[:1] <= "\udfff" else piece:
            normal.append(character)
            starts.append(offset + begin)
            ends.append(offset + position)
    return NormalText("".join(normal), tuple(starts), tuple(ends))


def _is_selector(letter: str) -> bool:
    """Tell whether a character only says which form of the one before it is meant (葛 with 󠄀)."""
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"
