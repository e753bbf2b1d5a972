"""Accounts: add, sign in, change, disable; sessions live on the server."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casefinder import logbook
from casefinder.addresses import is_email
from casefinder.errors import N_, CasefinderError, ConflictError, NotFoundError
from casefinder.faces import Role
from casefinder.staff.accounts import passwords, queries, rules, throttle
from casefinder.staff.accounts.models import Account, AccountSession
from casefinder.staff.audit import service as trail


class WrongSignIn(CasefinderError):
    """Unknown address, wrong password, disabled account or too many tries: from outside all the same."""

    message = N_(
        "We could not sign you in. Check address and password; after several failures wait a few minutes."
    )


class AddressTaken(ConflictError):
    """Another account has this address."""

    message = N_("There is already an account with this address.")


class PoorPassword(CasefinderError):
    """The password is too short, too long or easy to guess; `message` says which."""


@dataclass(frozen=True)
class Added:
    """A new account, and the one-time password to hand over; it is shown once and kept nowhere."""

    account_id: int
    one_time_password: str | None


@dataclass(frozen=True)
class Started:
    """A new session; `token` goes into the cookie and is kept nowhere."""

    session_id: int
    account_id: int
    token: str


def create_account(
    session: Session,
    *,
    email: str,
    name: str,
    role: Role,
    now: datetime,
    password: str | None = None,
    by: int | None = None,
) -> Added:
    """Add an account, with a given password or a random one-time password for the first sign-in.

    Raises:
        CasefinderError: The address is none.
        AddressTaken: Another account has it.
        PoorPassword: The given password is not good enough.
    """
    address = rules.normal_email(email)
    if not is_email(address):
        raise CasefinderError(N_("Enter one mail address, such as sato@example.jp."))
    if queries.by_email(session, address) is not None:
        raise AddressTaken
    if password is not None:
        check_quality(password, email=address, name=name)
    given = password or passwords.one_time_password()
    account = Account(
        email=address, name=name.strip(), role=role.key, password_hash=passwords.hash_password(given),
        initial_until=None if password else now + rules.INITIAL_PASSWORD_LASTS, created_at=now,
    )  # fmt: skip
    session.add(account)
    try:
        session.flush()
    except IntegrityError as error:
        raise AddressTaken from error
    trail.record(
        session, "account.created", subject_kind="account", subject_id=account.id, at=now, account_id=by,
        role=role.key,
    )  # fmt: skip
    return Added(account.id, None if password else given)


def note_failure(session: Session, email: str, *, tries: int, network: str, now: datetime) -> None:
    """Note in the trail that signing in failed; of many tries in a row the 1st, 2nd, 4th, 8th and so on."""
    if tries & (tries - 1):
        return
    account = queries.by_email(session, email)
    trail.record(
        session, "account.sign_in_failed", subject_kind="account", subject_id=account.id if account else None, at=now,
        tries=tries, network=network,
    )  # fmt: skip


def check_password(session: Session, email: str, password: str, *, now: datetime) -> int:
    """Return the id of the account whose address and password these are.

    Raises:
        WrongSignIn: They are nobody's, or the account is disabled, or its one-time password is too old.
    """
    account = queries.by_email(session, email)
    right = passwords.is_right(
        account.password_hash if account else None, password[: rules.MAX_PASSWORD_CHARS + 1]
    )
    if account is None or not right or account.disabled_at is not None:
        raise WrongSignIn
    if account.initial_until is not None and now >= account.initial_until:
        raise WrongSignIn
    return account.id


def sign_in(
    session: Session, account_id: int, *, lasts: timedelta, now: datetime, is_proved: bool = False
) -> Started:
    """Start a session for an account whose password has been checked, and forget its failures."""
    account = session.get_one(Account, account_id)
    throttle.forget(session, account.email)
    trail.record(
        session,
        "account.signed_in",
        subject_kind="account",
        subject_id=account_id,
        at=now,
        account_id=account_id,
    )
    return _start(session, account_id, lasts=lasts, now=now, is_proved=is_proved)


def _start(session: Session, account_id: int, *, lasts: timedelta, now: datetime, is_proved: bool) -> Started:
    token = secrets.token_urlsafe(32)
    row = AccountSession(
        account_id=account_id, token_digest=digest(token), started_at=now, seen_at=now, expires_at=now + lasts,
        proved_at=now if is_proved else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return Started(row.id, account_id, token)


def digest(token: str) -> bytes:
    """Return what is kept of a session's token: its SHA-256."""
    return hashlib.sha256(token.encode()).digest()


def touch(session: Session, session_id: int, *, now: datetime) -> None:
    """Note that a session is in use."""
    session.execute(
        update(AccountSession)
        .where(
            AccountSession.id == session_id, AccountSession.ended_at.is_(None), AccountSession.seen_at < now
        )
        .values(seen_at=now)
    )


def sign_out(session: Session, token: str, *, now: datetime) -> None:
    """End the session of this token, whoever presents it; an unknown one changes nothing."""
    row = session.scalar(
        select(AccountSession).where(
            AccountSession.token_digest == digest(token), AccountSession.ended_at.is_(None)
        )
    )
    if row is not None:
        row.ended_at = now
        trail.record(
            session, "account.signed_out", subject_kind="account", subject_id=row.account_id, at=now,
            account_id=row.account_id,
        )  # fmt: skip


def end_session(session: Session, account_id: int, session_id: int, *, now: datetime) -> None:
    """End one session of an account.

    Raises:
        NotFoundError: It is not a session of this account.
    """
    row = session.scalar(
        select(AccountSession).where(AccountSession.id == session_id, AccountSession.account_id == account_id)
    )
    if row is None:
        raise NotFoundError
    row.ended_at = row.ended_at or now


def end_sessions(session: Session, account_id: int, *, now: datetime, keep: int | None = None) -> None:
    """End all sessions of an account, but for one that may be kept."""
    ending = update(AccountSession).where(
        AccountSession.account_id == account_id, AccountSession.ended_at.is_(None)
    )
    if keep is not None:
        ending = ending.where(AccountSession.id != keep)
    session.execute(ending.values(ended_at=now))


def change_password(
    session: Session,
    account_id: int,
    *,
    present: str,
    new: str,
    lasts: timedelta,
    now: datetime,
    is_proved: bool = False,
) -> Started:
    """Change one's own password; all sessions end and a new one begins, in which the second factor is as proved as before.

    Raises:
        WrongSignIn: The present password is wrong.
        PoorPassword: The new one is not good enough, or is the present one.
    """
    account = session.get_one(Account, account_id)
    if not passwords.is_right(account.password_hash, present):
        raise WrongSignIn(N_("The present password is not right."))
    if new == present:
        raise PoorPassword(N_("Choose a password other than the present one."))
    check_quality(new, email=account.email, name=account.name)
    account.password_hash = passwords.hash_password(new)
    account.initial_until = None
    end_sessions(session, account_id, now=now)
    write_down(session, account, logbook.ACCOUNT_SECRET, now)
    trail.record(
        session, "account.password_changed", subject_kind="account", subject_id=account_id, at=now,
        account_id=account_id,
    )  # fmt: skip
    return _start(session, account_id, lasts=lasts, now=now, is_proved=is_proved)


def write_down(session: Session, account: Account, what: str, now: datetime, **values: str) -> None:
    """Keep beside the database what a restored backup must not give back to this account."""
    created_at = account.created_at.isoformat()
    logbook.note(session, what, now, account=account.id, created_at=created_at, **values)


def check_quality(password: str, *, email: str, name: str) -> None:
    """Refuse a password that is too short, too long or easy to guess.

    Raises:
        PoorPassword: It says which.
    """
    if problem := rules.password_problem(password, email=email, name=name):
        raise PoorPassword(problem)
