"""The rows of a response that its verbs work on: locked, judged open or not, and told of in events and trail."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, contains_eager

from casefinder.answer.responses import queries, rules
from casefinder.answer.responses.errors import CampaignClosed, ResponseClosed
from casefinder.answer.responses.models import Response, ResponseEvent, ReturnMessage
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations.models import Invitation, Link
from casefinder.ask.invitations.queries import own_link_of
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires.answers import Given
from casefinder.ask.questionnaires.document import Document, Field
from casefinder.errors import NotFoundError
from casefinder.mail import service as mail
from casefinder.mail.rules import LetterKind
from casefinder.staff.audit import service as audit
from casefinder.staff.consent.rules import Scope
from casefinder.staff.consent.service import Said

TICK = timedelta(microseconds=1)  # keeps instants of one response in order when the clock stands still


@dataclass(frozen=True)
class Receipt:
    """What the respondent gets for a submitted response."""

    number: str
    submitted_at: datetime
    revision: int


def locked(session: Session, response_id: int) -> Response:
    """Return a response with its row locked until the transaction ends; invitation, campaign and version come along."""
    found = session.scalar(
        select(Response)
        .join(Response.invitation)
        .join(Invitation.campaign)
        .join(Response.version)
        .where(Response.id == response_id)
        .options(
            contains_eager(Response.invitation).contains_eager(Invitation.campaign),
            contains_eager(Response.version),
        )
        .with_for_update(of=Response)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    return found


def begun(session: Session, link: Link, now: datetime) -> Response:
    """Begin the response that a locked link opens, with the campaign's pinned version.

    Raises:
        CampaignClosed: The campaign takes no answers any more.
    """
    campaign = session.get_one(Campaign, link.invitation.campaign_id)
    if campaign.closed_at is not None:
        raise CampaignClosed
    response = Response(
        invitation_id=link.invitation_id, version_id=campaign.version_id, revision=0, started_at=now
    )
    session.add(response)
    session.flush()
    link.response_id = response.id
    happened(session, response, "opened", now, link_id=link.id)
    return response


def queue_letter(
    session: Session, response: Response, kind: LetterKind, *, now: datetime, once_key: str, **context: Any
) -> None:
    """Put a letter about a response into the outbox; it names the organisation's own link to it."""
    link = own_link_of(session, response.id)
    mail.queue(
        session,
        kind,
        now=now,
        organisation_id=response.invitation.organisation_id,
        invitation_id=response.invitation_id,
        link_id=link.id if link else None,
        once_key=once_key,
        response_id=response.id,
        **context,
    )


def open_for_writing(session: Session, response_id: int) -> Response:
    """Return a locked response that its respondent may still change."""
    response = locked(session, response_id)
    state = queries.state_of(response)
    if state not in rules.WRITABLE:
        raise ResponseClosed
    refuse_when_closed(response, state)
    return response


def refuse_when_closed(response: Response, state: rules.ResponseState) -> None:
    """Raise when the campaign takes no answers any more; what was returned may always be corrected."""
    is_closed = response.invitation.campaign.closed_at is not None
    if is_closed and state is not rules.ResponseState.RETURNED:
        raise CampaignClosed


def new_receipt_number(session: Session) -> str:
    """Return a receipt number that no response has."""
    while True:
        characters = "".join(secrets.choice(rules.RECEIPT_ALPHABET) for _ in range(rules.RECEIPT_CHARS))
        number = rules.receipt_number(characters)
        if session.scalar(select(Response.id).where(Response.receipt_number == number)) is None:
            return number


def after(now: datetime, *instants: datetime | None) -> datetime:
    """Return `now`, or a moment after the latest of some instants of the same response."""
    return max([now, *(instant + TICK for instant in instants if instant is not None)])


def not_before(now: datetime, instant: datetime | None) -> datetime:
    """Return `now`, or the instant when the clock has not reached it."""
    return now if instant is None else max(now, instant)


def consents(document: Document, answers: Mapping[str, Given]) -> dict[str, Said]:
    """Return scope → what is said, of every consent question; an empty choice where it is not asked or answered."""
    chosen: dict[str, Said] = {}
    in_scope = {item.key for item in questions.items_in_scope(document, answers)}
    for item in document.items():
        for each in item.fields:
            if scope := scope_of(each):
                given = answers.get(item.key) if item.key in in_scope else None
                value = given.value.get(each.entry) if given else None
                chosen[scope] = Said(item.key, str(value or ""))
    return chosen


def scope_of(field: Field) -> str:
    """Return which scope of consent a field asks for, empty when it asks for none."""
    asked = field.means.removeprefix("consent.") if field.kind == "consent" else ""
    return asked if asked in set(Scope) else ""


def answer_messages(session: Session, response_id: int, now: datetime) -> None:
    """Note that a submit answers what the editors asked."""
    session.execute(
        update(ReturnMessage)
        .where(ReturnMessage.response_id == response_id, ReturnMessage.answered_at.is_(None))
        .values(answered_at=now)
    )


def reopen_messages(session: Session, response: Response) -> None:
    """Take that back: the last return's message is open again."""
    session.execute(
        update(ReturnMessage)
        .where(ReturnMessage.response_id == response.id, ReturnMessage.returned_at == response.returned_at)
        .values(answered_at=None)
    )


def happened(
    session: Session,
    response: Response,
    kind: str,
    now: datetime,
    *,
    account_id: int | None = None,
    link_id: int | None = None,
) -> None:
    """Add an event and an entry of the trail."""
    session.add(ResponseEvent(response_id=response.id, kind=kind, at=now, revision=response.revision))
    session.flush()
    audit.record(
        session,
        f"response.{kind}",
        subject_kind="response",
        subject_id=response.id,
        at=now,
        account_id=account_id,
        respondent_invitation_id=None if account_id is not None else response.invitation_id,
        link_id=link_id,
    )


def receipt_of(response: Response) -> Receipt:
    """Return the receipt of a submitted response."""
    assert response.receipt_number is not None  # noqa: S101 - the table's check says so
    assert response.submitted_at is not None  # noqa: S101
    return Receipt(response.receipt_number, response.submitted_at, response.submitted_revision or 0)
