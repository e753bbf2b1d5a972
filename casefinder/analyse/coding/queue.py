"""Which responses wait to be read, in which order: begun ones, then those the engine doubts most, then read ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, select
from sqlalchemy.orm import Session

from casefinder.analyse.coding import fields
from casefinder.analyse.suggestions.models import Reading, Suggestion
from casefinder.analyse.suggestions.rules import NEAR_THRESHOLD
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import state_case
from casefinder.answer.responses.rules import ResponseState
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.snapshots.rules import items_about
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation

Query = Select[*tuple[Any, ...]]
GROUPS = ("reading", "unread", "returned", "read")
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


def counts(session: Session, filters: Filters) -> dict[str, int]:
    """Return how many responses each group has under the filters (the group's own filter aside)."""
    group = _group_case().label("group")
    columns: Query = select(group, func.count())
    query = _filtered(session, columns, Filters("", *_others(filters))).group_by(group)
    return {name: number for name, number in session.execute(query) if name}


def _others(filters: Filters) -> tuple[str, str, str]:
    return filters.field, filters.subprefecture, filters.words


def rows(session: Session, filters: Filters, *, limit: int | None = None, offset: int = 0) -> list[QueueRow]:
    """Return the queue: begun ones first, then unread ones by doubt, then returned and read ones."""
    total, open_ = _places(), _places(undecided=True)
    columns = (
        Response, Organisation, _group_case(), func.coalesce(total.c.number, 0),
        func.coalesce(open_.c.number, 0),
    )  # fmt: skip
    query = (
        _ordered(session, columns, filters)
        .outerjoin(total, total.c.response_id == Response.id)
        .outerjoin(open_, open_.c.response_id == Response.id)
        .offset(offset)
    )
    found = session.execute(query.limit(limit) if limit is not None else query).all()
    wanted = items_about("title", "fields")
    said = snapshots.statements(session, [row[0].id for row in found], keys=wanted)
    return [
        QueueRow(
            response.id, organisation.display_name, organisation.subprefecture, said[response.id].title,
            said[response.id].fields, group,
            all_places, all_places - open_places, doubt if group != "read" else 0, response.submitted_at,
            response.accepted_at, said[response.id].may_read_text,
        )
        for response, organisation, group, all_places, open_places, doubt in found
    ]  # fmt: skip


def neighbours(session: Session, filters: Filters, response_id: int) -> tuple[int | None, int | None]:
    """Return the responses before and after one in the queue."""
    ids = list(session.scalars(_ordered(session, (Response.id,), filters)))
    if response_id not in ids:
        return None, ids[0] if ids else None
    at = ids.index(response_id)
    return (ids[at - 1] if at else None), (ids[at + 1] if at + 1 < len(ids) else None)


def subprefectures(session: Session) -> list[str]:
    """Return the sub-prefectures of submitted responses."""
    query = _filtered(session, select(Organisation.subprefecture), Filters()).distinct()
    return list(session.scalars(query.order_by(Organisation.subprefecture)))


def field_names(session: Session) -> dict[str, str]:
    """Return code → label of the fields that submitted responses could choose."""
    return fields.all_fields(session)


def _ordered(session: Session, columns: Sequence[Any], filters: Filters) -> Query:
    """Return the ordered query of some columns and, last, how many sentences the engine doubts."""
    doubtful = _doubts()
    doubts = func.coalesce(doubtful.c.number, 0)
    order = case({name: place for place, name in enumerate(GROUPS)}, value=_group_case())
    return (
        _filtered(session, select(*columns, doubts), filters)
        .outerjoin(doubtful, doubtful.c.response_id == Response.id)
        .order_by(order, doubts.desc(), Response.submitted_at, Response.id)
    )


def _filtered(session: Session, query: Query, filters: Filters) -> Query:
    query = (
        query.select_from(Response)
        .join(Invitation, Response.invitation_id == Invitation.id)
        .join(Organisation, Invitation.organisation_id == Organisation.id)
        .where(state_case().in_([state.value for state in _GROUP_OF]))
    )
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


def _places(*, undecided: bool = False) -> Subquery:
    """Count the sentences with a proposal of the engine, a response each."""
    condition = and_(Suggestion.is_ticked, Suggestion.superseded_at.is_(None))
    if undecided:
        condition = and_(condition, Suggestion.decision.is_(None))
    return _counted(_place_query().where(condition))


def _doubts() -> Subquery:
    near = func.abs(Suggestion.score - Reading.threshold) <= NEAR_THRESHOLD
    return _counted(
        _place_query()
        .join(Reading, Suggestion.reading_id == Reading.id)
        .where(Suggestion.decision.is_(None), Suggestion.superseded_at.is_(None), near)
    )


def _place_query() -> Query:
    return select(Suggestion.response_id, Suggestion.source_text_id, Suggestion.start_char).distinct()


def _counted(places: Query) -> Subquery:
    inner = places.subquery()
    return select(inner.c.response_id, func.count().label("number")).group_by(inner.c.response_id).subquery()
