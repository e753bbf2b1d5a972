"""Reading accounts and their sessions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from casefinder.errors import NotFoundError
from casefinder.staff.accounts import rules
from casefinder.staff.accounts.models import Account, AccountSession

PAGE_SIZE = 50
SORTS = {
    "name": (Account.name, Account.id),
    "email": (Account.email,),
    "role": (Account.role, Account.name),
    "created": (Account.created_at.desc(), Account.id.desc()),
}


@dataclass(frozen=True)
class Found:
    """A live session and its account, as plain values."""

    session_id: int
    account_id: int
    name: str
    email: str
    role: str
    seen_at: datetime
    must_change_password: bool
    is_enrolled: bool
    is_proved: bool


def live_session(session: Session, token_digest: bytes, *, idle: timedelta, now: datetime) -> Found | None:
    """Return the live session with this digest, if there is one."""
    row = session.execute(
        select(AccountSession, Account)
        .join(Account, AccountSession.account_id == Account.id)
        .where(AccountSession.token_digest == token_digest)
    ).first()
    if row is None:
        return None
    own, account = row
    if not rules.session_is_live(
        seen_at=own.seen_at, expires_at=own.expires_at, ended_at=own.ended_at,
        disabled_at=account.disabled_at, idle=idle, now=now,
    ):  # fmt: skip
        return None
    return Found(
        own.id, account.id, account.name, account.email, account.role, own.seen_at,
        account.initial_until is not None, account.factor_since is not None, own.proved_at is not None,
    )  # fmt: skip


def account_of(session: Session, account_id: int) -> Account:
    """Return one account.

    Raises:
        NotFoundError: There is no such account.
    """
    account = session.get(Account, account_id)
    if account is None:
        raise NotFoundError
    return account


def by_email(session: Session, email: str) -> Account | None:
    """Return the account with this address."""
    return session.scalar(select(Account).where(Account.email == rules.normal_email(email)))


def open_sessions(
    session: Session, account_id: int, *, idle: timedelta, now: datetime
) -> list[AccountSession]:
    """Return an account's live sessions, the latest first."""
    return list(
        session.scalars(
            select(AccountSession)
            .where(AccountSession.account_id == account_id, AccountSession.ended_at.is_(None))
            .where(AccountSession.expires_at > now, AccountSession.seen_at > now - idle)
            .order_by(AccountSession.seen_at.desc(), AccountSession.id.desc())
        )
    )


def accounts(*, words: str = "", role: str = "", sort: str = "name") -> Select[Account]:
    """Return the list of accounts that fit, in order."""
    found = select(Account)
    if words:
        found = found.where(
            or_(*(column.icontains(words, autoescape=True) for column in (Account.name, Account.email)))
        )
    if role == "disabled":
        found = found.where(Account.disabled_at.is_not(None))
    elif role:
        found = found.where(Account.role == role, Account.disabled_at.is_(None))
    return found.order_by(*SORTS.get(sort, SORTS["name"]))


def page_of(session: Session, found: Select[Account], page: int) -> list[Account]:
    """Return one page of the list; `page` counts from 1."""
    return batch(session, found, PAGE_SIZE, (page - 1) * PAGE_SIZE)


def batch(session: Session, found: Select[Account], size: int, offset: int) -> list[Account]:
    """Return some accounts of the list."""
    return list(session.scalars(found.limit(size).offset(offset)))


def count(session: Session, found: Select[Account]) -> int:
    """Return how many rows a selection has."""
    return session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
