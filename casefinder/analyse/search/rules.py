"""How answers and what is looked for are compared: one normal copy with a map back to the text as typed; pure."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

MAX_QUERY_CHARS = 200
MAX_WORDS = 8
SNIPPET_BEFORE = 28
SNIPPET_CHARS = 96
END = "\n"  # stands after the last character, so that every character begins a bigram
WORD_MARK = "\x01"  # begins a term that is a word's normal form
_VOICED = "\uff9e\uff9f\u3099\u309a"
_QUOTED = re.compile(r'["“”＂]([^"“”＂]*)["“”＂]|「([^「」]*)」|(\S+)')


@dataclass(frozen=True)
class Normal:
    """A normal copy of a text: `text[i]` came from the code points `starts[i]` to `ends[i]` of the text as typed."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def typed_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the normal copy stands in the text as typed (half-open)."""
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> Normal:
    """Return the copy that searching compares: NFKC, lower case, without white space."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, cluster in _clusters(text):
        for character in unicodedata.normalize("NFKC", cluster).casefold():
            if character.isprintable() and not character.isspace():
                characters.append(character)
                starts.append(at)
                ends.append(at + len(cluster))
    return Normal("".join(characters), tuple(starts), tuple(ends))


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and text[end] in _VOICED:
            end += 1
        yield at, text[at:end]
        at = end


def bigrams(normal: str) -> set[str]:
    """Return the pairs of neighbouring characters; the last character is paired with `END`."""
    return {a + b for a, b in pairwise(normal + END)} if normal else set()


@dataclass(frozen=True)
class Word:
    """One thing looked for: its normal copy, as typed, and whether it was quoted (then only literally)."""

    normal: str
    typed: str
    is_quoted: bool = False


def parse_query(query: str) -> list[Word]:
    """Return the words of a query: parted by white space, quoted phrases whole, at most `MAX_WORDS`."""
    words: dict[str, Word] = {}
    for match in _QUOTED.finditer(query[:MAX_QUERY_CHARS]):
        typed = next((group for group in match.groups() if group is not None), "").strip()
        normal = normalise(typed).text
        if normal:
            words.setdefault(normal, Word(normal, typed, match.group(3) is None))
    return list(words.values())[:MAX_WORDS]


def occurrences(normal: str, word: str) -> Iterator[tuple[int, int]]:
    """Yield where a word stands in a normal copy, without overlaps."""
    at = normal.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = normal.find(word, at + len(word))


@dataclass(frozen=True)
class Piece:
    """A piece of a snippet, found or not."""

    text: str
    is_found: bool = False


def merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, overlapping ones joined."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def snippet(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    """Return the text around the first found span, as typed, with all found spans in it marked."""
    spans = merged(spans)
    if not spans:
        return []
    begin = max(0, spans[0][0] - SNIPPET_BEFORE)
    stop = min(len(text), max(begin + SNIPPET_CHARS, spans[0][1]))
    pieces = [Piece("…")] if begin else []
    at = begin
    for start, end in spans:
        if start >= stop:
            break
        end = min(end, stop)
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], is_found=True))
        at = end
    if at < stop:
        pieces.append(Piece(text[at:stop]))
    return [*pieces, Piece("…")] if stop < len(text) else pieces
