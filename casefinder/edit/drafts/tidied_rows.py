"""The rows of a case in the notation of print; the words stay those of their origin, whose span moves along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from casefinder.edit.cases.content import ANSWER, CaseRow, Rows, Sentence, text_of
from casefinder.edit.drafts.quantities import quantity
from casefinder.edit.layout.places import BY_KEY
from casefinder.edit.layout.tidying import begins_with_mark, tidied
from casefinder.spans import Span

TIDIED = "tidied"  # what a kept state says that it changed
_VALUES = ("value", "before_value", "after_value")
_STOPS = "。！？!?…」』）)、，．・：:"


@dataclass(frozen=True)
class TidyCell:
    """A cell that a tidying changes: where it stands, what it says before and after, and why."""

    place: str
    row: int
    column: str
    before: str
    after: str
    reasons: tuple[str, ...]


def tidied_places(places: Mapping[str, Rows]) -> dict[str, Rows]:
    """Return the places whose rows a tidying changes, as they are afterwards."""
    made = {key: tidied_rows(key, rows) for key, rows in places.items()}
    return {key: rows for key, rows in made.items() if rows != places[key]}


def tidied_rows(place: str, rows: Rows) -> Rows:
    """Return the rows of a place in the notation of print; what is empty then goes."""
    return tuple(row for row in (_tidied_row(place, each) for each in rows) if row)


def _tidied_row(place: str, row: CaseRow) -> CaseRow:
    choices = {column.key for column in BY_KEY[place].columns if column.choices}
    cells = {column: cell if column in choices else tidied_cell(cell) for column, cell in row.items()}
    return {column: cell for column, cell in _without_doubled_unit(cells).items() if cell}


def changes_of(places: Mapping[str, Rows]) -> list[TidyCell]:
    """Return what a tidying would change, cell by cell, for people to look at first."""
    return [
        TidyCell(place, number, column, old, now, tidied(old).reasons)
        for place, rows in places.items()
        for number, row in enumerate(rows)
        for after in (_tidied_row(place, row),)
        for column in row
        if (old := text_of(row, column)) != (now := text_of(after, column))
    ]


def tidied_cell(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Return the sentences of a cell in the notation of print, each still from where it came."""
    texts = [
        _stopped(one, following) for one, following in zip(sentences, (*sentences[1:], None), strict=True)
    ]
    made = tidied("".join(texts))
    if made.text == "".join(each.text for each in sentences):
        return tuple(sentences)
    pieces = []
    start = 0
    for sentence, text in zip(sentences, texts, strict=True):
        own = [number for number, at in enumerate(made.origins) if start <= at < start + len(text)]
        if own:
            words = made.text[own[0] : own[-1] + 1]
            kept = Span(made.origins[own[0]] - start, made.origins[own[-1]] - start + 1)
            pieces.append(_said_anew(sentence, words, kept))
        start += len(text)
    return tuple(pieces)


def _stopped(sentence: Sentence, following: Sentence | None) -> str:
    """Return a sentence, with the stop that it lacks where the next point of a list follows."""
    ends = sentence.text.rstrip()[-1:] in _STOPS
    is_followed = following is not None and begins_with_mark(following.text)
    return f"{sentence.text}。" if is_followed and not ends else sentence.text


def _said_anew(sentence: Sentence, words: str, kept: Span) -> Sentence:
    """Return a sentence with other words; where its edges were cut off, it comes from a shorter span of the answer."""
    origin = sentence.origin
    length = len(sentence.text)
    if (
        origin.kind != ANSWER
        or origin.start is None
        or origin.end is None
        or origin.end - origin.start != length
    ):
        return replace(sentence, text=words)
    span = Span(origin.start + min(kept.start, length - 1), origin.start + min(kept.end, length))
    if (span.start, span.end) == (origin.start, origin.end):
        return replace(sentence, text=words)
    return Sentence(words, replace(origin, start=span.start, end=span.end, stands=None))


def _without_doubled_unit(row: CaseRow) -> CaseRow:
    """Return a row without the unit at the end of its number, where the unit has a cell of its own (「90時間」 and 「時間」)."""
    unit = text_of(row, "unit")
    made = dict(row)
    for column in _VALUES:
        found = quantity(text_of(row, column)) if unit and column in row else None
        if found and found.unit == unit and row[column][-1].text.endswith(unit):
            made[column] = _cut(row[column], len(unit))
    return made


def _cut(cell: tuple[Sentence, ...], count: int) -> tuple[Sentence, ...]:
    last = cell[-1]
    if len(last.text) == count:
        return cell[:-1]
    return (*cell[:-1], _said_anew(last, last.text[:-count], Span(0, len(last.text) - count)))
