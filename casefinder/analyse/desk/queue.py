"""Which responses wait to be read, in which order: begun ones, then those the engine doubts most, then read ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select, tuple_
from sqlalchemy.orm import Session

from casefinder.analyse.coding import fields
from casefinder.analyse.suggestions.models import PROPOSED, Doubt, Suggestion
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import state_case
from casefinder.answer.responses.rules import ResponseState
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.snapshots.rules import Statement, items_about
from casefinder.answer.snapshots.spoken_rules import items_of_wish, spoken_wish
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.questionnaires.document import Document

Query = Select[*tuple[Any, ...]]
GROUPS = ("reading", "unread", "returned", "read")
SORTS = ("queue", "newest", "name", "doubts")
_GROUP_OF = {
    ResponseState.READING: "reading",
    ResponseState.SUBMITTED: "unread",
    ResponseState.RESUBMITTED: "unread",
    ResponseState.RETURNED: "returned",
    ResponseState.ACCEPTED: "read",
}


@dataclass(frozen=True)
class Filters:
    """What the queue is narrowed to; empty narrows nothing. `group` is one of `GROUPS`."""

    group: str = ""
    field: str = ""
    subprefecture: str = ""
    words: str = ""


@dataclass(frozen=True)
class QueueRow:
    """One response in the queue. `sentences` have a proposal or had one, `settled` of them are decided."""

    response_id: int
    organisation: str
    subprefecture: str
    title: str
    fields: tuple[str, ...]
    group: str
    sentences: int
    settled: int
    doubts: int
    submitted_at: datetime
    accepted_at: datetime | None
    is_analysed: bool
    wants_to_speak: bool


def counts(session: Session, filters: Filters) -> dict[str, int]:
    """Return how many responses each group has under the filters (the group's own filter aside)."""
    group = _group_case().label("group")
    columns: Query = select(group, func.count())
    query = _filtered(session, columns, Filters("", *_others(filters))).group_by(group)
    return {name: number for name, number in session.execute(query) if name}


def _others(filters: Filters) -> tuple[str, str, str]:
    return filters.field, filters.subprefecture, filters.words


def rows(
    session: Session, filters: Filters, *, limit: int | None = None, offset: int = 0, sort: str = "queue"
) -> list[QueueRow]:
    """Return the queue: begun ones first, then unread ones by doubt, then returned and read ones.

    Args:
        session: A reading session.
        filters: What it is narrowed to.
        limit: How many at most.
        offset: From where.
        sort: One of `SORTS`, for who looks for something else than the next one to read.
    """
    query = _ordered(session, select(Response.id, _group_case(), _doubts()), filters, sort).offset(offset)
    found = session.execute(query.limit(limit) if limit is not None else query).all()
    ids = [row[0] for row in found]
    said = snapshots.statements(session, ids, keys=_of_rows)
    places, known = _places(session, ids), _responses(session, ids)
    return [
        _row(*known[response_id], said[response_id], group, places.get(response_id, (0, 0)), doubts)
        for response_id, group, doubts in found
    ]


def _of_rows(document: Document) -> set[str]:
    return items_about("title", "fields")(document) | items_of_wish(document)


def _row(
    response: Response, organisation: Organisation, said: Statement, group: str, places: tuple[int, int],
    doubts: int,
) -> QueueRow:  # fmt: skip
    assert response.submitted_at is not None  # noqa: S101 - who is in the queue was submitted
    return QueueRow(
        response.id, organisation.display_name, organisation.subprefecture, said.title, said.fields, group,
        places[0], places[0] - places[1], doubts if group != "read" else 0, response.submitted_at,
        response.accepted_at, said.may_read_text, spoken_wish(said) is not None,
    )  # fmt: skip


def _responses(session: Session, ids: Sequence[int]) -> dict[int, tuple[Response, Organisation]]:
    query = (
        select(Response, Organisation)
        .join(Invitation, Response.invitation_id == Invitation.id)
        .join(Organisation, Invitation.organisation_id == Organisation.id)
        .where(Response.id.in_(ids))
    )
    return {response.id: (response, organisation) for response, organisation in session.execute(query)}


def neighbours(session: Session, filters: Filters, response_id: int) -> tuple[int | None, int | None]:
    """Return the responses before and after one in the queue; of one that is not in it, the first."""
    key = _key()
    here = session.execute(
        _filtered(session, select(*key), filters).where(Response.id == response_id)
    ).first()
    if here is None:
        return None, session.scalar(_ordered(session, select(Response.id), filters).limit(1))
    at = tuple_(*(literal(value, column.type) for value, column in zip(here, key, strict=True)))
    query = _filtered(session, select(Response.id), filters)
    before = query.where(tuple_(*key) < at).order_by(*(column.desc() for column in key)).limit(1)
    after = query.where(tuple_(*key) > at).order_by(*key).limit(1)
    return session.scalar(before), session.scalar(after)


def subprefectures(session: Session) -> list[str]:
    """Return the sub-prefectures of submitted responses."""
    query = _filtered(session, select(Organisation.subprefecture), Filters())
    query = query.join(Invitation, Response.invitation_id == Invitation.id)
    query = query.join(Organisation, Invitation.organisation_id == Organisation.id)
    return list(session.scalars(query.distinct().order_by(Organisation.subprefecture)))


def field_names(session: Session) -> dict[str, str]:
    """Return code → label of the fields that submitted responses could choose."""
    return fields.all_fields(session)


def _ordered(session: Session, columns: Query, filters: Filters, sort: str = "queue") -> Query:
    query = _filtered(session, columns, filters)
    if sort == "name":
        return query.order_by(_kana(), Response.id)
    submitted = Response.submitted_at.expression.desc()
    others = {"newest": (submitted, Response.id), "doubts": (-_doubts(), submitted, Response.id)}
    return query.order_by(*others.get(sort, _key()))


def _kana() -> ColumnElement[str]:
    """Return, as a column of `response`, how its organisation's name is read."""
    own = (
        select(Organisation.kana)
        .join(Invitation, Invitation.organisation_id == Organisation.id)
        .where(Invitation.id == Response.invitation_id)
        .correlate(Response)
    )
    return own.scalar_subquery()


def _key() -> tuple[ColumnElement[Any], ...]:
    """Return what the queue is sorted by, ascending; no two responses have the same."""
    order = case({name: place for place, name in enumerate(GROUPS)}, value=_group_case())
    return order, -_doubts(), Response.submitted_at.expression, Response.id.expression


def _doubts() -> ColumnElement[int]:
    """Return, as a column of `response`, how many of its sentences the engine doubts."""
    own = select(Doubt.sentences).where(Doubt.response_id == Response.id).correlate(Response)
    return func.coalesce(own.scalar_subquery(), 0)


def _filtered(session: Session, query: Query, filters: Filters) -> Query:
    """Narrow a query down; the register is only asked where a filter is about the organisation."""
    query = query.select_from(Response).where(state_case().in_([state.value for state in _GROUP_OF]))
    if filters.subprefecture or filters.words:
        query = query.join(Invitation, Response.invitation_id == Invitation.id)
        query = query.join(Organisation, Invitation.organisation_id == Organisation.id)
    if filters.group:
        query = query.where(_group_case() == filters.group)
    if filters.subprefecture:
        query = query.where(Organisation.subprefecture == filters.subprefecture)
    if filters.field:
        query = query.where(fields.is_of_field(session, filters.field))
    if filters.words:
        query = query.where(Organisation.name.contains(filters.words, autoescape=True))
    return query


def _group_case() -> ColumnElement[str]:
    return case({state.value: name for state, name in _GROUP_OF.items()}, value=state_case())


def _places(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return how many sentences of some responses have a proposal of the engine, and how many of them are open."""
    is_open = case((Suggestion.decision.is_(None), 1), else_=0)
    each = (
        select(Suggestion.response_id, func.max(is_open).label("is_open"))
        .where(PROPOSED, Suggestion.response_id.in_(ids))
        .group_by(Suggestion.response_id, Suggestion.source_text_id, Suggestion.start_char)
        .subquery()
    )
    query = select(each.c.response_id, func.count(), func.sum(each.c.is_open)).group_by(each.c.response_id)
    return {response_id: (number, open_) for response_id, number, open_ in session.execute(query)}
