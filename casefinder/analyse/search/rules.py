"""What is looked for, what an index holds, and how a place that was found is shown; pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from casefinder.folding import BREAK, CELL_BREAK, fold

MAX_QUERY_CHARS = 200
MAX_WORDS = 8
MAX_PIECE_CHARS = 16  # of a word in the table of spellings
MAX_READ_CHARS = 40  # a longer phrase is looked for letter by letter only
MAX_PIECES = 6  # … and one of more words too
MAX_TOKENS = 40  # of one word; the folded copy is looked at too, so fewer are no fault
MAX_READINGS = 64
SNIPPET_BEFORE = 28
SNIPPET_CHARS = 96
FORM_MARK = "\U0010fffd"  # begins a token that is a word's normal form; the folded copy never holds it
_SIGNS = {code: 0x10FE00 + code for code in range(0x21, 0x7F) if not chr(code).isalnum()}
_QUOTED = re.compile(r'["“”＂]([^"“”＂]*)["“”＂]|「([^「」]*)」|(\S+)')

TEXTS_A_RESPONSE = 4096  # for everyone, and as many for editors only

Forms = tuple[str, ...]


def text_id(response_id: int, place: int, *, is_internal: bool) -> int:
    """Return the id of a text, which says whose it is; `response_of` and `is_for_editors` are the way back."""
    if not 0 <= place < TEXTS_A_RESPONSE:
        raise ValueError(f"a response has at most {TEXTS_A_RESPONSE} texts")
    return (2 * response_id + is_internal) * TEXTS_A_RESPONSE + place


def response_of(id_: Any) -> Any:
    """Return whose text it is; of a number, or of a column of numbers."""
    return id_ // (2 * TEXTS_A_RESPONSE)


def is_for_editors(id_: Any) -> Any:
    """Say whether a text is for editors only; of a number, or of a column of numbers."""
    return id_ // TEXTS_A_RESPONSE % 2 == 1


def place_of(id_: int) -> int:
    """Return the text's place in the order of the questionnaire."""
    return id_ % TEXTS_A_RESPONSE


@dataclass(frozen=True)
class Word:
    """One thing looked for: its folded copy, and whether it was quoted (then only letter by letter)."""

    folded: str
    is_quoted: bool = False


def parse_query(query: str) -> list[Word]:
    """Return the words of a query: parted by white space, quoted phrases whole, at most `MAX_WORDS`."""
    words: dict[str, Word] = {}
    for match in _QUOTED.finditer(query[:MAX_QUERY_CHARS].replace(CELL_BREAK, " ")):
        typed = next((group for group in match.groups() if group is not None), "")
        folded = fold(typed).text
        if folded:
            words.setdefault(folded, Word(folded, match.group(3) is None))
    return list(words.values())[:MAX_WORDS]


def letters_of(folded: str) -> set[str]:
    """Return the tokens that a folded copy is found by: its characters and its pairs of neighbours, cell by cell."""
    found: set[str] = set()
    for cell in folded.split(BREAK):
        found.update(cell)
        found.update(one + other for one, other in pairwise(cell))
    return {token.translate(_SIGNS) for token in found}


def letters_looked_for(folded: str) -> set[str]:
    """Return the tokens that every text with a word holds; for one or two characters there is one, and it is enough."""
    pairs = {one + other for one, other in pairwise(folded)} or {folded}
    return {token.translate(_SIGNS) for token in sorted(pairs)[:MAX_TOKENS]}


def form_tokens(forms: Collection[str]) -> set[str]:
    """Return the tokens of words' normal forms."""
    return {FORM_MARK + form.translate(_SIGNS) for form in forms}


def written(forms: Sequence[str]) -> str:
    """Return normal forms as they are stored, so that forms that follow each other are a part of the text."""
    return f" {' '.join(forms)} " if forms else ""


@dataclass(frozen=True, order=True)
class Spelling:
    """How one spelling of a word is read: its normal form; `is_tail` for particles and auxiliaries (が, た)."""

    form: str
    is_tail: bool = False


def pieces_of(folded: str) -> set[str]:
    """Return all parts of a word that may be words themselves; none of a long phrase."""
    if len(folded) > MAX_READ_CHARS:
        return set()
    return {
        folded[start:end]
        for start in range(len(folded))
        for end in range(start + 1, min(len(folded), start + MAX_PIECE_CHARS) + 1)
    }


def readings(folded: str, known: Mapping[str, Sequence[Spelling]]) -> list[Forms]:
    """Return the normal forms that a word may stand for: cut into as few known words as possible.

    Particles and auxiliaries at the end do not count, so that an inflected verb finds its other forms. A word with a
    figure in it, and one that is not all known words, stands for itself alone.
    """
    if any(character.isdigit() for character in folded):
        return []
    cut = _fewest_pieces(folded, known)
    if not 0 < len(cut) <= MAX_PIECES:
        return []
    while len(cut) > 1 and all(spelling.is_tail for spelling in known[cut[-1]]):
        cut = cut[:-1]
    found: list[Forms] = [()]
    for piece in cut:
        forms = dict.fromkeys(spelling.form for spelling in known[piece])
        found = [(*before, form) for before in found for form in forms]
    return found[:MAX_READINGS]


def _fewest_pieces(folded: str, known: Mapping[str, Sequence[Spelling]]) -> tuple[str, ...]:
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(folded) + 1):
        ways = [
            (*before, folded[start:end])
            for start in range(max(0, end - MAX_PIECE_CHARS), end)
            if (before := best[start]) is not None and folded[start:end] in known
        ]
        best.append(min(ways, key=len, default=None))
    return best[-1] or ()


def occurrences(folded: str, word: str) -> Iterator[tuple[int, int]]:
    """Yield where a word stands in a folded copy, without overlaps."""
    at = folded.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = folded.find(word, at + len(word))


def places(forms: Sequence[str], wanted: Forms) -> Iterator[tuple[int, int]]:
    """Yield where some forms follow each other: number of the first, number after the last."""
    for at in range(len(forms) - len(wanted) + 1 if wanted else 0):
        if tuple(forms[at : at + len(wanted)]) == wanted:
            yield at, at + len(wanted)


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
    text = text.replace(CELL_BREAK, "\n")
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
