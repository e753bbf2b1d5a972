"""Rows whose origin the caller states: an answer's words are looked up in the answer, never believed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from casefinder.analyse.engine.sentences import split_sentences
from casefinder.edit.cases.content import ANSWER, ATTACHMENT, EDITOR, CaseRow, Origin, Rows, Sentence
from casefinder.edit.changes.errors import NotPublishable, NotVerbatim
from casefinder.edit.changes.rewording import clean
from casefinder.edit.drafts.sources import Source
from casefinder.edit.layout.places import Place


def proven_rows(
    place: Place,
    typed: Sequence[Mapping[str, str]],
    origins: Sequence[Mapping[str, Origin]],
    sources: Sequence[Source],
    author_id: int,
) -> Rows:
    """Return rows with the origins that the caller states.

    An origin `answer` with a question key gets its offsets here, sentence by sentence; a cell without an
    origin is the editor's; an editor's cell that names questions may name publishable ones only.

    Raises:
        NotVerbatim: The words do not stand in the answer.
        NotPublishable: The answer may not be published.
    """
    rows: list[CaseRow] = []
    for number, texts in enumerate(typed):
        stated = origins[number] if number < len(origins) else {}
        row = {
            column.key: _cell(text, stated.get(column.key), sources, author_id)
            for column in place.columns
            if (text := clean(texts.get(column.key, "")))
        }
        if row:
            rows.append(row)
    return tuple(rows)


def _cell(
    text: str, origin: Origin | None, sources: Sequence[Source], author_id: int
) -> tuple[Sentence, ...]:
    if origin is not None and origin.kind == ANSWER:
        return _from_answer(text, origin, sources)
    if origin is not None and origin.kind == ATTACHMENT:
        return (Sentence(text, Origin(ATTACHMENT)),)
    basis = _basis(origin.based_on if origin is not None else (), sources)
    own = Origin(EDITOR, based_on=basis, author_id=author_id)
    return tuple(Sentence(text[start:end], own) for start, end in split_sentences(text))


def _basis(keys: Sequence[str], sources: Sequence[Source]) -> tuple[str, ...]:
    """Return the fields that some keys of fields or items mean; a table stands for its columns."""
    found: list[str] = []
    for key in keys:
        own = [each for each in sources if key in (each.key, each.item_key)]
        if not own:
            raise NotVerbatim(key=key)
        if not any(each.is_publishable for each in own):
            raise NotPublishable
        is_whole = any(each.key == key or each.row is not None for each in own)
        found += [key] if is_whole else [each.key for each in own if each.is_publishable]
    return tuple(dict.fromkeys(found))


def _from_answer(text: str, origin: Origin, sources: Sequence[Source]) -> tuple[Sentence, ...]:
    same = [each for each in sources if each.key == origin.question_key]
    if origin.row is not None:
        same = [each for each in same if each.row == origin.row]
    for source in same:
        start = source.text.find(text)
        if start < 0:
            continue
        if not source.is_publishable:
            raise NotPublishable
        if not source.is_typed:
            return (source.shown(text),)
        spans = split_sentences(text)
        return tuple(source.span(start + first, start + last) for first, last in spans)
    raise NotVerbatim(key=origin.question_key)


def editor(*based_on: str) -> Origin:
    """Return the origin of an editor's own words that rest on some questions; the author is filled in later."""
    return replace(Origin(EDITOR), based_on=based_on)
