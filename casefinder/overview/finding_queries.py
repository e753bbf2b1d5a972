"""Finding from one box: answers, organisations, receipts and cases, the first few of each and how many there are."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from casefinder.analyse.coding.models import Coding
from casefinder.analyse.search import queries as search
from casefinder.analyse.suggestions.models import Suggestion
from casefinder.analyse.themes.models import Theme
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import state_case
from casefinder.answer.responses.rules import ResponseState
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations.models import Invitation, Link
from casefinder.ask.organisations import queries as register
from casefinder.ask.organisations.models import Organisation
from casefinder.edit.cases import list_queries as cases
from casefinder.edit.cases.list_queries import ListedCase
from casefinder.faces import Role
from casefinder.mail.models import Letter
from casefinder.staff.consent.seeing_rules import PERSONAL, Purpose, may_see

SHOWN = 5
_DASHES = re.compile(r"[\s\-‐-―−ー－]+")
MIN_RECEIPT_CHARS = 3  # fewer say nothing about which one is meant


@dataclass(frozen=True)
class Asked:
    """One request to an organisation, and the answer to it if there is one."""

    campaign_id: int
    campaign: str
    invitation_id: int
    response_id: int | None
    state: ResponseState


@dataclass(frozen=True)
class FoundOrganisation:
    """One organisation with what it was asked, the newest first."""

    id: int
    name: str
    kind: str
    subprefecture: str
    code: str | None
    is_retired: bool
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class FoundReceipt:
    """One response found by its receipt number."""

    response_id: int
    number: str
    organisation: str
    campaign: str
    state: ResponseState
    submitted_at: datetime | None


@dataclass(frozen=True)
class Found:
    """All that was found; the numbers count all of it, not only what is shown."""

    receipts: tuple[FoundReceipt, ...]
    organisations: tuple[FoundOrganisation, ...]
    organisation_count: int
    cases: tuple[ListedCase, ...]
    case_count: int
    answers: search.Found

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found anywhere."""
        return not (self.receipts or self.organisations or self.cases or self.answers.total)


def find(session: Session, words: str, *, role: Role) -> Found:
    """Look for words everywhere.

    Args:
        session: A reading session.
        words: What was typed into the box.
        role: Whose eyes it is for.
    """
    with_internal = may_see(PERSONAL, role, Purpose.SEARCH)
    organisations, organisation_count = _organisations(session, words, with_internal)
    listed, case_count = cases.page_with_total(
        session, cases.listed(session, words=words, role=role), 1, role
    )
    return Found(
        tuple(_receipts(session, words)), organisations, organisation_count, tuple(listed[:SHOWN]), case_count,
        search.search(session, words, with_internal=with_internal),
    )  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A page: its endpoint, and what stands in its address."""

    endpoint: str
    values: dict[str, Any]


_PAGES = {
    "account": ("account_list.show", "account_id"), "attachment": ("attachments.file", "attachment_id"),
    "build": ("builds.show", "build_id"), "campaign": ("board.show", "campaign_id"), "case": ("cases.edit", "case_id"),
    "edition": ("casebooks.compose", "edition_id"), "organisation": ("organisations.show", "organisation_id"),
    "questionnaire_version": ("questionnaires.show", "version_id"), "release": ("releases.show", "release_id"),
    "response": ("responses.show", "response_id"),
}  # fmt: skip
LINKED = frozenset({*_PAGES, "invitation", "link", "letter", "coding", "suggestion", "theme"})


def place_of(session: Session, kind: str, subject_id: int) -> Place | None:
    """Return the page of what an entry of the trail is about; None when it has none, or is gone."""
    if kind in _PAGES:
        endpoint, name = _PAGES[kind]
        return Place(endpoint, {name: subject_id})
    if kind in ("invitation", "link", "letter"):
        return _invitation_of(session, kind, subject_id)
    if kind in ("coding", "suggestion"):
        model: Any = {"coding": Coding, "suggestion": Suggestion}[kind]
        response_id = session.scalar(select(model.response_id).where(model.id == subject_id))
        return Place("coding.read", {"response_id": response_id}) if response_id else None
    key = session.scalar(select(Theme.key).where(Theme.id == subject_id)) if kind == "theme" else None
    return Place("codebook.show", {"key": key}) if key else None


def _invitation_of(session: Session, kind: str, subject_id: int) -> Place | None:
    query = select(Invitation.campaign_id, Invitation.id)
    if kind == "link":
        query = query.join(Link, Link.invitation_id == Invitation.id).where(Link.id == subject_id)
    elif kind == "letter":
        query = query.join(Letter, Letter.invitation_id == Invitation.id).where(Letter.id == subject_id)
    else:
        query = query.where(Invitation.id == subject_id)
    found = session.execute(query).first()
    return Place("invitations.show", {"campaign_id": found[0], "invitation_id": found[1]}) if found else None


def receipt_part(words: str) -> str:
    """Return what was typed as a receipt number is kept, without dashes; empty when it can be none.

    Width, case, blanks and any kind of dash do not matter.
    """
    plain = _DASHES.sub("", unicodedata.normalize("NFKC", words)).upper()
    return plain if plain.isascii() and plain.isalnum() else ""


def _receipts(session: Session, words: str) -> list[FoundReceipt]:
    part = receipt_part(words)
    if len(part) < MIN_RECEIPT_CHARS:
        return []
    plain = func.replace(Response.receipt_number, "-", "")
    query = (
        select(Response, Organisation, Campaign.title, state_case().label("state"))
        .join(Invitation, Invitation.id == Response.invitation_id)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .join(Campaign, Campaign.id == Invitation.campaign_id)
        .where(plain.contains(part, autoescape=True))
        .order_by(Response.submitted_at.desc(), Response.id)
        .limit(SHOWN)
    )
    return [
        FoundReceipt(
            response.id, response.receipt_number or "", organisation.display_name, campaign, ResponseState(state),
            response.submitted_at,
        )
        for response, organisation, campaign, state in session.execute(query)
    ]  # fmt: skip


def _organisations(
    session: Session, words: str, with_contacts: bool
) -> tuple[tuple[FoundOrganisation, ...], int]:
    found = register.organisations(words=words, state="all")
    if with_contacts and "@" in words:
        found = select(Organisation).where(_written_to(words)).order_by(Organisation.kana, Organisation.id)
    total = register.count(session, found)
    rows = session.scalars(found.limit(SHOWN)).all() if total else []
    asked = _asked(session, [each.id for each in rows])
    return tuple(
        FoundOrganisation(
            each.id, each.display_name, each.kind, each.subprefecture, each.code, each.retired_at is not None,
            tuple(asked.get(each.id, ())),
        )
        for each in rows
    ), total  # fmt: skip


def _written_to(words: str) -> Any:
    """Return the condition that an organisation is, or was, written to at an address."""
    address = words.strip()
    invited = select(Invitation.organisation_id).where(
        Invitation.recipient_email.icontains(address, autoescape=True)
    )
    return or_(Organisation.email.icontains(address, autoescape=True), Organisation.id.in_(invited))


def _asked(session: Session, organisation_ids: Sequence[int]) -> dict[int, list[Asked]]:
    if not organisation_ids:
        return {}
    query = (
        select(
            Invitation.organisation_id, Campaign.id, Campaign.title, Invitation.id, Response.id,
            state_case().label("state"),
        )
        .select_from(Invitation)
        .join(Campaign, Campaign.id == Invitation.campaign_id)
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .where(Invitation.organisation_id.in_(organisation_ids))
        .order_by(Invitation.id.desc(), Response.id)
    )  # fmt: skip
    found: dict[int, list[Asked]] = {}
    for organisation_id, campaign_id, campaign, invitation_id, response_id, state in session.execute(query):
        own = found.setdefault(organisation_id, [])
        if len(own) < SHOWN:
            own.append(Asked(campaign_id, campaign, invitation_id, response_id, ResponseState(state)))
    return found
