"""Preparing, opening, moving and closing campaigns."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.ask.campaigns import service
from casefinder.ask.campaigns.service import NewCampaign
from casefinder.errors import CasefinderError, NotFoundError
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON
from tests.factories.campaigns import make_campaign, make_standard_version


def _values(session: Session, **changed: object) -> NewCampaign:
    values = {
        "slug": "case-2026", "title": " 市町村DX事例調査 ", "version_id": make_standard_version(session).id,
        "closes_at": NOON + timedelta(days=30), "legal_basis": "計画", "purpose": "事例集", "publication": "3月",
    }  # fmt: skip
    return NewCampaign(**{**values, **changed})  # type: ignore[arg-type]


def test_a_new_campaign_is_a_draft(session: Session) -> None:
    campaign = service.create_campaign(session, _values(session), now=NOON)

    assert campaign.title == "市町村DX事例調査"
    assert campaign.opened_at is None
    assert session.scalars(select(AuditEntry.action)).all() == ["campaign.created"]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"slug": "Case 2026"}, CasefinderError),
        ({"closes_at": NOON}, service.BadDeadline),
        ({"version_id": 9999}, NotFoundError),
    ],
)
def test_what_makes_no_sense_is_refused(session: Session, changed: dict, error: type) -> None:
    with pytest.raises(error):
        service.create_campaign(session, _values(session, **changed), now=NOON)


def test_two_campaigns_never_share_a_short_name(session: Session) -> None:
    service.create_campaign(session, _values(session), now=NOON)

    with pytest.raises(service.SlugTaken):
        service.create_campaign(session, _values(session), now=NOON)


def test_without_reasons_a_campaign_is_not_opened(session: Session) -> None:
    campaign = service.create_campaign(session, _values(session, purpose=" "), now=NOON)

    with pytest.raises(service.TextsMissing) as caught:
        service.open_campaign(session, campaign.id, now=NOON)

    assert caught.value.missing == ("purpose",)
    assert campaign.opened_at is None


def test_opening_twice_keeps_the_first_instant(session: Session) -> None:
    campaign = service.create_campaign(session, _values(session), now=NOON)

    service.open_campaign(session, campaign.id, now=NOON)
    service.open_campaign(session, campaign.id, now=NOON + timedelta(hours=1))

    assert campaign.opened_at == NOON


def test_what_was_opened_is_not_changed(session: Session) -> None:
    campaign = make_campaign(session)

    with pytest.raises(service.NotDraft):
        service.change_draft(session, campaign.id, _values(session), now=NOON)


def test_the_deadline_of_an_open_campaign_can_be_moved(session: Session) -> None:
    campaign = make_campaign(session)

    service.move_deadline(session, campaign.id, NOON + timedelta(days=60), now=NOON)

    assert campaign.closes_at == NOON + timedelta(days=60)


def test_closing_can_be_undone(session: Session) -> None:
    campaign = make_campaign(session)
    service.close_campaign(session, campaign.id, now=NOON)
    assert campaign.closed_at == NOON

    service.reopen_campaign(session, campaign.id, now=NOON)

    assert campaign.closed_at is None


def test_a_draft_is_not_closed(session: Session) -> None:
    campaign = make_campaign(session, is_open=False)

    with pytest.raises(service.NotOpen):
        service.close_campaign(session, campaign.id, now=NOON)
