"""Campaigns: prepare, open, move the deadline, close."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casefinder.ask.campaigns import rules
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.questionnaires.models import QuestionnaireVersion
from casefinder.errors import N_, CasefinderError, ConflictError, NotFoundError, NotPossibleError
from casefinder.short_names import is_slug
from casefinder.staff.audit import service as trail


class SlugTaken(ConflictError):
    """Another campaign has this name in its URL."""

    message = N_("Another campaign has this short name.")


class BadDeadline(CasefinderError):
    """The deadline makes no sense; `message` says why."""


class NotDraft(NotPossibleError):
    """What went out is not changed any more."""

    message = N_(
        "This campaign is open. What was sent with it is not changed any more; only its deadline is."
    )


class NotOpen(NotPossibleError):
    """The campaign is not open."""

    message = N_("This campaign is not open.")


class TextsMissing(NotPossibleError):
    """The respondents must be told why, what for and when; `missing` holds the names of what lacks."""

    message = N_("Write on what basis, what for, and when and how it is published. Then open the campaign.")

    def __init__(self, missing: tuple[str, ...]) -> None:
        """Keep the names of the missing texts."""
        super().__init__()
        self.missing = missing


@dataclass(frozen=True)
class NewCampaign:
    """What a campaign is made of; `closes_at` is an instant, 17:00 in Tokyo as a rule."""

    slug: str
    title: str
    version_id: int
    closes_at: datetime
    legal_basis: str = ""
    purpose: str = ""
    publication: str = ""
    survey_number: str = ""
    language: str = "ja"


def create_campaign(
    session: Session, values: NewCampaign, *, now: datetime, account_id: int | None = None
) -> Campaign:
    """Prepare a campaign; nobody is asked yet.

    Raises:
        CasefinderError: The short name cannot stand in a URL.
        SlugTaken: It is another campaign's.
        BadDeadline: The deadline lies in the past or far away.
        NotFoundError: There is no such questionnaire version.
    """
    _check(session, values, now=now)
    campaign = Campaign(**_stripped(values), created_at=now)
    session.add(campaign)
    _flush(session)
    _note(session, "campaign.created", campaign.id, now, account_id)
    return campaign


def change_draft(
    session: Session, campaign_id: int, values: NewCampaign, *, now: datetime, account_id: int | None = None
) -> None:
    """Change a campaign that has not been opened.

    Raises:
        NotDraft: It has been opened.
        CasefinderError: As for `create_campaign`.
    """
    campaign = _locked(session, campaign_id)
    if campaign.opened_at is not None:
        raise NotDraft
    _check(session, values, now=now, own_id=campaign_id)
    changed = _stripped(values)
    campaign.slug, campaign.title = changed["slug"], changed["title"]
    campaign.version_id, campaign.closes_at = changed["version_id"], changed["closes_at"]
    campaign.legal_basis, campaign.purpose = changed["legal_basis"], changed["purpose"]
    campaign.publication, campaign.survey_number = changed["publication"], changed["survey_number"]
    campaign.language = changed["language"]
    _flush(session)
    _note(session, "campaign.changed", campaign_id, now, account_id)


def open_campaign(
    session: Session, campaign_id: int, *, now: datetime, account_id: int | None = None
) -> None:
    """Open a campaign: from now on organisations can be invited; a second time changes nothing.

    Raises:
        TextsMissing: The respondents would not be told why they are asked.
        BadDeadline: The deadline has passed.
    """
    campaign = _locked(session, campaign_id)
    if campaign.opened_at is not None:
        return
    texts = {"title": campaign.title, "legal_basis": campaign.legal_basis, "purpose": campaign.purpose,
             "publication": campaign.publication}  # fmt: skip
    if missing := rules.missing_texts(texts):
        raise TextsMissing(missing)
    if problem := rules.deadline_problem(campaign.closes_at, now):
        raise BadDeadline(problem)
    campaign.opened_at = now
    _note(session, "campaign.opened", campaign_id, now, account_id)


def move_deadline(
    session: Session, campaign_id: int, closes_at: datetime, *, now: datetime, account_id: int | None = None
) -> None:
    """Move the deadline of all who have none of their own.

    Raises:
        NotOpen: The campaign is a draft or closed.
        BadDeadline: The new one makes no sense.
    """
    campaign = _locked(session, campaign_id)
    if campaign.opened_at is None or campaign.closed_at is not None:
        raise NotOpen
    if problem := rules.deadline_problem(closes_at, now):
        raise BadDeadline(problem)
    campaign.closes_at = closes_at
    _note(session, "campaign.deadline_moved", campaign_id, now, account_id)


def close_campaign(
    session: Session, campaign_id: int, *, now: datetime, account_id: int | None = None
) -> None:
    """Take no more answers; what was answered stays. A second time changes nothing.

    Raises:
        NotOpen: The campaign is a draft.
    """
    campaign = _locked(session, campaign_id)
    if campaign.opened_at is None:
        raise NotOpen
    if campaign.closed_at is None:
        campaign.closed_at = now
        _note(session, "campaign.closed", campaign_id, now, account_id)


def reopen_campaign(
    session: Session, campaign_id: int, *, now: datetime, account_id: int | None = None
) -> None:
    """Take answers again; undoes closing."""
    campaign = _locked(session, campaign_id)
    if campaign.closed_at is not None:
        campaign.closed_at = None
        _note(session, "campaign.reopened", campaign_id, now, account_id)


def _check(session: Session, values: NewCampaign, *, now: datetime, own_id: int | None = None) -> None:
    if not is_slug(values.slug):
        raise CasefinderError(N_("Use small letters, digits and hyphens, such as case-2026."))
    if problem := rules.deadline_problem(values.closes_at, now):
        raise BadDeadline(problem)
    if session.get(QuestionnaireVersion, values.version_id) is None:
        raise NotFoundError
    taken = session.scalar(
        select(Campaign.id).where(Campaign.slug == values.slug, Campaign.id != (own_id or 0))
    )
    if taken is not None:
        raise SlugTaken


def _stripped(values: NewCampaign) -> dict[str, Any]:
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in asdict(values).items()
    }


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise SlugTaken from error


def _locked(session: Session, campaign_id: int) -> Campaign:
    campaign = session.scalar(select(Campaign).where(Campaign.id == campaign_id).with_for_update(of=Campaign))
    if campaign is None:
        raise NotFoundError
    return campaign


def _note(session: Session, action: str, campaign_id: int, now: datetime, account_id: int | None) -> None:
    trail.record(
        session, action, subject_kind="campaign", subject_id=campaign_id, at=now, account_id=account_id
    )
