"""Inviting, revoking, renewing, and finding an invitation by the token of its link."""

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations import rules
from casefinder.ask.invitations.errors import CampaignNotOpen, LinkNotFound, RecipientMissing
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.invitations.queries import state_of
from casefinder.ask.organisations.models import Organisation
from casefinder.errors import NotFoundError
from casefinder.mail import service as mail
from casefinder.staff.audit import service as audit

REF_BYTES = 9  # 12 characters; public, it only has to be unique and not a number to count up
INVITE = "ask/invitations/invite"


def invite(
    session: Session,
    campaign_id: int,
    organisation_ids: Sequence[int],
    *,
    link_key: str,
    now: datetime,
    account_id: int | None = None,
) -> list[Invitation]:
    """Invite organisations to an open campaign and queue their letters; who is invited already stays so.

    Args:
        session: A writing session.
        campaign_id: An open campaign.
        organisation_ids: Whom to ask.
        link_key: The installation's secret for links.
        now: When (UTC).
        account_id: Who did it, for the trail.

    Returns:
        The invitations of all the organisations named, old and new, in that order.

    Raises:
        CampaignNotOpen: The campaign is a draft or closed.
        RecipientMissing: Some have no mail address; nobody was invited.
    """
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFoundError
    if campaign.opened_at is None or campaign.closed_at is not None:
        raise CampaignNotOpen
    organisations = _organisations(session, organisation_ids)
    known = {
        found.organisation_id: found
        for found in session.scalars(select(Invitation).where(Invitation.campaign_id == campaign_id))
    }
    invitations = []
    for organisation in organisations:
        if organisation.id not in known:
            known[organisation.id] = _new(session, campaign, organisation, link_key, now, account_id)
        invitations.append(known[organisation.id])
    return invitations


def revoke(session: Session, invitation_id: int, *, now: datetime, account_id: int | None = None) -> None:
    """Make a link stop working at once; what was answered stays. A second time changes nothing."""
    invitation = _locked(session, invitation_id)
    if invitation.revoked_at is None:
        invitation.revoked_at = now
        _note(session, "invitation.revoked", invitation, now, account_id)


def renew_link(
    session: Session, invitation_id: int, *, link_key: str, now: datetime, account_id: int | None = None
) -> None:
    """Give an invitation a new link and queue the letter with it; the old link and its cookies end."""
    invitation = _locked(session, invitation_id)
    invitation.generation += 1
    invitation.revoked_at = None
    invitation.token_digest = _digest(link_key, invitation)
    invitation.sent_at = now
    invitation.expires_at = max(invitation.expires_at, now + rules.LINK_LIFE_AFTER_DEADLINE)
    _note(session, "invitation.renewed", invitation, now, account_id)
    _queue_letter(session, invitation, now)


def find_by_token(session: Session, token: str, *, now: datetime) -> Invitation:
    """Return the invitation whose present link has this token, with campaign and organisation.

    Raises:
        LinkNotFound: There is none, it was revoked or renewed, it expired, or its campaign is not open yet.
    """
    if not rules.is_token(token):
        raise LinkNotFound
    wanted = rules.digest(token)
    found = session.scalar(
        select(Invitation)
        .where(Invitation.token_digest == wanted)
        .options(joinedload(Invitation.campaign), joinedload(Invitation.organisation))
    )
    if found is None or not hmac.compare_digest(found.token_digest, wanted):
        raise LinkNotFound
    if not rules.may_enter(state_of(found, now)):
        raise LinkNotFound
    return found


def note_opened(session: Session, invitation_id: int, *, now: datetime) -> None:
    """Note the first time that 開く was pressed."""
    invitation = _locked(session, invitation_id)
    if invitation.opened_at is None:
        invitation.opened_at = now
        audit.record(
            session,
            "invitation.opened",
            subject_kind="invitation",
            subject_id=invitation.id,
            at=now,
            respondent_invitation_id=invitation.id,
        )


def _organisations(session: Session, ids: Sequence[int]) -> list[Organisation]:
    found = {
        organisation.id: organisation
        for organisation in session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    }
    if len(found) != len(set(ids)):
        raise NotFoundError
    organisations = [found[each] for each in dict.fromkeys(ids)]
    if nameless := [organisation.display_name for organisation in organisations if not organisation.email]:
        raise RecipientMissing(names="、".join(nameless))
    return organisations


def _new(
    session: Session,
    campaign: Campaign,
    organisation: Organisation,
    link_key: str,
    now: datetime,
    account_id: int | None,
) -> Invitation:
    invitation = Invitation(
        campaign=campaign,
        organisation=organisation,
        ref=secrets.token_urlsafe(REF_BYTES),
        recipient_email=organisation.email or "",
        token_digest=secrets.token_bytes(32),  # until the id is known
        generation=1,
        created_at=now,
        sent_at=now,
        expires_at=max(campaign.closes_at, now) + rules.LINK_LIFE_AFTER_DEADLINE,
    )
    session.add(invitation)
    session.flush()
    invitation.token_digest = _digest(link_key, invitation)
    _note(session, "invitation.sent", invitation, now, account_id)
    _queue_letter(session, invitation, now)
    return invitation


def _digest(link_key: str, invitation: Invitation) -> bytes:
    return rules.digest(rules.token_for(link_key, invitation.id, invitation.generation))


def _queue_letter(session: Session, invitation: Invitation, now: datetime) -> None:
    session.flush()
    mail.queue(
        session,
        INVITE,
        now=now,
        invitation_id=invitation.id,
        once_key=f"{INVITE}:{invitation.id}:{invitation.generation}",
        generation=invitation.generation,
    )


def _locked(session: Session, invitation_id: int) -> Invitation:
    found = session.scalar(select(Invitation).where(Invitation.id == invitation_id).with_for_update())
    if found is None:
        raise NotFoundError
    return found


def _note(
    session: Session, action: str, invitation: Invitation, now: datetime, account_id: int | None
) -> None:
    audit.record(
        session,
        action,
        subject_kind="invitation",
        subject_id=invitation.id,
        at=now,
        account_id=account_id,
        generation=invitation.generation,
    )
