"""Keeping texts in step with the statement that counts, and marks in step with their texts."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from casefinder import events
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.texts.models import SourceText
from casefinder.answer.texts.rules import Said, said_texts
from casefinder.events import TextChange, TextsChanged
from casefinder.spans import Span, moved

Place = tuple[str, str | None]


def follow_statement(
    session: Session, event: events.Submitted | events.TakenBack, now: datetime
) -> tuple[TextChange, ...]:
    """Write the texts of the statement that counts now; an unchanged text keeps its row.

    Tells the rooms whose marks stand on texts which of them were replaced, went, or came back.

    Returns:
        The same, one change a place.
    """
    counts = snapshots.said_answers(session, event.response_id)
    said = list({each.place: each for each in said_texts(*counts)}.values()) if counts else []
    known = session.scalars(
        select(SourceText).where(SourceText.response_id == event.response_id).order_by(SourceText.id)
    ).all()
    if not known:  # the first submit, as most are: nothing is replaced
        if said:
            session.connection().execute(insert(SourceText), _rows(event.response_id, said))
        return ()
    changes, words = _changes(session, event.response_id, said, known, now)
    if changes:
        events.publish(session, TextsChanged(event.response_id, changes, words), now)
    return changes


def _changes(
    session: Session, response_id: int, said: Sequence[Said], known: Sequence[SourceText], now: datetime
) -> tuple[tuple[TextChange, ...], dict[int, str]]:
    before = _last_at_place(known)
    by_words = {(each.key, each.row_id, each.hash): each for each in known}
    new = [each for each in said if (*each.place, each.hash) not in by_words]
    present = {_place(row): row for row in _written(session, response_id, new)}
    present |= {each.place: row for each in said if (row := by_words.get((*each.place, each.hash)))}
    went = [row for row in known if row.superseded_at is None and present.get(_place(row)) is not row]
    came = {place: row for place, row in present.items() if row not in known or row.superseded_at is not None}
    for row in went:
        row.superseded_at = now
    for row in came.values():
        row.superseded_at = None
    session.flush()
    replaced = [
        TextChange(old.id if (old := before.get(place)) and old is not row else None, row.id)
        for place, row in came.items()
        if place in before
    ]
    gone = [TextChange(row.id, None) for row in went if _place(row) not in came]
    return (*replaced, *gone), {row.id: row.text for row in (*known, *present.values())}


def _written(session: Session, response_id: int, new: Sequence[Said]) -> Sequence[SourceText]:
    """Write texts that were never submitted before, in one statement; returns their rows in any order."""
    rows = _rows(response_id, new)
    into = (
        insert(SourceText).returning(SourceText).execution_options(render_nulls=True)
    )  # in tables and outside
    return session.scalars(into, rows).all() if rows else ()


def _rows(response_id: int, new: Iterable[Said]) -> list[dict[str, Any]]:
    return [
        {
            "response_id": response_id, "kind": "answer", "key": each.key, "row_id": each.row_id,
            "revision": each.revision, "hash": each.hash, "text": each.text,
        }
        for each in new
    ]  # fmt: skip


def _place(row: SourceText) -> Place:
    return row.key, row.row_id


def _last_at_place(known: Iterable[SourceText]) -> dict[Place, SourceText]:
    """Return the text that stands at each place, else the one that stood there last."""
    found: dict[Place, SourceText] = {}
    for row in known:
        last = found.setdefault(_place(row), row)
        if last.superseded_at and (row.superseded_at is None or row.superseded_at >= last.superseded_at):
            found[_place(row)] = row
    return found


@dataclass(frozen=True)
class Marks:
    """One table of marks (`MarkMixin`, with `moved_to_id`) and what tells its rows apart.

    Attributes:
        model: The table.
        lives: Whether people still stand by a row, so that it moves; others only wait with their text.
        counts: Whether a row keeps its like from standing on the same span.
        same: Names of the columns that no two rows that count on one span may share.
    """

    model: Any
    lives: Callable[[Any], bool]
    counts: Callable[[Any], bool]
    same: tuple[str, ...]

    def key(self, row: Any, span: Span) -> tuple[object, ...]:
        """Return what no other mark on the same text has."""
        return (span, *(getattr(row, name) for name in self.same))


def follow_texts(session: Session, marks: Marks, event: TextsChanged, now: datetime) -> None:
    """Move marks along with their words, and let those wait whose text or words are gone.

    A mark that moves keeps its row; a copy stays with the old text. When a text comes back, what stood on it stands
    again, at its old place. Five statements at most, however many texts and marks there are.
    """
    ids = {each for change in event.changes for each in (change.old_id, change.new_id) if each is not None}
    rows = session.scalars(select(marks.model).where(marks.model.source_text_id.in_(ids))).all()
    if not rows:
        return
    on: dict[int | None, list[Any]] = {}
    for row in rows:
        on.setdefault(row.source_text_id, []).append(row)
    moves: list[_Move] = []
    for change in event.changes:
        old, new = on.get(change.old_id, []), on.get(change.new_id, [])
        moving = _moves(marks, change, old, new, event.words)
        _let_wait_or_stand(moving, old, new, now)
        moves += moving
    _move(session, marks.model, moves, now)


@dataclass(frozen=True)
class _Move:
    """A mark that goes to another text, and the copy of it that stands there since an earlier move."""

    row: Any
    text_id: int
    span: Span
    copy: Any


def _moves(
    marks: Marks, change: TextChange, old: Sequence[Any], new: Sequence[Any], words: Mapping[int, str]
) -> list[_Move]:
    """Return which marks on a text that was replaced move, and where to; two never meet on the same span."""
    if change.old_id is None or change.new_id is None:
        return []
    copies = {row.moved_to_id: row for row in new if row.moved_to_id is not None}
    standing = (row for row in new if row.moved_to_id is None and marks.counts(row))
    taken = {marks.key(row, _span(row)) for row in standing}
    moves = []
    for row in (row for row in old if row.moved_to_id is None and marks.lives(row)):
        copy = copies.get(row.id)
        span = _span(copy) if copy else moved(_span(row), words[change.old_id], words[change.new_id])
        if span is not None and (key := marks.key(row, span)) not in taken:
            taken.add(key)
            moves.append(_Move(row, change.new_id, span, copy))
    return moves


def _let_wait_or_stand(
    moving: Collection[_Move], old: Sequence[Any], new: Sequence[Any], now: datetime
) -> None:
    for row in new:
        if row.moved_to_id is None:
            row.superseded_at = None
    gone = {each.row.id for each in moving}
    for row in old:
        if row.id not in gone:
            row.superseded_at = row.superseded_at or now


def _move(session: Session, model: Any, moves: Sequence[_Move], now: datetime) -> None:
    """Put marks on their new texts and copies of them on the old ones; a copy that stood on the new one is done with."""
    for each in moves:
        if each.copy is not None:
            session.delete(each.copy)
    session.flush()
    if not moves:
        return
    left = [_copy(each.row, now) for each in moves]
    placed = [
        {
            "id": each.row.id, "source_text_id": each.text_id, "start_char": each.span.start,
            "end_char": each.span.end, "superseded_at": None,
        }
        for each in moves
    ]  # fmt: skip
    session.execute(update(model), placed)
    for each in moves:
        session.expire(each.row, ["source", "source_text_id", "start_char", "end_char", "superseded_at"])
    session.execute(insert(model), left, execution_options={"render_nulls": True})  # one statement for all


def _copy(row: Any, now: datetime) -> dict[str, Any]:
    names = [column.key for column in row.__mapper__.column_attrs if column.key != "id"]
    values = {name: getattr(row, name) for name in names}
    return {**values, "superseded_at": row.superseded_at or now, "moved_to_id": row.id}


def _span(row: Any) -> Span:
    return Span(row.start_char, row.end_char)
