"""Keeping texts in step with the statement that counts, and marks in step with their texts."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
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
    statement = snapshots.statement(session, event.response_id)
    said = list(said_texts(statement)) if statement else []
    known = session.scalars(
        select(SourceText).where(SourceText.response_id == event.response_id).order_by(SourceText.id)
    ).all()
    changes = _changes(session, event.response_id, said, known, now)
    if changes:
        events.publish(session, TextsChanged(event.response_id, changes), now)
    return changes


def _changes(
    session: Session, response_id: int, said: Sequence[Said], known: Sequence[SourceText], now: datetime
) -> tuple[TextChange, ...]:
    before = _last_at_place(known)
    by_words = {(each.key, each.row_id, each.hash): each for each in known}
    present: dict[Place, SourceText] = {}
    for each in said:
        row = by_words.get((*each.place, each.hash)) or SourceText(
            response_id=response_id, kind="answer", key=each.key, row_id=each.row_id, revision=each.revision,
            hash=each.hash, text=each.text,
        )  # fmt: skip
        present[each.place] = row
    went = [
        row for row in known if row.superseded_at is None and present.get((row.key, row.row_id)) is not row
    ]
    came = {place: row for place, row in present.items() if row.id is None or row.superseded_at is not None}
    for row in went:
        row.superseded_at = now
    for row in came.values():
        row.superseded_at = None
    session.add_all(came.values())
    session.flush()
    replaced = [
        TextChange(old.id if (old := before.get(place)) and old is not row else None, row.id)
        for place, row in came.items()
        if place in before
    ]
    gone = [TextChange(row.id, None) for row in went if (row.key, row.row_id) not in came]
    return (*replaced, *gone)


def _last_at_place(known: Iterable[SourceText]) -> dict[Place, SourceText]:
    """Return the text that stands at each place, else the one that stood there last."""
    found: dict[Place, SourceText] = {}
    for row in known:
        last = found.setdefault((row.key, row.row_id), row)
        if last.superseded_at and (row.superseded_at is None or row.superseded_at >= last.superseded_at):
            found[row.key, row.row_id] = row
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


def follow_texts(session: Session, marks: Marks, changes: Collection[TextChange], now: datetime) -> None:
    """Move marks along with their words, and let those wait whose text or words are gone.

    A mark that moves keeps its row; a copy stays with the old text. When a text comes back, what stood on it stands
    again, at its old place.
    """
    ids = {each for change in changes for each in (change.old_id, change.new_id) if each is not None}
    rows = session.scalars(select(marks.model).where(marks.model.source_text_id.in_(ids))).all()
    on: dict[int | None, list[Any]] = {}
    for row in rows:
        on.setdefault(row.source_text_id, []).append(row)
    for change in changes:
        _follow(session, marks, change, on.get(change.old_id, []), on.get(change.new_id, []), now)


def _follow(
    session: Session, marks: Marks, change: TextChange, old: Sequence[Any], new: Sequence[Any], now: datetime
) -> None:
    copies = {row.moved_to_id: row for row in new if row.moved_to_id is not None}
    standing = [row for row in new if row.moved_to_id is None]
    for row in standing:
        row.superseded_at = None
    taken = {marks.key(row, _span(row)) for row in standing if marks.counts(row)}
    for row in old:
        row.superseded_at = row.superseded_at or now
    movable = [row for row in old if row.moved_to_id is None and marks.lives(row)]
    targets: list[tuple[Any, Span]] = []
    for row in movable if change.new_id else ():
        span = _target(session, row, copies.get(row.id), change)
        if span is not None and (key := marks.key(row, span)) not in taken:
            taken.add(key)
            targets.append((row, span))
    _move(session, [(row, span, copies.get(row.id)) for row, span in targets], change.new_id)


def _target(session: Session, row: Any, copy: Any, change: TextChange) -> Span | None:
    if copy is not None:
        return _span(copy)
    old, new = session.get_one(SourceText, change.old_id), session.get_one(SourceText, change.new_id)
    return moved(_span(row), old.text, new.text)


def _move(session: Session, targets: Sequence[tuple[Any, Span, Any]], new_id: int | None) -> None:
    """Put marks on the new text and copies of them on the old one; a copy that stood on the new one is done with."""
    for _, _, copy in targets:
        if copy is not None:
            session.delete(copy)
    session.flush()
    left = [_copy(row) for row, _, _ in targets]
    for row, span, _ in targets:
        row.source_text_id, row.start_char, row.end_char = new_id, span.start, span.end
        row.superseded_at = None
    session.flush()
    for row, _, _ in targets:
        session.expire(row, ["source"])
    session.add_all(left)
    session.flush()


def _copy(row: Any) -> Any:
    values = {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs}
    return type(row)(**{**values, "id": None, "moved_to_id": row.id})


def _span(row: Any) -> Span:
    return Span(row.start_char, row.end_char)
