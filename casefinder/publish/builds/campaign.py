"""The figures of the campaign an edition reports on: asked, answered, candidates, by sub-prefecture."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import counted_response, state_of
from casefinder.answer.responses.rules import WITH_EDITORS
from casefinder.answer.snapshots.queries import consent_in_force
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
    rows = session.execute(
        select(Organisation.subprefecture, Response)
        .select_from(Invitation)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .join(Link, is_main_link())
        .outerjoin(Response, Response.id == counted_response())
        .where(Invitation.campaign_id == campaign.id, Link.revoked_at.is_(None))
    ).all()
    invited = Counter(code_of(area) for area, _ in rows)
    answered = Counter(code_of(area) for area, response in rows if _is_answered(response))
    printed = Counter(case.organisation.area_code for case in cases if case.organisation.named)
    agreed = session.scalars(
        select(Response.id).where(consent_in_force(Scope.CASEBOOK).in_((YES, ANONYMOUS)))
    ).all()
    known = {response.id for _, response in rows if _is_answered(response)}
    opened = campaign.opened_at or campaign.created_at
    closed = campaign.closed_at or campaign.closes_at
    return CampaignFigures(
        campaign.title, day_of(opened), day_of(closed), len(rows),
        len(known), len(known & set(agreed)), _areas(invited, answered, printed),
    )  # fmt: skip


def _is_answered(response: Response | None) -> bool:
    return response is not None and state_of(response) in WITH_EDITORS


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
