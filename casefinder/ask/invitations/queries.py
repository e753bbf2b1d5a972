"""Reading invitations: by ref, by token digest."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from casefinder.ask.invitations.models import Invitation
from casefinder.ask.invitations.rules import InvitationState, deadline, honorific, invitation_state


@dataclass(frozen=True)
class Invited:
    """Whose link it is and what may be done with it: `g.invited` on respondent pages."""

    invitation_id: int
    ref: str
    generation: int
    state: InvitationState
    campaign_id: int
    campaign_title: str
    survey_number: str
    version_id: int
    organisation_id: int
    organisation_name: str
    recipient_email: str
    due_at: datetime


@dataclass(frozen=True)
class AskedFor:
    """What the first page says: why, what for, until when it is published, and how the recipient is addressed."""

    legal_basis: str
    purpose: str
    publication: str
    opened_at: datetime | None
    honorific: str


def asked_for(invitation: Invitation) -> AskedFor:
    """Return the words of an invitation's campaign, as plain values."""
    campaign, organisation = invitation.campaign, invitation.organisation
    return AskedFor(
        campaign.legal_basis,
        campaign.purpose,
        campaign.publication,
        campaign.opened_at,
        honorific(organisation.kind, organisation.municipality_type),
    )


def state_of(invitation: Invitation, now: datetime) -> InvitationState:
    """Return the state of an invitation whose campaign is at hand."""
    return invitation_state(
        campaign_opened_at=invitation.campaign.opened_at,
        campaign_closed_at=invitation.campaign.closed_at,
        opened_at=invitation.opened_at,
        expires_at=invitation.expires_at,
        revoked_at=invitation.revoked_at,
        now=now,
    )


def invited(invitation: Invitation, now: datetime) -> Invited:
    """Return the plain values that pages need."""
    campaign = invitation.campaign
    return Invited(
        invitation_id=invitation.id,
        ref=invitation.ref,
        generation=invitation.generation,
        state=state_of(invitation, now),
        campaign_id=campaign.id,
        campaign_title=campaign.title,
        survey_number=campaign.survey_number,
        version_id=campaign.version_id,
        organisation_id=invitation.organisation_id,
        organisation_name=invitation.organisation.display_name,
        recipient_email=invitation.recipient_email,
        due_at=deadline(campaign.closes_at, invitation.due_at),
    )


def by_ref(session: Session, ref: str, *, now: datetime) -> Invited | None:
    """Return the invitation with that public ref, None when there is none."""
    found = session.scalar(
        select(Invitation)
        .where(Invitation.ref == ref)
        .options(joinedload(Invitation.campaign), joinedload(Invitation.organisation))
    )
    return invited(found, now) if found else None
