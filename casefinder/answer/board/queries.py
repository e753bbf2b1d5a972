"""Reading a campaign's board: who was asked, how far each is, counts by state and by sub-prefecture."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Session, aliased

from casefinder.answer.answers.models import SectionMark
from casefinder.answer.board.rules import ANSWERED, BoardState
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import is_counted, state_case
from casefinder.answer.responses.rules import WITH_EDITORS, ResponseState
from casefinder.answer.snapshots import conditions
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations.models import Invitation, Link
from casefinder.ask.invitations.queries import is_main_link
from casefinder.ask.invitations.staff_queries import named
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.organisations.rules import shown_name
from casefinder.mail.models import Letter

PAGE_SIZE = 50


@dataclass(frozen=True)
class Filter:
    """What a board or list is narrowed down to; empty means all."""

    words: str = ""
    state: str = ""
    place: str = ""
    kind: str = ""
    trouble: str = (
        ""  # failed: a letter did not arrive; revoked: the link was stopped; late: past its deadline
    )
    ids: tuple[int, ...] = ()  # invitations that were chosen; empty means all
    with_contacts: bool = False  # whether addresses may be found by whoever looks


@dataclass(frozen=True)
class Row:
    """One organisation on the board."""

    invitation_id: int
    response_id: int | None
    organisation: str
    kind: str
    place: str
    email: str
    state: BoardState
    finished_sections: int
    moved_at: datetime | None
    due_at: datetime | None
    revoked_at: datetime | None
    is_undelivered: bool
    further: int  # responses beside the one that is shown
    organisation_id: int
    code: str | None
    receipt_number: str | None


@dataclass(frozen=True)
class Tally:
    """Counts of one campaign: by state, and (answered, invited) by sub-prefecture."""

    states: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def invited(self) -> int:
        """How many were asked."""
        return sum(self.states.values())

    @property
    def answered(self) -> int:
        """How many have answered, also those whose answer went back to them."""
        return sum(self.states.get(state.value, 0) for state in ANSWERED)


def board_case(none: ColumnElement[bool]) -> ColumnElement[str]:
    """Return the state on the board as SQL over an outer join of invitations and responses."""
    state = state_case()
    with_editors = state.in_([each.value for each in WITH_EDITORS])
    return case(
        (and_(with_editors, none), BoardState.NONE.value),
        (and_(state == ResponseState.DRAFT.value, Response.revision == 0), BoardState.OPENED.value),
        (and_(with_editors, state != ResponseState.ACCEPTED.value), BoardState.SUBMITTED.value),
        else_=state,
    )


def has_answered(session: Session) -> ColumnElement[bool]:
    """Return the condition that an organisation counts as having answered: the one that rates, board and book go by."""
    return board_case(conditions.says_nothing(session)).in_([state.value for state in ANSWERED])


def undelivered() -> ColumnElement[bool]:
    """Return the condition that the newest letter of an invitation failed for good."""
    newest = (
        select(func.max(Letter.id))
        .where(Letter.invitation_id == Invitation.id)
        .correlate(Invitation)
        .scalar_subquery()
    )
    return exists().where(Letter.id == newest, Letter.failed_at.is_not(None)).correlate(Invitation)


def further_responses() -> ColumnElement[int]:
    """Return how many responses an invitation has beside the one that it is counted by."""
    other = aliased(Response)
    return (
        select(func.count())
        .where(other.invitation_id == Invitation.id, other.id != Response.id)
        .correlate(Invitation, Response)
        .scalar_subquery()
    )


def last_moved() -> ColumnElement[Any]:
    """Return the instant of the last thing the recipient did."""
    return func.coalesce(Response.submitted_at, Response.saved_at, Invitation.opened_at)


def tally(session: Session, campaign: Campaign) -> Tally:
    """Return the counts of a campaign."""
    state = board_case(conditions.says_nothing(session))
    rows = session.execute(
        select(Organisation.subprefecture, state, func.count())
        .select_from(Invitation)
        .join(Organisation, Invitation.organisation_id == Organisation.id)
        .outerjoin(Response, and_(Response.invitation_id == Invitation.id, is_counted()))
        .where(Invitation.campaign_id == campaign.id)
        .group_by(Organisation.subprefecture, state)
    )
    states: dict[str, int] = {}
    places: dict[str, tuple[int, int]] = {}
    answered = {each.value for each in ANSWERED}
    for place, name, number in rows:
        states[name] = states.get(name, 0) + number
        done, asked = places.get(place, (0, 0))
        places[place] = (done + (number if name in answered else 0), asked + number)
    return Tally(states, places)


def board(session: Session, campaign: Campaign, chosen: Filter, *, now: datetime) -> Select[*tuple[Any, ...]]:
    """Return the organisations of a campaign that fit a filter, unordered; each is one row, by the response it is counted by."""
    none = conditions.says_nothing(session)
    state = board_case(none)
    finished = (
        select(func.count())
        .where(SectionMark.response_id == Response.id, SectionMark.is_finished.is_(True))
        .correlate(Response)
        .scalar_subquery()
    )
    found = (
        select(
            Invitation.id.label("invitation_id"), Response.id.label("response_id"), Organisation.name,
            Organisation.is_sample, Organisation.kind, Organisation.subprefecture, Invitation.recipient_email,
            Invitation.due_at, Link.revoked_at, further_responses().label("further"), state.label("state"),
            finished.label("finished"), last_moved().label("moved"), undelivered().label("undelivered"),
            Organisation.id.label("organisation_id"), Organisation.code, Response.receipt_number,
        )
        .select_from(Invitation)
        .join(Organisation, Invitation.organisation_id == Organisation.id)
        .join(Link, is_main_link())
        .outerjoin(Response, and_(Response.invitation_id == Invitation.id, is_counted()))
        .where(Invitation.campaign_id == campaign.id)
    )  # fmt: skip
    return narrowed(found, chosen, state, now=now, closes_at=campaign.closes_at)


def narrowed(
    found: Select[*tuple[Any, ...]],
    chosen: Filter,
    state: ColumnElement[str],
    *,
    now: datetime,
    closes_at: datetime | None = None,
) -> Select[*tuple[Any, ...]]:
    """Return a selection of invitations narrowed down by a filter."""
    if chosen.ids:
        found = found.where(Invitation.id.in_(chosen.ids))
    if chosen.words:
        found = found.where(named(chosen.words, with_contacts=chosen.with_contacts))
    if chosen.state == "missing":
        found = found.where(state.in_(["not_opened", "opened", "draft", "returned"]))
    elif chosen.state:
        found = found.where(state == chosen.state)
    if chosen.place:
        found = found.where(Organisation.subprefecture == chosen.place)
    if chosen.kind:
        found = found.where(Organisation.kind == chosen.kind)
    if chosen.trouble == "failed":
        found = found.where(undelivered())
    elif chosen.trouble == "revoked":
        found = found.where(Link.revoked_at.is_not(None))
    elif chosen.trouble == "late" and closes_at is not None:
        due = func.coalesce(Invitation.due_at, cast_instant(closes_at))
        found = found.where(due < now, state.in_(["not_opened", "opened", "draft", "returned"]))
    return found


def cast_instant(instant: datetime) -> ColumnElement[Any]:
    """Return an instant as a value of the same type as the table's instants."""
    return literal(instant, Invitation.due_at.type)


def ordered(found: Select[*tuple[Any, ...]], sort: str) -> Select[*tuple[Any, ...]]:
    """Return a selection in one of the orders: by state of affairs (oldest movement first), name, place, newest."""
    moved, name = found.selected_columns["moved"], (Organisation.kana, Invitation.id)
    orders: dict[str, tuple[Any, ...]] = {
        "oldest": (case((moved.is_(None), 0), else_=1), moved, *name),
        "newest": (case((moved.is_(None), 1), else_=0), moved.desc(), *name),
        "name": name,
        "place": (Organisation.subprefecture, *name),
        "state": (found.selected_columns["state"], *name),
    }
    return found.order_by(*orders.get(sort, orders["oldest"]))


def rows(session: Session, found: Select[*tuple[Any, ...]], *, page: int | None = None) -> list[Row]:
    """Return one page of the board, or all of it."""
    if page is not None:
        return batch(session, found, PAGE_SIZE, (page - 1) * PAGE_SIZE)
    return batch(session, found, None, 0)


def batch(session: Session, found: Select[*tuple[Any, ...]], size: int | None, offset: int) -> list[Row]:
    """Return some rows of the board; which ones is asked first, then what is dear to say of these."""
    order: dict[int, int] = {}
    if size is not None:
        chosen = found.with_only_columns(Invitation.id).limit(size).offset(offset)
        order = {id_: place for place, id_ in enumerate(session.scalars(chosen))}
        found = found.where(Invitation.id.in_(order)).order_by(None)
    said = session.execute(found)
    return [
        Row(
            row.invitation_id, row.response_id, shown_name(row.name, is_sample=row.is_sample), row.kind,
            row.subprefecture, row.recipient_email, BoardState(row.state), row.finished, row.moved, row.due_at,
            row.revoked_at, bool(row.undelivered), row.further, row.organisation_id, row.code, row.receipt_number,
        )
        for row in (sorted(said, key=lambda row: order[row.invitation_id]) if order else said)
    ]  # fmt: skip


def count(session: Session, found: Select[*tuple[Any, ...]]) -> int:
    """Return how many rows a selection has."""
    inner = found.with_only_columns(Invitation.id).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(inner)) or 0
