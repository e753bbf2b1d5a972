"""Reading the trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from casefinder.staff.accounts.models import Account
from casefinder.staff.audit.models import AuditEntry
from casefinder.tokyo import instant_of

PAGE_SIZE = 100
LONGEST_NUMBER = 18  # digits; beyond it no row has a number
Entries = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Line:
    """One entry with the name of the account that acted."""

    id: int
    at: datetime
    actor_kind: str
    actor_id: int | None
    name: str | None
    action: str
    subject_kind: str
    subject_id: int | None
    detail: dict[str, Any]


def entries(
    *,
    noun: str = "",
    account_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
    words: str = "",
    meant: Sequence[str] = (),
    sort: str = "newest",
) -> Entries:
    """Return the entries that fit, in order; days are days in Tokyo.

    Args:
        noun: What they are about.
        account_id: Who acted.
        since: The first day.
        until: The last day.
        words: A number of a subject, or words of a name or of an action.
        meant: The actions whose words on the page hold `words`.
        sort: `newest` or `oldest` first.
    """
    found = select(AuditEntry, Account.name).outerjoin(
        Account, (AuditEntry.actor_kind == "account") & (AuditEntry.actor_id == Account.id)
    )
    if noun:
        found = found.where(AuditEntry.action.startswith(f"{noun}.", autoescape=True))
    if account_id is not None:
        found = found.where(AuditEntry.actor_kind == "account", AuditEntry.actor_id == account_id)
    if since is not None:
        found = found.where(AuditEntry.at >= instant_of(since))
    if until is not None:
        found = found.where(AuditEntry.at < instant_of(until + timedelta(days=1)))
    if words:
        found = found.where(_holds(words, meant))
    return found.order_by(AuditEntry.id if sort == "oldest" else AuditEntry.id.desc())


def _holds(words: str, meant: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that an entry is about a number, of an action, or by somebody of that name."""
    here = [Account.name.icontains(words, autoescape=True), AuditEntry.action.in_(meant)]
    if words.isdecimal() and len(words) <= LONGEST_NUMBER:
        here.append(AuditEntry.subject_id == int(words))
    return or_(*here)


def count(session: Session, found: Entries) -> int:
    """Return how many entries a selection has."""
    inner = found.with_only_columns(AuditEntry.id).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(inner)) or 0


def page_of(session: Session, found: Entries, *, page: int) -> list[Line]:
    """Return one page."""
    return batch(session, found, PAGE_SIZE, (page - 1) * PAGE_SIZE)


def batch(session: Session, found: Entries, size: int, offset: int) -> list[Line]:
    """Return some entries."""
    return [
        Line(e.id, e.at, e.actor_kind, e.actor_id, name, e.action, e.subject_kind, e.subject_id, e.detail)
        for e, name in session.execute(found.limit(size).offset(offset))
    ]


def people(session: Session) -> list[tuple[int, str]]:
    """Return id and name of every account."""
    return [
        (id_, name) for id_, name in session.execute(select(Account.id, Account.name).order_by(Account.name))
    ]
