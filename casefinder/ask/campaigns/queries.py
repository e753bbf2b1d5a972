"""Reading campaigns: the list, one campaign, the versions that can be asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.campaigns.rules import CampaignState, campaign_state
from casefinder.ask.questionnaires.models import Questionnaire, QuestionnaireVersion
from casefinder.ask.questionnaires.queries import document_of

PAGE_SIZE = 30
SORTS: dict[str, tuple[Any, ...]] = {
    "deadline": (Campaign.closes_at.desc(), Campaign.id.desc()),
    "title": (Campaign.title, Campaign.id),
    "created": (Campaign.created_at.desc(), Campaign.id.desc()),
}


@dataclass(frozen=True)
class VersionChoice:
    """A published version that a campaign may ask."""

    id: int
    title: str
    edition: str
    published_at: datetime
    items: int


def state_case(now: datetime) -> ColumnElement[str]:
    """Return the state as a SQL expression over `campaign`, the twin of `rules.campaign_state`."""
    return case(
        (Campaign.opened_at.is_(None), CampaignState.DRAFT.value),
        (Campaign.closed_at.is_not(None), CampaignState.CLOSED.value),
        (Campaign.closes_at > now, CampaignState.OPEN.value),
        else_=CampaignState.OVERDUE.value,
    )


def state_of(campaign: Campaign, now: datetime) -> CampaignState:
    """Return the state of a campaign at hand."""
    return campaign_state(
        opened_at=campaign.opened_at, closes_at=campaign.closes_at, closed_at=campaign.closed_at, now=now
    )


def campaigns(*, words: str = "", state: str = "", now: datetime) -> Select[Campaign]:
    """Return the campaigns that fit."""
    found = select(Campaign)
    if words:
        texts = (Campaign.title, Campaign.survey_number)
        found = found.where(or_(*(text.icontains(words, autoescape=True) for text in texts)))
    if state:
        found = found.where(state_case(now) == state)
    return found


def titles(session: Session) -> list[tuple[int, str]]:
    """Return id and title of every campaign, the newest first, to choose from."""
    rows = session.execute(select(Campaign.id, Campaign.title).order_by(Campaign.id.desc()))
    return [(campaign_id, title) for campaign_id, title in rows]


def count(session: Session, found: Select[Campaign]) -> int:
    """Return how many campaigns a selection has."""
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def page_of(session: Session, found: Select[Campaign], *, sort: str, page: int) -> list[Campaign]:
    """Return one page of a selection, in one of the orders of `SORTS`; `page` counts from 1."""
    return batch(session, found, sort=sort, size=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)


def batch(session: Session, found: Select[Campaign], *, sort: str, size: int, offset: int) -> list[Campaign]:
    """Return some campaigns of a selection, in one of the orders of `SORTS`."""
    order = SORTS.get(sort, SORTS["deadline"])
    return list(session.scalars(found.order_by(*order).limit(size).offset(offset)))


def campaign_of(session: Session, campaign_id: int) -> Campaign | None:
    """Return a campaign with its version."""
    return session.scalar(
        select(Campaign).where(Campaign.id == campaign_id).options(joinedload(Campaign.version))
    )


def standing(session: Session, *, now: datetime) -> list[Campaign]:
    """Return the campaigns that take answers now, the nearest deadline first."""
    return list(
        session.scalars(
            select(Campaign)
            .where(and_(Campaign.opened_at.is_not(None), Campaign.closed_at.is_(None)))
            .order_by(Campaign.closes_at, Campaign.id)
        )
    )


def versions(session: Session) -> list[VersionChoice]:
    """Return all published versions, the newest of each questionnaire first."""
    rows = session.execute(
        select(QuestionnaireVersion, Questionnaire.title)
        .join(Questionnaire, QuestionnaireVersion.questionnaire_id == Questionnaire.id)
        .order_by(
            Questionnaire.title, QuestionnaireVersion.published_at.desc(), QuestionnaireVersion.id.desc()
        )
    )
    return [
        VersionChoice(
            version.id, title, document_of(version).edition, version.published_at,
            sum(1 for _ in document_of(version).items()),
        )
        for version, title in rows
    ]  # fmt: skip
