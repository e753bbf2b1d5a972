"""Keeping what can be found in step with what was submitted: gather, prepare without a lock, store in milliseconds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.analyse.search import index, rules, words
from casefinder.analyse.search.content import FieldText, field_texts
from casefinder.analyse.search.models import Indexing, SearchSpelling, SearchText
from casefinder.analyse.search.rules import Spelling
from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots.queries import statements
from casefinder.folding import BREAK, fold

BATCH = 500


@dataclass(frozen=True)
class Material:
    """What a response has to be found by: its texts, and whether its words may be read. No snapshot: nothing."""

    response_id: int
    snapshot_id: int | None
    with_words: bool
    texts: tuple[FieldText, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """The rows of a response: texts, and spellings (spelling, reading, for editors only)."""

    material: Material
    rows: tuple[dict[str, Any], ...]
    spellings: frozenset[tuple[str, Spelling, bool]]


def request_indexing(session: Session, response_id: int, *, now: datetime) -> None:
    """Ask for a response to be indexed anew; one that waits already is not asked for twice."""
    waiting = select(Indexing.id).where(
        Indexing.response_id == response_id, Indexing.attempts == 0, Indexing.done_at.is_(None)
    )
    if session.scalar(waiting.limit(1)) is None:
        session.add(Indexing(response_id=response_id, requested_at=now, progress={}))
        session.flush()
    work.request(session, "index")


def gather(session: Session, response_id: int) -> Material:
    """Return what a response says now."""
    statement = statements(session, [response_id]).get(response_id)
    if statement is None:
        return Material(response_id, None, with_words=False)
    return Material(
        response_id,
        statement.snapshot_id,
        with_words=statement.may_read_text,
        texts=tuple(field_texts(statement.document, statement.answers)),
    )


def prepare(material: Material) -> Prepared:
    """Fold the texts and read their words; the slow part, which needs no database."""
    rows, spellings = [], set[tuple[str, Spelling, bool]]()
    for place, field in enumerate(material.texts):
        found = words.words_of(field.text) if material.with_words else words.NONE
        spellings |= {(name, reading, field.is_internal) for name, reading in found.spellings}
        rows.append(
            {
                "id": rules.text_id(material.response_id, place, is_internal=field.is_internal),
                "response_id": material.response_id, "snapshot_id": material.snapshot_id,
                "question_key": field.key, "title": field.title, "is_internal": field.is_internal,
                "text": field.text, "folded": fold(field.text).text,
                "forms": rules.written([word.form for word in found.words]),
                "places": " ".join(f"{word.start}-{word.end}" for word in found.words),
            }
        )  # fmt: skip
    return Prepared(material, tuple(rows), frozenset(spellings))


def store(session: Session, prepared: Prepared) -> bool:
    """Put a response's texts in the place of those that stood.

    Returns:
        False when the response says something else by now; then nothing is stored, for each change asks for an
        indexing of its own.
    """
    response_id = prepared.material.response_id
    session.execute(select(Response.id).where(Response.id == response_id).with_for_update())
    if _says(session, response_id) != (prepared.material.snapshot_id, prepared.material.with_words):
        return False
    index.remove(session, entries(session.execute(_texts_of(response_id)).all()))
    session.execute(delete(SearchText).where(SearchText.response_id == response_id))
    if prepared.rows:
        session.execute(insert(SearchText), prepared.rows)
        index.add(session, entries((row["id"], row["folded"], row["forms"]) for row in prepared.rows))
    _learn(session, prepared.spellings)
    return True


def _says(session: Session, response_id: int) -> tuple[int | None, bool]:
    statement = statements(session, [response_id], keys=lambda _: ()).get(response_id)
    return (statement.snapshot_id, statement.may_read_text) if statement else (None, False)


def _texts_of(response_id: int) -> Any:
    columns = (SearchText.id, SearchText.folded, SearchText.forms)
    return select(*columns).where(SearchText.response_id == response_id)


def entries(rows: Iterable[Any]) -> list[index.Entry]:
    """Return what the index holds of some texts, given their ids, folded copies and forms."""
    return [
        (id_, rules.letters_of(folded) | rules.form_tokens(set(forms.split(" ")) - {"", BREAK}))
        for id_, folded, forms in rows
    ]


def _learn(session: Session, spellings: Iterable[tuple[str, Spelling, bool]]) -> None:
    """Note spellings; what an open answer teaches is no longer for editors only."""
    rows: dict[tuple[str, Spelling], bool] = {}
    for name, reading, is_internal in spellings:
        rows[name, reading] = rows.get((name, reading), True) and is_internal
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    note = dialect.insert(SearchSpelling)
    note = note.on_conflict_do_update(
        index_elements=["spelling", "form", "is_tail"],
        set_={"is_internal": note.excluded.is_internal},
        where=and_(SearchSpelling.is_internal, note.excluded.is_internal.is_(False)),
    )
    values = [
        {"spelling": name, "form": reading.form, "is_tail": reading.is_tail, "is_internal": is_internal}
        for (name, reading), is_internal in sorted(rows.items())
    ]
    for at in range(0, len(values), BATCH):
        session.execute(note, values[at : at + BATCH])


def index_response(session: Session, response_id: int) -> bool:
    """Index a response in one go, for those who keep nobody waiting."""
    return store(session, prepare(gather(session, response_id)))


def forget_done(session: Session, indexing_id: int, response_id: int) -> None:
    """Drop the older work rows of a response that are done."""
    session.execute(
        delete(Indexing).where(
            Indexing.response_id == response_id, Indexing.id < indexing_id, Indexing.done_at.is_not(None)
        )
    )


def clear(session: Session) -> Sequence[int]:
    """Empty all that can be found; returns the responses that are to be indexed, in order."""
    index.clear(session)
    session.execute(delete(SearchText))
    session.execute(delete(SearchSpelling))
    return session.scalars(
        select(Response.id).where(Response.snapshot_id.is_not(None)).order_by(Response.id)
    ).all()
