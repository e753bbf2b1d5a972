"""Reading for the staff: whom one can ask, one invitation with its letters."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.organisations.queries import is_sought
from casefinder.mail.models import Letter
from casefinder.mail.troubles import Trouble

PAGE_SIZE = 100
MOST_AT_ONCE = 2000
SORTS = {
    "place": (Organisation.subprefecture, Organisation.kana, Organisation.id),
    "name": (Organisation.kana, Organisation.id),
    "code": (Organisation.code.is_(None), Organisation.code, Organisation.id),
    "kind": (Organisation.kind, Organisation.kana, Organisation.id),
}


@dataclass(frozen=True)
class Choice:
    """An organisation that can be asked, and whether it is already."""

    id: int
    name: str
    kind: str
    subprefecture: str
    email: str | None
    invitation_id: int | None


@dataclass(frozen=True)
class LetterLine:
    """What became of one letter."""

    id: int
    kind: str
    queued_at: datetime
    done_at: datetime | None
    failed_at: datetime | None
    failure: str | None
    skipped_reason: str | None
    sent_to: str | None
    attempts: int
    trouble: Trouble | None


def named(words: str, *, with_contacts: bool = False) -> ColumnElement[bool]:
    """Return the condition that an organisation's name, reading or code holds the words; or its address.

    Args:
        words: What is looked for.
        with_contacts: Whether addresses may be found by whoever looks.
    """
    found = is_sought(words)
    return or_(found, Organisation.email.icontains(words, autoescape=True)) if with_contacts else found


def choices(
    campaign_id: int,
    *,
    words: str = "",
    kind: str = "",
    subprefecture: str = "",
    asked: str = "no",
    reach: str = "",
    with_contacts: bool = False,
    sort: str = "place",
) -> Select[*tuple[Any, ...]]:
    """Return the organisations that fit, in order, with their invitation to this campaign.

    Args:
        campaign_id: Which campaign.
        words: In name, reading, code or address.
        kind: One kind of organisation.
        subprefecture: One sub-prefecture by its full name.
        asked: `no`, `yes`, or empty for both.
        reach: `mail` for those with an address, `none` for those without.
        with_contacts: Whether addresses may be found by whoever looks.
        sort: A key of `SORTS`.
    """
    found = (
        select(Organisation, Invitation.id)
        .outerjoin(
            Invitation,
            (Invitation.organisation_id == Organisation.id) & (Invitation.campaign_id == campaign_id),
        )
        .where(Organisation.retired_at.is_(None))
    )
    if words:
        found = found.where(named(words, with_contacts=with_contacts))
    if kind:
        found = found.where(Organisation.kind == kind)
    if subprefecture:
        found = found.where(Organisation.subprefecture == subprefecture)
    if asked in ("no", "yes"):
        found = found.where(Invitation.id.is_(None) if asked == "no" else Invitation.id.is_not(None))
    if reach in ("mail", "none"):
        has = Organisation.email.is_not(None) & (Organisation.email != "")
        found = found.where(has if reach == "mail" else ~has)
    return found.order_by(*SORTS.get(sort, SORTS["place"]))


def count(session: Session, found: Select[*tuple[Any, ...]]) -> int:
    """Return how many a selection has."""
    return session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0


def page_of(
    session: Session, found: Select[*tuple[Any, ...]], *, page: int = 1, size: int = PAGE_SIZE
) -> list[Choice]:
    """Return one page of a selection."""
    return batch(session, found, size, (page - 1) * size)


def batch(session: Session, found: Select[*tuple[Any, ...]], size: int, offset: int) -> list[Choice]:
    """Return some of a selection."""
    return [
        Choice(o.id, o.display_name, o.kind, o.subprefecture, o.email, invitation_id)
        for o, invitation_id in session.execute(found.limit(size).offset(offset))
    ]


def chosen(session: Session, campaign_id: int, ids: list[int]) -> list[Choice]:
    """Return the organisations with these ids."""
    found = choices(campaign_id, asked="").where(Organisation.id.in_(ids))
    return page_of(session, found, size=MOST_AT_ONCE)


def invitation_of(session: Session, campaign_id: int, invitation_id: int) -> Invitation | None:
    """Return an invitation of this campaign, with campaign and organisation."""
    return session.scalar(
        select(Invitation)
        .where(Invitation.id == invitation_id, Invitation.campaign_id == campaign_id)
        .options(joinedload(Invitation.campaign), joinedload(Invitation.organisation))
    )


def letters_of(session: Session, invitation_id: int) -> list[LetterLine]:
    """Return an invitation's letters, the newest first."""
    rows = session.scalars(
        select(Letter).where(Letter.invitation_id == invitation_id).order_by(Letter.id.desc())
    )
    return [
        LetterLine(
            row.id, row.kind, row.queued_at, row.done_at, row.failed_at, row.failure, row.skipped_reason,
            row.sent_to, row.attempts, Trouble(row.trouble) if row.trouble else None,
        )
        for row in rows
    ]  # fmt: skip
