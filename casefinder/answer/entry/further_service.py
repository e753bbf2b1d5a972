"""Further responses of one invitation: a town with two good initiatives reports both."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from casefinder.answer.entry import service
from casefinder.answer.entry.errors import TooManyResponses
from casefinder.answer.responses import queries
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.rules import ResponseState
from casefinder.ask.invitations import link_service as links
from casefinder.ask.invitations.models import Link
from casefinder.ask.invitations.queries import Invited, invited
from casefinder.ask.invitations.rules import LinkScope
from casefinder.ask.invitations.service import locked_links
from casefinder.errors import NotFoundError

MOST_RESPONSES = 20


@dataclass(frozen=True)
class OwnResponse:
    """One of the responses of an organisation, as its own list shows it."""

    ref: str
    number: int  # 1 is the first
    state: ResponseState
    receipt_number: str | None
    saved_at: datetime | None


def begin_another(session: Session, present: Invited, *, link_key: str, now: datetime) -> Invited:
    """Begin a further response with a link of its own; while one is still empty, that one is returned instead.

    Args:
        session: A writing session.
        present: The link whose holder asks for it; one of the organisation's own.
        link_key: The installation's secret for links.
        now: When (UTC).

    Raises:
        CampaignClosed: The campaign takes no answers any more.
        TooManyResponses: There are very many already.
    """
    own = [link for link in locked_links(session, present.invitation_id) if _is_own(link)]
    if not present.is_own or present.scope is not LinkScope.RESPONSE:
        raise NotFoundError
    for link in own:
        if link.response_id is not None and session.get_one(Response, link.response_id).revision == 0:
            return invited(link, now)
    if len(own) >= MOST_RESPONSES:
        raise TooManyResponses
    link = links.make_link(
        session, present.invitation_id, LinkScope.RESPONSE, link_key=link_key, now=now,
        expires_at=max(each.expires_at for each in own), by_link_id=present.link_id,
    )  # fmt: skip
    service.begun(session, link, now)
    links.note_opened(session, link, now=now)
    return invited(link, now)


def own_responses(session: Session, present: Invited) -> list[OwnResponse]:
    """Return all responses of an organisation to one invitation, the first one first."""
    if not present.is_own or present.scope is not LinkScope.RESPONSE:
        return []
    found = session.execute(
        select(Link.ref, Response)
        .join(Response, Response.id == Link.response_id)
        .where(*_own_links(present.invitation_id))
        .order_by(Response.id)
    ).all()
    return [
        OwnResponse(ref, number, queries.state_of(response), response.receipt_number, response.saved_at)
        for number, (ref, response) in enumerate(found, start=1)
    ]


def other_link(session: Session, present: Invited, ref: str, *, now: datetime) -> Invited:
    """Return another link of the same organisation, whose response its holder may open as well.

    Raises:
        NotFoundError: There is none with that ref, or the present link was handed on to somebody.
    """
    own = select(Link).where(*_own_links(present.invitation_id), Link.ref == ref)
    found = session.scalar(own)
    if found is None or not present.is_own or present.scope is not LinkScope.RESPONSE:
        raise NotFoundError
    return invited(found, now)


def _own_links(invitation_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Link.invitation_id == invitation_id, Link.scope == LinkScope.RESPONSE.value, Link.recipient.is_(None),
        Link.revoked_at.is_(None),
    )  # fmt: skip


def _is_own(link: Link) -> bool:
    return link.scope == LinkScope.RESPONSE and link.recipient is None and link.revoked_at is None
