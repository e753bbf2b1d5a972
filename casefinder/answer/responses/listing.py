"""Reading the staff's list of responses, over all campaigns."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from casefinder.answer.responses import board
from casefinder.answer.responses.board_rules import BoardState
from casefinder.answer.responses.models import Answer, Response
from casefinder.answer.responses.queries import state_case
from casefinder.answer.responses.rules import ResponseState
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.invitations.staff_queries import named
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.questionnaires import service as questionnaires
from casefinder.ask.questionnaires.document import Choice
from casefinder.ask.questionnaires.models import QuestionnaireVersion

PAGE_SIZE = 50
TITLE_KEY, FIELD_KEY = "C1", "C4"


@dataclass(frozen=True)
class ListFilter:
    """What the list is narrowed down to; empty means all."""

    words: str = ""
    state: str = ""
    place: str = ""
    kind: str = ""
    topic: str = ""  # a code of C4
    campaign_id: int | None = None


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


def topics(session: Session) -> dict[str, str]:
    """Return code → label of the field question, over all versions."""
    found: dict[str, str] = {}
    for version in session.scalars(select(QuestionnaireVersion).order_by(QuestionnaireVersion.id)):
        document = questionnaires.document_of(version)
        choices: tuple[Choice, ...] = next(
            (item.fields[0].choices for item in document.items() if item.key == FIELD_KEY), ()
        )
        found.update({choice.code: choice.label for choice in choices})
    return found


def responses(session: Session, chosen: ListFilter) -> Select[*tuple[Any, ...]]:
    """Return the responses that fit, unordered."""
    state, none = state_case(), board.said_none(session)
    found = (
        select(
            Response.id, Organisation, Campaign.title, state.label("state"), none.label("none"),
            Response.submitted_at.label("submitted"), board.last_moved().label("moved"),
        )
        .select_from(Response)
        .join(Invitation, Response.invitation_id == Invitation.id)
        .join(Organisation, Invitation.organisation_id == Organisation.id)
        .join(Campaign, Invitation.campaign_id == Campaign.id)
    )  # fmt: skip
    if chosen.words:
        title = exists().where(
            Answer.response_id == Response.id, Answer.question_key == TITLE_KEY,
            Answer.value[""].as_string().icontains(chosen.words, autoescape=True),
        )  # fmt: skip
        found = found.where(or_(named(chosen.words), title, Response.receipt_number == chosen.words.upper()))
    if chosen.state == "with_us":
        found = found.where(state.in_(["submitted", "reading", "resubmitted"]))
    elif chosen.state == BoardState.NONE:
        found = found.where(none, Response.submitted_at.is_not(None))
    elif chosen.state:
        found = found.where(state == chosen.state)
    if chosen.place:
        found = found.where(Organisation.subprefecture == chosen.place)
    if chosen.kind:
        found = found.where(Organisation.kind == chosen.kind)
    if chosen.topic:
        found = found.where(board.holds_code(FIELD_KEY, chosen.topic))
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


def state_counts(session: Session, campaign_id: int | None) -> dict[str, int]:
    """Return how many responses are in each state."""
    state = state_case()
    query = select(state, func.count()).select_from(Response).group_by(state)
    if campaign_id is not None:
        query = query.join(Invitation, Response.invitation_id == Invitation.id).where(
            Invitation.campaign_id == campaign_id
        )
    return {name: number for name, number in session.execute(query)}


def lines(
    session: Session, found: Select[*tuple[Any, ...]], labels: dict[str, str], *, page: int
) -> list[Line]:
    """Return one page of the list."""
    rows = session.execute(found.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    said: dict[tuple[int, str], Any] = {
        (response_id, key): value
        for response_id, key, value in session.execute(
            select(Answer.response_id, Answer.question_key, Answer.value).where(
                Answer.response_id.in_([row[0] for row in rows]),
                Answer.question_key.in_([TITLE_KEY, FIELD_KEY]),
            )
        )
    }
    made = []
    for response_id, organisation, campaign, state, none, submitted, moved in rows:
        codes = said.get((response_id, FIELD_KEY), {}).get("") or []
        made.append(
            Line(
                response_id, organisation.display_name, organisation.subprefecture, organisation.kind, campaign,
                str(said.get((response_id, TITLE_KEY), {}).get("") or ""),
                tuple(labels.get(code, code) for code in codes if isinstance(code, str)),
                ResponseState(state), bool(none), submitted, moved,
            )
        )  # fmt: skip
    return made
