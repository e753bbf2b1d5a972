"""Inviting organisations, and what the staff does with all links of an invitation: renewing and stopping them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import logbook
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations import rules
from casefinder.ask.invitations.errors import CampaignNotOpen, LinkStopped, RecipientMissing
from casefinder.ask.invitations.link_service import make_link, raise_generation
from casefinder.ask.invitations.models import Invitation, Link
from casefinder.ask.invitations.rules import LinkScope
from casefinder.ask.organisations.models import Organisation
from casefinder.errors import N_, NotFoundError
from casefinder.mail import service as mail
from casefinder.mail.rules import LetterClass, LetterKind
from casefinder.staff.audit import service as audit

INVITE = LetterKind("ask/invitations/invite", N_("Letter of request"), LetterClass.REQUEST)


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
    """Make all links of an invitation stop working at once; what was answered stays. A second time changes nothing."""
    for link in locked_links(session, invitation_id):
        if link.revoked_at is None:
            link.revoked_at = now
            logbook.note(session, logbook.LINK_REVOKED, now, ref=link.ref, generation=link.generation)
            if link.is_main:
                _note(session, "invitation.revoked", link, now, account_id)


def renew(
    session: Session, invitation_id: int, *, link_key: str, now: datetime, account_id: int | None = None
) -> None:
    """Give an invitation new links and queue the letter with the main one; the old ones and their cookies end.

    Links that were made for other recipients (colleagues, the boss) stay as they are.
    """
    for link in locked_links(session, invitation_id):
        if link.recipient is None and link.scope == LinkScope.RESPONSE:
            raise_generation(session, link, link_key=link_key, now=now)
        if link.is_main:
            link.sent_at = now
            _note(session, "invitation.renewed", link, now, account_id)
            _queue_letter(session, link, now)


def send_same_link(
    session: Session, invitation_id: int, *, now: datetime, account_id: int | None = None
) -> None:
    """Queue the letter of request once more, with the link that it had: whoever has it already can go on using it.

    Twice within the same moment is once.

    Raises:
        LinkStopped: The link was stopped; only a new one can be sent.
        CampaignNotOpen: The campaign takes no answers.
    """
    main = next(link for link in locked_links(session, invitation_id) if link.is_main)
    campaign = main.invitation.campaign
    if campaign.opened_at is None or campaign.closed_at is not None:
        raise CampaignNotOpen
    if main.revoked_at is not None:
        raise LinkStopped
    main.sent_at = now
    _note(session, "invitation.sent_again", main, now, account_id)
    _queue_letter(session, main, now, again=f":{now:%Y%m%dT%H%M}")


def locked_links(session: Session, invitation_id: int) -> list[Link]:
    """Return all links of an invitation, locked; who also needs the invitation's row locks it after them."""
    found = list(
        session.scalars(
            select(Link)
            .where(Link.invitation_id == invitation_id)
            .order_by(Link.id)
            .with_for_update(of=Link)
            .execution_options(populate_existing=True)
        )
    )
    if not found:
        raise NotFoundError
    return found


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
        recipient_email=organisation.email or "",
        created_at=now,
    )
    session.add(invitation)
    session.flush()
    expires_at = max(campaign.closes_at, now) + rules.LINK_LIFE_AFTER_DEADLINE
    link = make_link(
        session, invitation.id, LinkScope.RESPONSE, link_key=link_key, expires_at=expires_at, now=now,
        is_main=True,
    )  # fmt: skip
    link.sent_at = now
    _note(session, "invitation.sent", link, now, account_id)
    _queue_letter(session, link, now)
    return invitation


def _queue_letter(session: Session, link: Link, now: datetime, *, again: str = "") -> None:
    session.flush()
    mail.queue(
        session,
        INVITE,
        now=now,
        organisation_id=link.invitation.organisation_id,
        invitation_id=link.invitation_id,
        link_id=link.id,
        once_key=f"{INVITE.name}:{link.id}:{link.generation}{again}",
        generation=link.generation,
    )


def _note(session: Session, action: str, link: Link, now: datetime, account_id: int | None) -> None:
    audit.record(
        session,
        action,
        subject_kind="invitation",
        subject_id=link.invitation_id,
        at=now,
        account_id=account_id,
        generation=link.generation,
    )
