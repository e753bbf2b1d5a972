"""Making, renewing and stopping one link, and finding it by its token."""

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import logbook
from casefinder.ask.invitations import rules
from casefinder.ask.invitations.errors import BadSections, LinkNotFound
from casefinder.ask.invitations.models import Invitation, Link
from casefinder.ask.invitations.queries import state_of, with_campaign
from casefinder.ask.invitations.rules import LinkScope
from casefinder.errors import NotFoundError
from casefinder.staff.audit import service as audit

REF_BYTES = 9  # 12 characters; public, it only has to be unique and not a number to count up


def make_link(
    session: Session,
    invitation_id: int,
    scope: LinkScope,
    *,
    link_key: str,
    expires_at: datetime,
    now: datetime,
    response_id: int | None = None,
    section_keys: Sequence[str] = (),
    recipient: str | None = None,
    is_main: bool = False,
    account_id: int | None = None,
    by_link_id: int | None = None,
) -> Link:
    """Make a further link of an invitation; the letter or the cookie that brings it is the caller's.

    Args:
        session: A writing session.
        invitation_id: Whose.
        scope: What it opens.
        link_key: The installation's secret for links.
        expires_at: When it ends (UTC).
        now: When (UTC).
        response_id: Which response it opens or is about; None, for the scope `response`, before that is begun.
        section_keys: Which sections, for the scope `sections` and no other.
        recipient: Whom it is for; None is the invitation's own address.
        is_main: Whether it is the link of the letter of request; an invitation has one.
        account_id: The staff account that makes it.
        by_link_id: The link whose holder makes it.

    Raises:
        BadSections: Sections are named for another scope, or none for this one.
    """
    if bool(section_keys) is not (scope is LinkScope.SECTIONS):
        raise BadSections
    ref = secrets.token_urlsafe(REF_BYTES)
    link = Link(
        invitation_id=invitation_id, scope=scope.value, section_keys=list(section_keys), response_id=response_id,
        ref=ref, token_digest=rules.digest(rules.token_for(link_key, ref, 1)), generation=1, is_main=is_main,
        recipient=recipient, created_at=now, expires_at=expires_at,
    )  # fmt: skip
    session.add(link)
    session.flush()
    if not is_main:
        _note(session, "link.made", link, now, account_id, by_link_id, scope=scope.value)
        session.flush()
    return link


def revoke_link(
    session: Session,
    link_id: int,
    *,
    now: datetime,
    account_id: int | None = None,
    by_link_id: int | None = None,
) -> None:
    """Make one link stop working at once; what was answered stays. A second time changes nothing."""
    link = locked(session, link_id)
    if link.revoked_at is None:
        link.revoked_at = now
        logbook.note(session, logbook.LINK_REVOKED, now, ref=link.ref, generation=link.generation)
        _note(session, "link.revoked", link, now, account_id, by_link_id)


def renew_link(
    session: Session,
    link_id: int,
    *,
    link_key: str,
    now: datetime,
    account_id: int | None = None,
    by_link_id: int | None = None,
) -> Link:
    """Give one link a new token; the old one and its cookies end, a revocation is lifted."""
    link = locked(session, link_id)
    raise_generation(session, link, link_key=link_key, now=now)
    _note(session, "link.renewed", link, now, account_id, by_link_id, generation=link.generation)
    return link


def raise_generation(session: Session, link: Link, *, link_key: str, now: datetime) -> None:
    """Give a locked link its next token; for verbs that note it in the trail themselves."""
    link.generation += 1
    link.revoked_at = None
    link.token_digest = digest_of(link_key, link)
    link.expires_at = max(link.expires_at, now + rules.LINK_LIFE_AFTER_DEADLINE)
    logbook.note(session, logbook.LINK_RENEWED, now, ref=link.ref, generation=link.generation)


def find_by_token(session: Session, token: str, *, now: datetime) -> Link:
    """Return the link whose present token this is, with invitation, campaign and organisation.

    Raises:
        LinkNotFound: There is none, it was revoked or renewed, it expired, or its campaign is not open yet.
    """
    if not rules.is_token(token):
        raise LinkNotFound
    wanted = rules.digest(token)
    found = session.scalar(select(Link).where(Link.token_digest == wanted).options(*with_campaign()))
    if found is None or not hmac.compare_digest(found.token_digest, wanted):
        raise LinkNotFound
    if not rules.may_enter(state_of(found, now)):
        raise LinkNotFound
    return found


def note_opened(session: Session, link: Link, *, now: datetime) -> None:
    """Note the first time that 開く was pressed at a locked link, and at any of its invitation's links."""
    if link.opened_at is not None:
        return
    link.opened_at = now
    invitation = session.get_one(Invitation, link.invitation_id, with_for_update={"of": Invitation})
    if invitation.opened_at is None:
        invitation.opened_at = now
        audit.record(
            session, "invitation.opened", subject_kind="invitation", subject_id=invitation.id, at=now,
            respondent_invitation_id=invitation.id, link_id=link.id,
        )  # fmt: skip


def digest_of(link_key: str, link: Link) -> bytes:
    """Return the digest of the token that a link gets for its generation."""
    return rules.digest(rules.token_for(link_key, link.ref, link.generation))


def token_of(link_key: str, link: Link) -> str:
    """Return a link's present token, as the version that made it derived it."""
    token = rules.token_for(link_key, link.ref, link.generation)
    if rules.digest(token) == link.token_digest:
        return token
    return rules.old_token_for(link_key, link.id, link.generation)


def locked(session: Session, link_id: int) -> Link:
    """Return a link with its row locked until the transaction ends."""
    found = session.scalar(
        select(Link).where(Link.id == link_id).with_for_update(of=Link).execution_options(populate_existing=True)
    )  # fmt: skip
    if found is None:
        raise NotFoundError
    return found


def _note(
    session: Session,
    action: str,
    link: Link,
    now: datetime,
    account_id: int | None,
    by_link_id: int | None,
    **detail: object,
) -> None:
    audit.record(
        session, action, subject_kind="link", subject_id=link.id, at=now, account_id=account_id,
        respondent_invitation_id=link.invitation_id if by_link_id is not None else None, link_id=by_link_id, **detail,
    )  # fmt: skip
