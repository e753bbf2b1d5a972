"""One response as the staff reads it: every answer in order, with level, revision, files and what was agreed to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from casefinder.answer.answers.ending_rules import is_ended
from casefinder.answer.reading.shown import SectionShown, sections_shown
from casefinder.answer.responses import queries, rules
from casefinder.answer.responses.models import Response, ResponseEvent
from casefinder.answer.responses.rules import ResponseState
from casefinder.answer.returns.queries import Message, messages_of
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.snapshots.spoken_rules import SpokenWish, spoken_wish
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires.document import Document
from casefinder.errors import NotFoundError
from casefinder.faces import Role
from casefinder.staff.consent import queries as consents
from casefinder.staff.consent.queries import Entry


@dataclass(frozen=True)
class Other:
    """Another response of the same organisation to the same campaign."""

    id: int
    number: int
    state: ResponseState


@dataclass(frozen=True)
class Page:
    """All that the page of one response needs."""

    response_id: int
    invitation_id: int
    campaign_id: int
    campaign_title: str
    organisation: str
    place: str
    kind: str
    state: ResponseState
    is_none: bool
    receipt_number: str | None
    revision: int
    submitted_revision: int | None
    started_at: datetime
    saved_at: datetime | None
    submitted_at: datetime | None
    first_read_at: datetime | None
    accepted_at: datetime | None
    edition: int
    title: str
    example: str  # a question's number, to show how a message may name one
    sections: tuple[SectionShown, ...]
    consents: Mapping[str, str]
    said: Mapping[str, str]  # consents as submitted last, whatever was withdrawn since
    ledger: tuple[Entry, ...]
    messages: tuple[Message, ...]
    events: tuple[tuple[str, datetime, int], ...] = field(default_factory=tuple)
    others: tuple[Other, ...] = ()
    wish: SpokenWish | None = None

    @property
    def may_return(self) -> bool:
        """Whether it is with the editors."""
        return self.state in rules.WITH_EDITORS

    @property
    def may_begin(self) -> bool:
        """Whether nobody has begun to read what was submitted."""
        return rules.may_take_back(self.state)

    @property
    def is_changed_since(self) -> bool:
        """Whether the respondent has written since the last submit."""
        return self.submitted_revision is not None and self.revision != self.submitted_revision


def load(session: Session, response_id: int, *, role: Role) -> Page:
    """Return the page of a response.

    Args:
        session: A reading session.
        response_id: Which response.
        role: Whose eyes it is for.

    Raises:
        NotFoundError: There is no such response.
    """
    response = session.scalar(
        select(Response)
        .where(Response.id == response_id)
        .options(
            joinedload(Response.invitation).joinedload(Invitation.organisation),
            joinedload(Response.invitation).joinedload(Invitation.campaign),
            joinedload(Response.version),
        )
    )
    if response is None:
        raise NotFoundError
    invitation, document = response.invitation, questionnaires.document_of(response.version)
    said = snapshots.statement(session, response_id)
    return Page(
        response.id, invitation.id, invitation.campaign_id, invitation.campaign.title,
        invitation.organisation.display_name, invitation.organisation.subprefecture, invitation.organisation.kind,
        queries.state_of(response), bool(said and is_ended(document, said.answers)), response.receipt_number, response.revision,
        response.submitted_revision, response.started_at, response.saved_at, response.submitted_at,
        response.first_read_at, response.accepted_at, queries.submissions(session, response_id),
        said.title_for(role) if said else "", _example(document),
        sections_shown(said, role, register_line(invitation.organisation)) if said else (),
        said.consents if said else {}, said.said if said else {}, tuple(consents.ledger(session, response_id)),
        tuple(messages_of(session, response_id)), _events(session, response_id),
        _others(session, response), spoken_wish(said) if said else None,
    )  # fmt: skip


def _example(document: Document) -> str:
    asked = document.meant("trouble")
    return asked.item.number if asked else next(document.items()).number


def register_line(organisation: Organisation) -> str:
    """Return what the register knows and the questionnaire only shows: name, code, sub-prefecture."""
    return "　".join(filter(None, (organisation.display_name, organisation.code, organisation.subprefecture)))


def _others(session: Session, response: Response) -> tuple[Other, ...]:
    found = session.scalars(
        select(Response).where(Response.invitation_id == response.invitation_id).order_by(Response.id)
    )
    return tuple(
        Other(each.id, number, queries.state_of(each))
        for number, each in enumerate(found, start=1)
        if each.id != response.id
    )


def _events(session: Session, response_id: int) -> tuple[tuple[str, datetime, int], ...]:
    rows = session.execute(
        select(ResponseEvent.kind, ResponseEvent.at, ResponseEvent.revision)
        .where(ResponseEvent.response_id == response_id)
        .order_by(ResponseEvent.id)
    )
    return tuple((kind, at, revision) for kind, at, revision in rows)
