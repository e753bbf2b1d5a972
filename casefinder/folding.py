"""The folded copy that searching compares: what differs only in how it was typed is the same; pure.

Width, case, hiragana and katakana, 異体字 (髙 and 高), variation selectors, punctuation and white space do not count. Text
and query are folded alike, and every character of the copy knows where it came from.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

VARIANTS = Path(__file__).with_name("folding_variants.txt")
CELL_BREAK = "\u2029"  # between the cells of a table, in a text that holds several
BREAK = "\n"  # the same in the folded copy; no word goes across it
LONG = "ー"
_VOICE_MARKS = {"\uff9e": "\u3099", "\uff9f": "\u309a", "\u309b": "\u3099", "\u309c": "\u309a"}
_DASHES = frozenset("-‐‑‒–—―−─")
_KEPT_MARKS = frozenset("%‰&@#§※")  # the only punctuation that counts
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po"})
_FIRST_OUTSIDE_TEXT = "\U000f0000"  # planes of private use; the index marks word forms with one of them


@dataclass(frozen=True)
class Folded:
    """A folded copy of a text: `text[i]` came from the code points `starts[i]` to `ends[i]` of the text as typed."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def typed_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the folded copy stands in the text as typed (half-open)."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Return the folded copy of a text, with the way back."""
    clusters = list(_clusters(text))
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for number, (at, cluster) in enumerate(clusters):
        folded = _folded(cluster)
        if folded is None:
            before = clusters[number - 1][1] if number else ""
            after = clusters[number + 1][1] if number + 1 < len(clusters) else ""
            folded = _mark_between(cluster, before, after)
        for character in folded:
            characters.append(character)
            starts.append(at)
            ends.append(at + len(cluster))
    return Folded("".join(characters), tuple(starts), tuple(ends))


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Yield each character with the marks that belong to it: か and its ゛, 葛 and its variation selector."""
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and _is_mark(text[end]):
            end += 1
        yield at, text[at:end]
        at = end


def _is_mark(character: str) -> bool:
    return character > "\u02ff" and (
        character in _VOICE_MARKS or unicodedata.category(character) in ("Mn", "Mc", "Me")
    )


@cache
def _variants() -> Mapping[str, str]:
    """Return 異体字 → the form that stands for all of them."""
    lines = VARIANTS.read_text(encoding="utf-8").splitlines()
    groups = (group for line in lines if not line.startswith("#") for group in line.split())
    return {other: group[0] for group in groups for other in group[1:]}


@lru_cache(maxsize=1 << 16)
def _folded(cluster: str) -> str | None:
    """Return what a cluster becomes; None for a mark whose neighbours decide."""
    if cluster == CELL_BREAK:
        return BREAK
    normal = _normal(cluster)
    if len(normal) == 1 and (normal in _DASHES or normal in ".:/~〜"):
        return None
    return "".join(_letter(character) for character in normal if _counts(character))


def _normal(cluster: str) -> str:
    """Return NFKC in lower case; a voice mark joins its kana in whatever width it was typed."""
    bare = "".join(_VOICE_MARKS.get(c, c) for c in cluster if not _is_selector(c))
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", bare).casefold())


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _counts(character: str) -> bool:
    if character in _KEPT_MARKS:
        return True
    return (
        character < _FIRST_OUTSIDE_TEXT
        and character != "~"
        and unicodedata.category(character) not in _DROPPED
    )


def _letter(character: str) -> str:
    """Return hiragana for katakana, the common form of a 異体字, the character itself otherwise."""
    if "ァ" <= character <= "ヴ" or character in "ヽヾ":
        return chr(ord(character) - 0x60)
    if character in "ヵヶ":
        return "か" if character == "ヵ" else "け"
    return _variants().get(character, character)


def _mark_between(cluster: str, before: str, after: str) -> str:
    """Return a mark as it counts between two characters; at an edge it never counts.

    So what is cut out of a text folds to a part of the text's copy. A single dash between katakana and kana is a long
    vowel (サ‐バ); a single mark between two figures is part of a number (1.5, 10〜20).
    """
    mark = _normal(cluster)
    left, right = _normal(before)[-1:], _normal(after)[:1]
    if left.isdigit() and right.isdigit():
        return "-" if mark in _DASHES else "〜" if mark in "~〜" else mark
    return LONG if mark in _DASHES and _is_katakana(left) and _is_kana(right) else ""


def _is_katakana(character: str) -> bool:
    return "ァ" <= character <= "ヶ" or character == LONG


def _is_kana(character: str) -> bool:
    return "ぁ" <= character <= "ゔ" or _is_katakana(character)
