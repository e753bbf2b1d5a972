"""Casebooks and editions: create, order the cases, write the front matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from casefinder.ask.campaigns.models import Campaign
from casefinder.edit.casebooks import front_matter
from casefinder.edit.casebooks.front_matter import FrontMatter
from casefinder.edit.casebooks.models import Casebook, Edition
from casefinder.edit.cases.models import Case, EditionCase
from casefinder.errors import N_, CasefinderError, ConflictError, NotFoundError, NotPossibleError
from casefinder.prefectures import HOKKAIDO, Prefecture
from casefinder.short_names import MAX_CHARS, is_slug
from casefinder.staff.audit import service as trail

YEAR_DIGITS = 4


class BadSlug(CasefinderError):
    """The short name cannot stand in a URL."""

    message = N_("Use small letters, digits and hyphens only, for example dx-2026.")


class SlugTaken(ConflictError):
    """Another casebook or edition has this name in its URL."""

    message = N_("This short name is taken.")


class NumberTaken(ConflictError):
    """The casebook has an edition of this number already."""

    message = N_("This casebook has an edition of this number already.")


class EditionFrozen(NotPossibleError):
    """A released edition never changes."""

    message = N_("This edition is released. It does not change any more; make a new edition.")


class StaleEdition(ConflictError):
    """Somebody else changed the edition in the meantime."""


class NotApproved(NotPossibleError):
    """Only approved cases can be put into an edition."""

    message = N_("Only approved cases can be put into an edition.")


@dataclass(frozen=True)
class NewEdition:
    """What an edition is made of.

    Attributes:
        casebook_id: The collection it belongs to.
        slug: Short name, part of the release's address.
        number: From 1.
        subtitle: In lines.
        fiscal_year: Western year in which the fiscal year begins.
        campaign_id: The round of asking it reports on.
    """

    casebook_id: int
    slug: str
    number: int
    title: str
    subtitle: str
    fiscal_year: int
    issued_on: date
    campaign_id: int | None = None


def create_casebook(
    session: Session, slug: str, title: str, *, now: datetime, account_id: int | None = None
) -> Casebook:
    """Begin a collection.

    Raises:
        BadSlug: The short name cannot stand in a URL.
        SlugTaken: Another casebook has it.
    """
    if not is_slug(slug):
        raise BadSlug
    if _is_taken(session, slug):
        raise SlugTaken
    casebook = Casebook(slug=slug, title=title.strip(), created_at=now)
    session.add(casebook)
    session.flush()
    _record(session, "casebook.created", "casebook", casebook.id, account_id, now)
    return casebook


def _is_taken(session: Session, slug: str) -> bool:
    """Say whether an address of the public pages is in use: collections and editions share them."""
    return (
        session.scalar(select(Casebook.id).where(Casebook.slug == slug)) is not None
        or session.scalar(select(Edition.id).where(Edition.slug == slug)) is not None
    )


def create_edition(
    session: Session, values: NewEdition, *, now: datetime, account_id: int | None = None,
    here: Prefecture = HOKKAIDO,
) -> Edition:  # fmt: skip
    """Begin an edition with the default front matter, in the prefecture's words, and no cases.

    Raises:
        NotFoundError: There is no such casebook or campaign.
        BadSlug, SlugTaken, NumberTaken: The name or number cannot be used.
    """
    if session.get(Casebook, values.casebook_id) is None:
        raise NotFoundError
    _check(session, values, None)
    edition = Edition(
        casebook_id=values.casebook_id, slug=values.slug, number=values.number, title=values.title.strip(),
        subtitle=values.subtitle.strip(), fiscal_year=values.fiscal_year, issued_on=values.issued_on,
        campaign_id=values.campaign_id, front_matter=front_matter.to_json(front_matter.default(here)),
        revision=1, created_at=now,
    )  # fmt: skip
    session.add(edition)
    session.flush()
    _record(session, "edition.created", "edition", edition.id, account_id, now)
    return edition


def next_edition(
    session: Session, edition_id: int, *, now: datetime, issued_on: date, account_id: int | None = None
) -> Edition:
    """Begin the edition after one, from it: its texts, its themes, its cases in their order, its campaign and its title.

    Cases that are not approved any more stay out. The texts have to be confirmed again, for they speak of another book.

    Raises:
        NotFoundError: There is no such edition.
    """
    before = session.get(Edition, edition_id)
    if before is None:
        raise NotFoundError
    number = next_number(session, before.casebook_id)
    matter = replace(front_matter.from_json(before.front_matter), confirmed="")
    edition = Edition(
        casebook_id=before.casebook_id, slug=_next_slug(session, before.slug, number), number=number,
        title=before.title, subtitle=before.subtitle, fiscal_year=before.fiscal_year, issued_on=issued_on,
        campaign_id=before.campaign_id, front_matter=front_matter.to_json(matter), revision=1, created_at=now,
    )  # fmt: skip
    session.add(edition)
    session.flush()
    ids = session.scalars(
        select(EditionCase.case_id)
        .join(Case, Case.id == EditionCase.case_id)
        .where(EditionCase.edition_id == edition_id, Case.approved_hash.is_not(None))
        .order_by(EditionCase.position)
    )
    session.add_all(
        EditionCase(edition_id=edition.id, case_id=case_id, position=position)
        for position, case_id in enumerate(ids, start=1)
    )
    session.flush()
    _record(session, "edition.created", "edition", edition.id, account_id, now, after=edition_id)
    return edition


def _next_slug(session: Session, slug: str, number: int) -> str:
    """Return a free short name made from that of the edition before: its last number goes on."""
    stem, _, last = slug.rpartition("-")
    stem = stem if stem and last.isdigit() and len(last) < YEAR_DIGITS else slug
    taken = set(session.scalars(select(Edition.slug).where(Edition.slug.startswith(stem, autoescape=True))))
    taken |= set(session.scalars(select(Casebook.slug)))
    wanted = number
    while f"{stem[: MAX_CHARS - 4]}-{wanted}" in taken:
        wanted += 1
    return f"{stem[: MAX_CHARS - 4]}-{wanted}"


def change_edition(
    session: Session,
    edition_id: int,
    values: NewEdition,
    *,
    now: datetime,
    account_id: int | None = None,
    seen_revision: int | None = None,
) -> Edition:
    """Change what stands on the cover and in the colophon.

    Raises:
        EditionFrozen: It is released.
        StaleEdition: Somebody else changed it since `seen_revision`.
        BadSlug, SlugTaken, NumberTaken: The name or number cannot be used.
    """
    edition = _open(session, edition_id, seen_revision)
    _check(session, values, edition)
    edition.slug, edition.number, edition.title = values.slug, values.number, values.title.strip()
    edition.subtitle, edition.fiscal_year = values.subtitle.strip(), values.fiscal_year
    edition.issued_on, edition.campaign_id = values.issued_on, values.campaign_id
    _changed(session, edition, "edition.changed", account_id, now)
    return edition


def _check(session: Session, values: NewEdition, own: Edition | None) -> None:
    if not is_slug(values.slug):
        raise BadSlug
    own_id = own.id if own else 0
    if values.slug != (own.slug if own else "") and _is_taken(session, values.slug):
        raise SlugTaken
    same = (Edition.casebook_id == values.casebook_id, Edition.number == values.number)
    if session.scalar(select(Edition.id).where(*same, Edition.id != own_id)):
        raise NumberTaken
    if values.campaign_id is not None and session.get(Campaign, values.campaign_id) is None:
        raise NotFoundError


def next_number(session: Session, casebook_id: int) -> int:
    """Return the number that the casebook's next edition gets."""
    highest = session.scalar(select(func.max(Edition.number)).where(Edition.casebook_id == casebook_id))
    return (highest or 0) + 1


def set_order(
    session: Session,
    edition_id: int,
    case_ids: Sequence[int],
    *,
    now: datetime | None = None,
    account_id: int | None = None,
    seen_revision: int | None = None,
) -> Edition:
    """Say which cases the edition holds, in which order (chapters keep their own order).

    A case that was in the edition already may stay although its approval was taken back; a new one
    has to be approved.

    Raises:
        EditionFrozen: It is released.
        NotApproved: A new case is not approved.
        NotFoundError: There is no such case.
        StaleEdition: Somebody else changed the edition since `seen_revision`.
    """
    edition = _open(session, edition_id, seen_revision)
    wanted = list(dict.fromkeys(case_ids))
    present = {entry.case_id for entry in edition.entries}
    known = {
        case_id: approved
        for case_id, approved in session.execute(
            select(Case.id, Case.approved_hash).where(Case.id.in_(wanted))
        )
    }
    if len(known) != len(wanted):
        raise NotFoundError
    if any(known[case_id] is None for case_id in wanted if case_id not in present):
        raise NotApproved
    session.execute(delete(EditionCase).where(EditionCase.edition_id == edition_id))
    session.expire(edition, ["entries"])
    session.add_all(
        EditionCase(edition_id=edition_id, case_id=case_id, position=position)
        for position, case_id in enumerate(wanted, start=1)
    )
    session.flush()
    _changed(session, edition, "edition.ordered", account_id, now or edition.created_at, cases=wanted)
    return edition


def set_front_matter(
    session: Session,
    edition_id: int,
    matter: FrontMatter | Mapping[str, Any],
    *,
    now: datetime | None = None,
    account_id: int | None = None,
    seen_revision: int | None = None,
    is_confirmed: bool = False,
) -> Edition:
    """Replace the texts beside the cases; a mapping may hold some of them, the others stay.

    Args:
        session: A writing session.
        edition_id: Which edition.
        matter: The texts.
        now: When (UTC).
        account_id: Who does it.
        seen_revision: What the form was made from.
        is_confirmed: Whether that person says that all of it is so.

    Raises:
        EditionFrozen: It is released.
        StaleEdition: Somebody else changed the edition since `seen_revision`.
    """
    edition = _open(session, edition_id, seen_revision)
    if not isinstance(matter, FrontMatter):
        matter = front_matter.from_json({**edition.front_matter, **matter})
    if is_confirmed:
        matter = replace(matter, confirmed=matter.mark)
    edition.front_matter = front_matter.to_json(matter)
    action = "edition.texts_confirmed" if is_confirmed else "edition.texts_set"
    _changed(session, edition, action, account_id, now or edition.created_at)
    return edition


def freeze(session: Session, edition_id: int, *, now: datetime) -> None:
    """Close an edition for good; called by its release."""
    edition = session.get_one(Edition, edition_id)
    edition.frozen_at = edition.frozen_at or now
    session.flush()


def _open(session: Session, edition_id: int, seen: int | None) -> Edition:
    edition = session.scalar(select(Edition).where(Edition.id == edition_id).with_for_update())
    if edition is None:
        raise NotFoundError
    if edition.frozen_at is not None:
        raise EditionFrozen
    if seen is not None and seen != edition.revision:
        raise StaleEdition
    return edition


def _changed(
    session: Session, edition: Edition, action: str, account_id: int | None, now: datetime, **detail: Any
) -> None:
    edition.revision += 1
    session.flush()
    session.refresh(edition)
    _record(session, action, "edition", edition.id, account_id, now, **detail)


def _record(
    session: Session, action: str, kind: str, subject_id: int, account_id: int | None, now: datetime, **detail: Any
) -> None:  # fmt: skip
    trail.record(
        session, action, subject_kind=kind, subject_id=subject_id, at=now, account_id=account_id, **detail
    )
