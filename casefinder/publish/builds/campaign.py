"""The figures of the campaign an edition reports on: asked, answered, candidates, by sub-prefecture."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import is_counted, state_case
from casefinder.answer.responses.rules import WITH_EDITORS
from casefinder.answer.snapshots.conditions import consent_in_force
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations.models import Invitation, Link
from casefinder.ask.invitations.queries import is_main_link
from casefinder.ask.organisations.models import Organisation
from casefinder.publish.content import AreaFigures, CampaignFigures, CasePage
from casefinder.publish.figures.areas import FULL_NAMES, TABLE_ORDER, code_of
from casefinder.staff.consent.rules import ANONYMOUS, YES, Scope
from casefinder.tokyo import day_of


def campaign_figures(session: Session, campaign: Campaign, cases: Iterable[CasePage]) -> CampaignFigures:
    """Return the figures; an unnamed organisation's case is counted in no sub-prefecture.

    An organisation that reports several initiatives was asked once and has answered once.
    """
    answered = state_case().in_([each.value for each in WITH_EDITORS])
    agreed = and_(answered, consent_in_force(Scope.CASEBOOK).in_((YES, ANONYMOUS)))
    rows = session.execute(
        select(Organisation.subprefecture, func.count(), _times(answered), _times(agreed))
        .select_from(Invitation)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .join(Link, is_main_link())
        .outerjoin(Response, and_(Response.invitation_id == Invitation.id, is_counted()))
        .where(Invitation.campaign_id == campaign.id, Link.revoked_at.is_(None))
        .group_by(Organisation.subprefecture)
    ).all()
    invited, told, candidates = Counter[str](), Counter[str](), 0
    for area, asked, with_answer, with_consent in rows:
        invited[code_of(area)] += asked
        told[code_of(area)] += with_answer
        candidates += with_consent
    printed = Counter(page.organisation.area_code for page in cases if page.organisation.named)
    opened = campaign.opened_at or campaign.created_at
    closed = campaign.closed_at or campaign.closes_at
    return CampaignFigures(
        campaign.title, day_of(opened), day_of(closed), invited.total(),
        told.total(), candidates, _areas(invited, told, printed),
    )  # fmt: skip


def _times(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _areas(invited: Counter[str], answered: Counter[str], printed: Counter[str]) -> tuple[AreaFigures, ...]:
    areas = [
        AreaFigures(
            area.code, FULL_NAMES[area.code], area.municipalities, invited[area.code], answered[area.code],
            printed[area.code],
        )
        for area in TABLE_ORDER
    ]  # fmt: skip
    if invited[""] or printed[""]:
        areas.append(AreaFigures("", "全道", 0, invited[""], answered[""], printed[""]))
    return tuple(areas)
