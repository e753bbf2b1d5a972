"""The list of campaigns with how many were asked and how many opened their letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from casefinder.ask.campaigns import queries as campaigns
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.campaigns.rules import CampaignState
from casefinder.ask.invitations.models import Invitation


@dataclass(frozen=True)
class Line:
    """One campaign of the list."""

    id: int
    title: str
    survey_number: str
    state: CampaignState
    opened_at: datetime | None
    closes_at: datetime
    invited: int
    opened: int


def lines(session: Session, found: Select[Campaign], *, sort: str, page: int, now: datetime) -> list[Line]:
    """Return one page of the list."""
    return _lines(session, campaigns.page_of(session, found, sort=sort, page=page), now)


def batch(
    session: Session, found: Select[Campaign], *, sort: str, size: int, offset: int, now: datetime
) -> list[Line]:
    """Return some lines of the list."""
    return _lines(session, campaigns.batch(session, found, sort=sort, size=size, offset=offset), now)


def _lines(session: Session, rows: Sequence[Campaign], now: datetime) -> list[Line]:
    invited = {
        campaign_id: (total, opened or 0)
        for campaign_id, total, opened in session.execute(
            select(
                Invitation.campaign_id,
                func.count(),
                func.sum(case((Invitation.opened_at.is_not(None), 1), else_=0)),
            )
            .where(Invitation.campaign_id.in_([row.id for row in rows]))
            .group_by(Invitation.campaign_id)
        )
    }
    return [
        Line(
            row.id, row.title, row.survey_number, campaigns.state_of(row, now), row.opened_at, row.closes_at,
            *invited.get(row.id, (0, 0)),
        )
        for row in rows
    ]  # fmt: skip
