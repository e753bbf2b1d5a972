"""Invitations for tests, and browsers that have opened one."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations import link_service, rules, service
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.invitations.models import Link as StoredLink
from casefinder.ask.organisations.models import Organisation
from casefinder.clock import utc_now
from tests.factories.campaigns import make_campaign

_numbers = count(1)
LINK_KEY = "a key for links that only tests know, 0123456789"


def make_invited_organisation(
    session: Session, *, name: str | None = None, email: str | None = None
) -> Organisation:
    """A sample town with an address."""
    number = next(_numbers)
    organisation = Organisation(
        kind="municipality", code=None, name=name or f"見本{number}町", kana="みほん", municipality_type="town",
        subprefecture="空知総合振興局", email=email or f"town{number}@example.jp", is_sample=True,
        created_at=utc_now(), retired_at=None,
    )  # fmt: skip
    session.add(organisation)
    session.flush()
    return organisation


def make_invitation(
    session: Session,
    *,
    campaign: Campaign | None = None,
    organisation: Organisation | None = None,
    link_key: str = LINK_KEY,
    now: datetime | None = None,
) -> Invitation:
    """An invitation whose letter waits in the outbox."""
    campaign = campaign or make_campaign(session)
    organisation = organisation or make_invited_organisation(session)
    (invitation,) = service.invite(
        session, campaign.id, [organisation.id], link_key=link_key, now=now or utc_now()
    )
    return invitation


@dataclass(frozen=True)
class Link:
    """A stored invitation's link and its token."""

    invitation_id: int
    id: int
    ref: str
    token: str


def make_link(app: Flask, *, campaign_id: int | None = None, name: str | None = None) -> Link:
    """Store an invitation in the application's database."""
    key = app.extensions["settings"].link_key
    with app.extensions["database"].transaction() as session:
        campaign = session.get_one(Campaign, campaign_id) if campaign_id else None
        organisation = make_invited_organisation(session, name=name)
        invitation = make_invitation(session, campaign=campaign, organisation=organisation, link_key=key)
        return stored_link(invitation, key)


def stored_link(invitation: Invitation, link_key: str) -> Link:
    """An invitation's main link with its token."""
    main = invitation.main_link
    return Link(invitation.id, main.id, main.ref, rules.token_for(link_key, main.ref, main.generation))


def enter(client: FlaskClient, link: Link) -> str:
    """Press 開く on a link's first page; returns the address of the task list."""
    answer = client.post(f"/i/{link.token}")
    assert answer.status_code == 303, answer.status_code
    return f"/r/{link.ref}/"


def send_letters(app: Flask) -> None:
    """Send all letters that are due, and do no other work."""
    for kind in work.kinds():
        if kind.name == "letter":
            work.perform_due(app.extensions["database"], kind)


def hand_on(
    app: Flask, link: Link, *sections: str, scope: rules.LinkScope = rules.LinkScope.SECTIONS
) -> Link:
    """Make a link for somebody else to an opened link's response, as later rooms will."""
    key = app.extensions["settings"].link_key
    with app.extensions["database"].transaction() as session:
        own = session.get_one(StoredLink, link.id)
        made = link_service.make_link(
            session, link.invitation_id, scope, link_key=key, expires_at=own.expires_at, now=utc_now(),
            response_id=own.response_id, section_keys=sections, recipient="kakari@example.jp",
        )  # fmt: skip
        token = rules.token_for(key, made.ref, made.generation)
        return Link(link.invitation_id, made.id, made.ref, token)
