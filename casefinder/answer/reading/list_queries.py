"""Reading the staff's list of responses, over all campaigns."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select
from sqlalchemy.orm import Session

from casefinder.answer.board import queries
from casefinder.answer.board.rules import BoardState
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import state_case
from casefinder.answer.responses.rules import WITH_EDITORS, ResponseState
from casefinder.answer.snapshots import conditions, spoken_queries
from casefinder.answer.snapshots.queries import statements
from casefinder.answer.snapshots.rules import items_about
from casefinder.answer.snapshots.spoken_rules import SpokenWish, items_of_wish, spoken_wish
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.invitations.staff_queries import named
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires.document import Document
from casefinder.faces import Role
from casefinder.staff.consent.seeing_rules import PERSONAL, Purpose, may_see

PAGE_SIZE = 50
WITH_US = ("submitted", "reading", "resubmitted")  # not accepted yet: what the board calls submitted


@dataclass(frozen=True)
class ListFilter:
    """What the list is narrowed down to; empty means all."""

    words: str = ""
    state: str = ""
    place: str = ""
    kind: str = ""
    topic: str = ""  # a code of the field question
    campaign_id: int | None = None
    wish: str = ""  # spoken: wants to answer by word of mouth
    role: Role = Role.READER  # whose eyes it is for


@dataclass(frozen=True)
class Line:
    """One response of the list."""

    id: int
    organisation: str
    place: str
    kind: str
    campaign: str
    title: str
    topics: tuple[str, ...]
    state: ResponseState
    is_none: bool
    submitted_at: datetime | None
    moved_at: datetime | None
    wish: SpokenWish | None = None
    receipt_number: str | None = None


def topics(session: Session) -> dict[str, str]:
    """Return code → label of the field question, over all versions."""
    return questionnaires.choices_of(session, "fields")


def responses(session: Session, chosen: ListFilter) -> Select[*tuple[Any, ...]]:
    """Return the responses that fit, unordered."""
    state, none = state_case(), conditions.says_nothing(session)
    found = (
        select(
            Response.id, Organisation, Campaign.title, state.label("state"), none.label("none"),
            Response.submitted_at.label("submitted"), queries.last_moved().label("moved"), Response.receipt_number,
        )
        .select_from(Response)
        .join(Invitation, Response.invitation_id == Invitation.id)
        .join(Organisation, Invitation.organisation_id == Organisation.id)
        .join(Campaign, Invitation.campaign_id == Campaign.id)
    )  # fmt: skip
    if chosen.words:
        sees_all = may_see(PERSONAL, chosen.role, Purpose.SEARCH)
        title = conditions.says(
            session,
            "title",
            lambda value: value.as_string().icontains(chosen.words, autoescape=True),
            but_for_editors=sees_all,
        )
        found = found.where(
            or_(
                named(chosen.words, with_contacts=sees_all),
                title,
                Response.receipt_number == chosen.words.upper(),
            )
        )
    if chosen.state == BoardState.NONE:
        found = found.where(says_none(session))
    elif chosen.state:
        wanted = WITH_US if chosen.state == "with_us" else (chosen.state,)
        found = found.where(state.in_(wanted), not_(says_none(session)))
    if chosen.place:
        found = found.where(Organisation.subprefecture == chosen.place)
    if chosen.kind:
        found = found.where(Organisation.kind == chosen.kind)
    if chosen.topic:
        found = found.where(conditions.holds_code(session, "fields", chosen.topic))
    if chosen.wish == "spoken":
        found = found.where(spoken_queries.waits(session))
    if chosen.campaign_id is not None:
        found = found.where(Invitation.campaign_id == chosen.campaign_id)
    return found


def ordered(found: Select[*tuple[Any, ...]], sort: str) -> Select[*tuple[Any, ...]]:
    """Return the list in one of its orders."""
    columns, name = found.selected_columns, (Organisation.kana, Response.id)
    orders: dict[str, tuple[Any, ...]] = {
        "newest": (columns["moved"].desc(), *name),
        "oldest": (columns["moved"], *name),
        "name": name,
        "place": (Organisation.subprefecture, *name),
        "state": (columns["state"], *name),
    }
    return found.order_by(*orders.get(sort, orders["newest"]))


def count(session: Session, found: Select[*tuple[Any, ...]]) -> int:
    """Return how many responses a selection has."""
    inner = found.with_only_columns(Response.id).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(inner)) or 0


def spoken_count(session: Session) -> int:
    """Return how many responses wait to be asked by word of mouth."""
    return (
        session.scalar(select(func.count()).select_from(Response).where(spoken_queries.waits(session))) or 0
    )


def state_counts(session: Session, campaign_id: int | None) -> dict[str, int]:
    """Return how many responses are in each state, each once: 該当なし apart, and `with_us` for all that are with the editors.

    What is with the editors is what the board calls submitted.
    """
    state = case((says_none(session), BoardState.NONE.value), else_=state_case())
    query = select(state, func.count()).select_from(Response).group_by(state)
    if campaign_id is not None:
        query = query.join(Invitation, Response.invitation_id == Invitation.id).where(
            Invitation.campaign_id == campaign_id
        )
    found = {name: number for name, number in session.execute(query)}
    with_us = sum(found.get(name, 0) for name in WITH_US)
    return {**found, **({"with_us": with_us} if with_us else {})}


def says_none(session: Session) -> ColumnElement[bool]:
    """Return the condition that a response with the editors says that there is nothing to report."""
    return and_(conditions.says_nothing(session), state_case().in_([each.value for each in WITH_EDITORS]))


def _of_lines(document: Document) -> set[str]:
    return items_about("title", "fields")(document) | items_of_wish(document)


def lines(
    session: Session, found: Select[*tuple[Any, ...]], *, page: int, role: Role = Role.READER
) -> list[Line]:
    """Return one page of the list, for the eyes of a role."""
    return batch(session, found, PAGE_SIZE, (page - 1) * PAGE_SIZE, role)


def batch(
    session: Session, found: Select[*tuple[Any, ...]], size: int, offset: int, role: Role
) -> list[Line]:
    """Return some lines of the list."""
    rows = session.execute(found.limit(size).offset(offset)).all()
    found_of = statements(session, [row[0] for row in rows], keys=_of_lines)
    made = []
    for response_id, organisation, campaign, state, none, submitted, moved, number in rows:
        said = found_of.get(response_id)
        made.append(
            Line(
                response_id, organisation.display_name, organisation.subprefecture, organisation.kind, campaign,
                said.title_for(role) if said else "", said.fields if said else (), ResponseState(state), bool(none),
                submitted, moved, spoken_wish(said) if said else None,
                number,
            )
        )  # fmt: skip
    return made


@dataclass(frozen=True)
class SubmittedRow:
    """What stands before the answers of one response in a file."""

    id: int
    version_id: int
    receipt_number: str | None
    organisation: str
    code: str | None
    kind: str
    place: str
    state: ResponseState
    submitted_at: datetime | None


def submitted_of(session: Session, campaign_id: int) -> list[SubmittedRow]:
    """Return the responses of a campaign that say something now, by sub-prefecture and reading."""
    query = (
        select(Response, Organisation, state_case().label("state"))
        .join(Invitation, Response.invitation_id == Invitation.id)
        .join(Organisation, Invitation.organisation_id == Organisation.id)
        .where(Invitation.campaign_id == campaign_id, Response.snapshot_id.is_not(None))
        .order_by(Organisation.subprefecture, Organisation.kana, Response.id)
    )
    return [
        SubmittedRow(
            response.id, response.version_id, response.receipt_number, organisation.display_name, organisation.code,
            organisation.kind, organisation.subprefecture, ResponseState(state), response.submitted_at,
        )
        for response, organisation, state in session.execute(query)
    ]  # fmt: skip
