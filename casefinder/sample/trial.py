"""A second campaign, outside the book, that is open while the sample is served, so that answering can be tried."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import config
from casefinder.ask.campaigns import service as campaigns
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.campaigns.rules import deadline
from casefinder.ask.invitations import service as invitations
from casefinder.ask.invitations.models import Invitation, Link
from casefinder.ask.invitations.queries import is_main_link
from casefinder.ask.invitations.rules import token_for
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.questionnaires import service as questionnaires
from casefinder.clock import utc_now
from casefinder.db import transaction
from casefinder.sample.installation import make_app
from casefinder.tokyo import day_of

SLUG = "try-it"
OPEN_DAYS = 21
INVITED = ("鷲ノ湯町", "楓別町", "柏淵町")


def open_trial(home: Path) -> str:
    """Open the campaign, or move its deadline to three weeks from now; returns one invited organisation's link."""
    settings = config.load(home)
    app = make_app(settings)
    with app.app_context(), transaction() as session:
        now = utc_now()
        closes_at = deadline(day_of(now) + timedelta(days=OPEN_DAYS))
        campaign = session.scalar(select(Campaign).where(Campaign.slug == SLUG))
        if campaign is None:
            version = questionnaires.load_standard(session, settings.here, now=now)
            values = campaigns.NewCampaign(
                slug=SLUG,
                title="市町村DX事例調査（お試し）",
                version_id=version.id,
                closes_at=closes_at,
                legal_basis="見本のための照会です。実際の照会では、要綱などの根拠を書きます。",
                purpose="回答の画面を試すためのものです。答えた内容は、この見本の中だけに残ります。",
                publication="公表しません。",
                survey_number="見本-2",
            )
            campaign = campaigns.create_campaign(session, values, now=now)
            campaigns.open_campaign(session, campaign.id, now=now)
            ids = [_organisation_id(session, name) for name in INVITED]
            invitations.invite(session, campaign.id, ids, link_key=settings.link_key, now=now)
        elif campaign.closes_at < now + timedelta(days=1):
            campaigns.move_deadline(session, campaign.id, closes_at, now=now)
        first = session.scalars(
            select(Link)
            .join(Invitation, is_main_link())
            .where(Invitation.campaign_id == campaign.id)
            .order_by(Link.id)
        ).first()
        if first is None:
            return ""
        return f"{settings.public_base_url}/i/{token_for(settings.link_key, first.ref, first.generation)}"


def _organisation_id(session: Session, name: str) -> int:
    return session.scalars(
        select(Organisation.id).where(Organisation.name == name, Organisation.is_sample)
    ).one()
