"""What state a campaign is in, what it needs before it may be opened, and deadlines on Tokyo's clock."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from casefinder.errors import N_
from casefinder.tokyo import instant_of

USUAL_HOUR = time(17, 0)
TEXT_LIMITS: Mapping[str, int] = {
    "title": 60, "survey_number": 40, "legal_basis": 400, "purpose": 400, "publication": 400,
}  # fmt: skip


class CampaignState(StrEnum):
    """準備中 → 受付中 → 締切後も受付中 → 終了."""

    DRAFT = "draft"
    OPEN = "open"
    OVERDUE = "overdue"  # the deadline has passed, answers are still taken
    CLOSED = "closed"


STATE_LABELS: Mapping[CampaignState, str] = {
    CampaignState.DRAFT: N_("In preparation"),
    CampaignState.OPEN: N_("Taking answers"),
    CampaignState.OVERDUE: N_("Past the deadline, still open"),
    CampaignState.CLOSED: N_("Closed"),
}


def campaign_state(
    *, opened_at: datetime | None, closes_at: datetime, closed_at: datetime | None, now: datetime
) -> CampaignState:
    """Return the state that a campaign's instants (UTC) tell; `queries.state_case` is its twin in SQL."""
    if opened_at is None:
        return CampaignState.DRAFT
    if closed_at is not None:
        return CampaignState.CLOSED
    return CampaignState.OPEN if now < closes_at else CampaignState.OVERDUE


def deadline(day: date, hour: time = USUAL_HOUR) -> datetime:
    """Return the instant of a day and time on Tokyo's clock."""
    return instant_of(day, hour)


def deadline_problem(closes_at: datetime, now: datetime) -> str | None:
    """Return an English message id when a deadline makes no sense, else None."""
    if closes_at <= now:
        return N_("The deadline must lie in the future.")
    if closes_at > now + timedelta(days=730):
        return N_("The deadline is more than two years away. Please check the year.")
    return None


def missing_texts(texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the texts that a campaign needs before it may be opened and does not have."""
    return tuple(
        name for name in ("title", "legal_basis", "purpose", "publication") if not texts.get(name, "").strip()
    )
