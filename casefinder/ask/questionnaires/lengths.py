"""How long a text is on the printed page, in full-width characters."""

import math
import unicodedata

_WIDE = frozenset("WFA")


class _Widths(dict[str, float]):
    """Width of each character, looked up in Unicode's tables once."""

    def __missing__(self, char: str) -> float:
        wide = unicodedata.east_asian_width(char) in _WIDE
        self[char] = width = 0.0 if char in "\r\n" else 1.0 if wide else 0.5
        return width


_WIDTHS = _Widths()


def text_length(text: str) -> float:
    """Return the length as the printed page counts it.

    East Asian wide, full-width and ambiguous characters count 1, others 0.5, a line break 0.
    """
    return sum(map(_WIDTHS.__getitem__, text))


def characters_over(text: str, limit: int) -> int:
    """Return by how many full-width characters a text is too long, rounded up; 0 when it fits."""
    return 0 if len(text) <= limit else max(0, math.ceil(text_length(text) - limit))


def characters_left(text: str, limit: int) -> int:
    """Return how many full-width characters still fit, rounded down; 0 when it is full or over."""
    return max(0, math.floor(limit - text_length(text)))


def as_typed(text: str) -> str:
    """Return free text as typed; only CR LF (and a lone CR) becomes LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
