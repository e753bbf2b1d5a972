"""The figures of the campaign an edition reports on: asked, answered, candidates, by area or by kind."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from casefinder.answer.board import queries as board
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import is_counted
from casefinder.answer.snapshots.conditions import consent_in_force
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.organisations.places import Places
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.prefectures import NAMES, Prefecture
from casefinder.publish.builds.counting import Asked, areas, kinds
from casefinder.publish.content import CampaignFigures, CasePage
from casefinder.staff.consent.rules import ANONYMOUS, YES, Scope
from casefinder.tokyo import day_of

MUNICIPALITY = "municipality"
SHOWN_ONLY = frozenset({"prefilled", "explanation"})


def campaign_figures(
    session: Session, campaign: Campaign, cases: Iterable[CasePage], here: Prefecture, places: Places
) -> CampaignFigures:
    """Return the figures: asked and answered by the board's conditions, so that both always say the same.

    An unnamed organisation's case is counted in no area.
    """
    answered = board.has_answered(session)
    agreed = and_(answered, consent_in_force(Scope.CASEBOOK).in_((YES, ANONYMOUS)))
    body = (Organisation.kind, Organisation.municipality_type, Organisation.subprefecture)
    prefix = case((Organisation.kind == MUNICIPALITY, func.substr(Organisation.code, 1, 2)), else_="")
    rows = session.execute(
        select(*body, prefix, func.count(), _times(answered), _times(agreed))
        .select_from(Invitation)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .outerjoin(Response, and_(Response.invitation_id == Invitation.id, is_counted()))
        .where(Invitation.campaign_id == campaign.id)
        .group_by(*body, prefix)
    ).all()
    asked = [
        Asked(
            _sort(kind, town), places.of_municipality(first) if first in _others(places) else place, *counts
        )
        for kind, town, place, first, *counts in rows
    ]
    named = [page.organisation for page in cases if page.organisation.named]
    opened = campaign.opened_at or campaign.created_at
    closed = campaign.closed_at or campaign.closes_at
    towns = _towns(session, places.prefecture)
    return CampaignFigures(
        campaign.title, day_of(opened), day_of(closed), sum(each.invited for each in asked),
        sum(each.answered for each in asked), sum(each.agreed for each in asked),
        areas(asked, named, here, places), () if places.areas else kinds(asked, named, here), towns, _questions(campaign),
    )  # fmt: skip


def _others(places: Places) -> set[str]:
    return {code for code in NAMES if code != places.prefecture}


def _sort(kind: str, town: str | None) -> str:
    return (town or "") if kind == MUNICIPALITY else kind


def _towns(session: Session, prefecture: str) -> int:
    """Return how many municipalities the prefecture has."""
    return session.scalar(
        select(func.count())
        .select_from(Organisation)
        .where(
            Organisation.kind == MUNICIPALITY, Organisation.code.startswith(prefecture),
            Organisation.is_sample.is_(False), Organisation.retired_at.is_(None),
        )
    ) or 0  # fmt: skip


def _times(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _questions(campaign: Campaign) -> int:
    """Return how many questions the questionnaire asks; what only shows something is none."""
    document = questionnaires.document_of(campaign.version)
    return sum(any(field.kind not in SHOWN_ONLY for field in item.fields) for item in document.items())
