"""States and deadlines of campaigns."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casefinder.ask.campaigns import rules
from casefinder.ask.campaigns.rules import CampaignState

NOW = datetime(2026, 6, 10, 3, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(days=1), NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("opened_at", "closes_at", "closed_at", "state"),
    [
        (None, AFTER, None, CampaignState.DRAFT),
        (None, BEFORE, None, CampaignState.DRAFT),
        (BEFORE, AFTER, None, CampaignState.OPEN),
        (BEFORE, NOW, None, CampaignState.OVERDUE),
        (BEFORE, BEFORE, None, CampaignState.OVERDUE),
        (BEFORE, AFTER, NOW, CampaignState.CLOSED),
    ],
)
def test_the_state_follows_from_the_instants(
    opened_at: datetime | None, closes_at: datetime, closed_at: datetime | None, state: CampaignState
) -> None:
    assert (
        rules.campaign_state(opened_at=opened_at, closes_at=closes_at, closed_at=closed_at, now=NOW) is state
    )


def test_a_deadline_is_five_in_the_afternoon_in_tokyo() -> None:
    assert rules.deadline(date(2026, 11, 30)) == datetime(2026, 11, 30, 8, tzinfo=UTC)


@pytest.mark.parametrize(("days", "is_fine"), [(-1, False), (0, False), (1, True), (700, True), (800, False)])
def test_a_deadline_lies_in_the_near_future(days: int, is_fine: bool) -> None:
    assert (rules.deadline_problem(NOW + timedelta(days=days), NOW) is None) is is_fine


def test_only_blank_texts_are_missing() -> None:
    texts = {"title": "調査", "legal_basis": " ", "purpose": "事例集"}

    assert rules.missing_texts(texts) == ("legal_basis", "publication")
