"""What an editor typed over a cell: words that stayed keep their origin, the rest becomes the editor's."""

from collections.abc import Sequence

from casefinder.analyse.engine.sentences import split_sentences
from casefinder.edit.cases.content import EDITOR, CaseRow, Origin, Rows, Sentence, text_of
from casefinder.edit.layout.places import Place

MIN_KEPT_CHARS = 2
TERMINATORS = ("。", "！", "？", "!", "?", "」", "』", "）")


def clean(text: str) -> str:
    """Return typed text as one line: line breaks and the white space around are dropped."""
    return "".join(line.strip() for line in text.splitlines()).strip() if text else ""


def reworded(text: str, before: Sequence[Sentence], author_id: int) -> tuple[Sentence, ...]:
    """Return the sentences of a cell's new text.

    What is found in it word for word keeps its origin. Anything else is the editor's, resting on the
    questions of the sentences that are gone, and of those it makes one sentence with, so that rewording
    never widens who may read it.
    """
    text = clean(text)
    if not text:
        return ()
    if text == "".join(each.text for each in before):
        return tuple(before)
    kept, gone = _find(text, before)
    basis = _questions(gone)
    sentences: list[Sentence] = []
    at = 0
    left: Sentence | None = None
    for start, sentence in kept:
        sentences += _between(text[at:start], left, sentence, basis, author_id)
        sentences.append(sentence)
        at, left = start + len(sentence.text), sentence
    return tuple(sentences + _between(text[at:], left, None, basis, author_id))


def _between(
    text: str, left: Sentence | None, right: Sentence | None, basis: tuple[str, ...], author_id: int
) -> list[Sentence]:
    """Return the editor's words between two kept pieces; in one sentence with a piece they rest on it, too."""
    neighbours = []
    if left is not None and not left.text.rstrip().endswith(TERMINATORS):
        neighbours.append(left)
    if right is not None and not text.rstrip().endswith(TERMINATORS):
        neighbours.append(right)
    own_basis = tuple(dict.fromkeys((*basis, *_questions(neighbours))))
    origin = Origin(EDITOR, based_on=own_basis, author_id=author_id)
    return [Sentence(text[start:end], origin) for start, end in split_sentences(text)]


def _find(text: str, before: Sequence[Sentence]) -> tuple[list[tuple[int, Sentence]], list[Sentence]]:
    """Return where old sentences stand in the new text, in order and apart, and which are gone."""
    taken: list[tuple[int, int]] = []
    kept: list[tuple[int, Sentence]] = []
    gone: list[Sentence] = []
    for sentence in sorted(before, key=lambda each: -len(each.text)):
        start = _free_place(text, sentence.text, taken)
        if start is None or len(sentence.text) < MIN_KEPT_CHARS:
            gone.append(sentence)
            continue
        taken.append((start, start + len(sentence.text)))
        kept.append((start, sentence))
    return sorted(kept, key=lambda each: each[0]), gone


def _free_place(text: str, words: str, taken: Sequence[tuple[int, int]]) -> int | None:
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if all(end <= other or start >= ending for other, ending in taken):
            return start
        start = text.find(words, start + 1)
    return None


def _questions(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for each in sentences for key in each.origin.questions()))


def typed_rows(
    place: Place,
    typed: Sequence[dict[str, str]],
    before: Rows,
    author_id: int,
    *,
    came_from: Sequence[int | None] | None = None,
) -> Rows:
    """Return a place's new rows from typed texts.

    Args:
        place: The place.
        typed: Texts by column, row by row; rows with nothing in them are dropped.
        before: The rows that stood there.
        author_id: Who typed.
        came_from: For each typed row the number of the row it was before, None for a new one; by default
            the rows stayed in order.
    """
    rows: list[CaseRow] = []
    for number, texts in enumerate(typed):
        old_number = came_from[number] if came_from else number
        old = before[old_number] if old_number is not None and old_number < len(before) else {}
        row = {
            column.key: sentences
            for column in place.columns
            if (
                sentences := reworded(
                    texts.get(column.key, text_of(old, column.key)), old.get(column.key, ()), author_id
                )
            )
        }
        if row:
            rows.append(row)
    return tuple(rows)
