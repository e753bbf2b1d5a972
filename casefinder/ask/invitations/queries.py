"""Reading links: by ref, by token digest; an invitation's main link."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations.models import Invitation, Link
from casefinder.ask.invitations.rules import LinkScope, LinkState, deadline, honorific, link_state
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.organisations.rules import shown_name


@dataclass(frozen=True)
class Invited:
    """Whose link it is and what it opens: `g.invited` on respondent pages."""

    link_id: int
    invitation_id: int
    response_id: int | None
    ref: str
    generation: int
    scope: LinkScope
    section_keys: tuple[str, ...]
    is_own: bool  # made for the invited organisation itself, not handed on to somebody
    state: LinkState
    campaign_id: int
    campaign_title: str
    survey_number: str
    version_id: int
    organisation_id: int
    organisation_name: str
    recipient_email: str
    due_at: datetime

    def opens_section(self, key: str) -> bool:
        """Say whether this link opens a section."""
        return self.scope is LinkScope.RESPONSE or (
            self.scope is LinkScope.SECTIONS and key in self.section_keys
        )


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


def state_of(link: Link, now: datetime) -> LinkState:
    """Return the state of a link whose campaign is at hand."""
    campaign = link.invitation.campaign
    return link_state(
        campaign_opened_at=campaign.opened_at,
        campaign_closed_at=campaign.closed_at,
        opened_at=link.opened_at,
        expires_at=link.expires_at,
        revoked_at=link.revoked_at,
        now=now,
    )


def invited(link: Link, now: datetime) -> Invited:
    """Return the plain values that pages need."""
    invitation = link.invitation
    campaign = invitation.campaign
    return Invited(
        link_id=link.id,
        invitation_id=invitation.id,
        response_id=link.response_id,
        ref=link.ref,
        generation=link.generation,
        scope=LinkScope(link.scope),
        section_keys=tuple(str(key) for key in link.section_keys),
        is_own=link.recipient is None,
        state=state_of(link, now),
        campaign_id=campaign.id,
        campaign_title=campaign.title,
        survey_number=campaign.survey_number,
        version_id=campaign.version_id,
        organisation_id=invitation.organisation_id,
        organisation_name=invitation.organisation.display_name,
        recipient_email=link.recipient or invitation.recipient_email,
        due_at=deadline(campaign.closes_at, invitation.due_at),
    )


_BY_REF = (
    select(
        Link.id, Link.invitation_id, Link.response_id, Link.generation, Link.scope, Link.section_keys, Link.recipient,
        Link.opened_at, Link.expires_at, Link.revoked_at, Invitation.recipient_email, Invitation.due_at,
        Invitation.organisation_id, Organisation.name, Organisation.is_sample, Campaign.id.label("campaign_id"),
        Campaign.title, Campaign.survey_number, Campaign.version_id, Campaign.closes_at,
        Campaign.opened_at.label("campaign_opened_at"), Campaign.closed_at.label("campaign_closed_at"),
    )
    .join(Invitation, Link.invitation_id == Invitation.id)
    .join(Campaign, Invitation.campaign_id == Campaign.id)
    .join(Organisation, Invitation.organisation_id == Organisation.id)
    .where(Link.ref == bindparam("ref"))
)  # fmt: skip


def by_ref(session: Session, ref: str, *, now: datetime) -> Invited | None:
    """Return what the link with that public ref opens, None when there is none.

    Asked before every page of a respondent: columns of one row, no objects.
    """
    row = session.connection().execute(_BY_REF, {"ref": ref}).one_or_none()
    if row is None:
        return None
    state = link_state(
        campaign_opened_at=row.campaign_opened_at, campaign_closed_at=row.campaign_closed_at,
        opened_at=row.opened_at, expires_at=row.expires_at, revoked_at=row.revoked_at, now=now,
    )  # fmt: skip
    return Invited(
        row.id, row.invitation_id, row.response_id, ref, row.generation, LinkScope(row.scope),
        tuple(str(key) for key in row.section_keys), row.recipient is None, state, row.campaign_id, row.title,
        row.survey_number, row.version_id, row.organisation_id, shown_name(row.name, is_sample=row.is_sample),
        row.recipient or row.recipient_email, deadline(row.closes_at, row.due_at),
    )  # fmt: skip


def with_campaign() -> tuple[_AbstractLoad, ...]:
    """Return the options that load a link with its invitation, campaign and organisation at once."""
    invitation = joinedload(Link.invitation)
    return (invitation.joinedload(Invitation.campaign), invitation.joinedload(Invitation.organisation))


def is_main_link() -> ColumnElement[bool]:
    """Return the condition that joins an invitation with its main link."""
    return and_(Link.invitation_id == Invitation.id, Link.is_main.is_(True))


def own_link_of(session: Session, response_id: int) -> Link | None:
    """Return the link by which the invited organisation itself opens a response."""
    return session.scalar(
        select(Link)
        .where(Link.response_id == response_id, Link.scope == LinkScope.RESPONSE, Link.recipient.is_(None))
        .order_by(Link.id)
        .limit(1)
    )
