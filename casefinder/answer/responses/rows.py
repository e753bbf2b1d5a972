"""The rows of a response that its verbs work on: locked, judged open or not, and told of in events and trail."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, contains_eager

from casefinder.answer.responses import queries, rules
from casefinder.answer.responses.errors import CampaignClosed, ResponseClosed
from casefinder.answer.responses.models import Response, ResponseEvent
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.invitations.queries import own_link_of
from casefinder.errors import NotFoundError
from casefinder.mail import service as mail
from casefinder.mail.rules import LetterKind
from casefinder.staff.audit import service as audit

TICK = timedelta(microseconds=1)  # keeps instants of one response in order when the clock stands still


_LOCKED = (
    select(Response)
    .join(Response.invitation)
    .join(Invitation.campaign)
    .join(Response.version)
    .where(Response.id == bindparam("response_id"))
    .options(
        contains_eager(Response.invitation).contains_eager(Invitation.campaign),
        contains_eager(Response.version),
    )
    .with_for_update(of=Response)
    .execution_options(populate_existing=True)
)


def locked(session: Session, response_id: int) -> Response:
    """Return a response with its row locked until the transaction ends; invitation, campaign and version come along."""
    found = session.scalar(_LOCKED, {"response_id": response_id})
    if found is None:
        raise NotFoundError
    return found


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


def after(now: datetime, *instants: datetime | None) -> datetime:
    """Return `now`, or a moment after the latest of some instants of the same response."""
    return max([now, *(instant + TICK for instant in instants if instant is not None)])


def not_before(now: datetime, instant: datetime | None) -> datetime:
    """Return `now`, or the instant when the clock has not reached it."""
    return now if instant is None else max(now, instant)


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
