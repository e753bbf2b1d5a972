"""Accounts: add, sign in, change, disable; sessions live on the server."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casefinder.errors import N_, CasefinderError, ConflictError, NotFoundError, NotPossibleError
from casefinder.faces import Role
from casefinder.staff.accounts import passwords, queries, rules
from casefinder.staff.accounts.models import Account, AccountSession, SignInFailure
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


class LastAdministrator(NotPossibleError):
    """Without an administrator nobody could let anybody in."""

    message = N_("This is the last administrator. Make somebody else administrator first.")


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
    if not rules.is_email(address):
        raise CasefinderError(N_("Enter one mail address, such as sato@example.jp."))
    if queries.by_email(session, address) is not None:
        raise AddressTaken
    if password is not None:
        _check_password(password, email=address, name=name)
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


def note_try(session: Session, email: str, *, now: datetime) -> None:
    """Count a try to sign in before its password is looked at; commit before going on.

    Counting first, in a short transaction of its own, keeps many processes from trying side by side.

    Raises:
        WrongSignIn: This address must rest a while; other addresses are not touched.
    """
    key = rules.failure_key(email)
    known = session.scalar(select(SignInFailure).where(SignInFailure.key == key).with_for_update())
    if known is None:
        session.add(SignInFailure(key=key, failures=1, last_at=now))
        session.flush()
        return
    if now - known.last_at >= rules.FORGET_AFTER:
        known.failures = 0
    if now < known.last_at + rules.wait_after(known.failures):
        raise WrongSignIn
    known.failures += 1
    known.last_at = now


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


def sign_in(session: Session, account_id: int, *, lasts: timedelta, now: datetime) -> Started:
    """Start a session for an account whose password has been checked, and forget its failures."""
    account = session.get_one(Account, account_id)
    key = rules.failure_key(account.email)
    session.execute(update(SignInFailure).where(SignInFailure.key == key).values(failures=0))
    trail.record(
        session,
        "account.signed_in",
        subject_kind="account",
        subject_id=account_id,
        at=now,
        account_id=account_id,
    )
    return _start(session, account_id, lasts=lasts, now=now)


def _start(session: Session, account_id: int, *, lasts: timedelta, now: datetime) -> Started:
    token = secrets.token_urlsafe(32)
    row = AccountSession(
        account_id=account_id, token_digest=digest(token), started_at=now, seen_at=now, expires_at=now + lasts
    )
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


def end_all_sessions(session: Session, account_id: int, *, by: int, now: datetime) -> None:
    """End all sessions of somebody's account, asked for by an administrator."""
    _account(session, account_id)
    end_sessions(session, account_id, now=now)
    trail.record(
        session,
        "account.sessions_ended",
        subject_kind="account",
        subject_id=account_id,
        at=now,
        account_id=by,
    )


def change_password(
    session: Session, account_id: int, *, present: str, new: str, lasts: timedelta, now: datetime
) -> Started:
    """Change one's own password; all sessions end and a new one begins.

    Raises:
        WrongSignIn: The present password is wrong.
        PoorPassword: The new one is not good enough, or is the present one.
    """
    account = session.get_one(Account, account_id)
    if not passwords.is_right(account.password_hash, present):
        raise WrongSignIn(N_("The present password is not right."))
    if new == present:
        raise PoorPassword(N_("Choose a password other than the present one."))
    _check_password(new, email=account.email, name=account.name)
    account.password_hash = passwords.hash_password(new)
    account.initial_until = None
    end_sessions(session, account_id, now=now)
    trail.record(
        session, "account.password_changed", subject_kind="account", subject_id=account_id, at=now,
        account_id=account_id,
    )  # fmt: skip
    return _start(session, account_id, lasts=lasts, now=now)


def reset_password(session: Session, account_id: int, *, by: int | None, now: datetime) -> str:
    """Give an account a new one-time password, returned once; its sessions end."""
    account = _account(session, account_id)
    given = passwords.one_time_password()
    account.password_hash = passwords.hash_password(given)
    account.initial_until = now + rules.INITIAL_PASSWORD_LASTS
    end_sessions(session, account_id, now=now)
    trail.record(
        session,
        "account.password_reset",
        subject_kind="account",
        subject_id=account_id,
        at=now,
        account_id=by,
    )
    return given


def change_role(session: Session, account_id: int, role: Role, *, by: int, now: datetime) -> None:
    """Give an account another role; its sessions end, so that the next sign-in has the new rights.

    Raises:
        LastAdministrator: No administrator would be left.
    """
    _hold_administrators(session)
    account = _account(session, account_id)
    if account.role == role.key:
        return
    if account.role == Role.ADMINISTRATOR.key:
        _refuse_last(session, account_id)
    before, account.role = account.role, role.key
    end_sessions(session, account_id, now=now)
    trail.record(
        session, "account.role_changed", subject_kind="account", subject_id=account_id, at=now, account_id=by,
        before=before, after=role.key,
    )  # fmt: skip


def disable_account(session: Session, account_id: int, *, by: int | None, now: datetime) -> None:
    """Let an account sign in no more; its sessions end, what it did keeps its name.

    Raises:
        LastAdministrator: No administrator would be left.
    """
    _hold_administrators(session)
    account = _account(session, account_id)
    if account.disabled_at is not None:
        return
    if account.role == Role.ADMINISTRATOR.key:
        _refuse_last(session, account_id)
    account.disabled_at = now
    end_sessions(session, account_id, now=now)
    trail.record(
        session, "account.disabled", subject_kind="account", subject_id=account_id, at=now, account_id=by
    )


def enable_account(session: Session, account_id: int, *, by: int, now: datetime) -> None:
    """Let a disabled account sign in again."""
    account = _account(session, account_id)
    if account.disabled_at is None:
        return
    account.disabled_at = None
    trail.record(
        session, "account.enabled", subject_kind="account", subject_id=account_id, at=now, account_id=by
    )


def _account(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id, populate_existing=True)
    if account is None:
        raise NotFoundError
    return account


def _hold_administrators(session: Session) -> None:
    """Lock all administrators' rows, so that two cannot remove each other at once."""
    held = select(Account.id).where(Account.role == Role.ADMINISTRATOR.key).order_by(Account.id)
    session.execute(held.with_for_update()).all()


def _refuse_last(session: Session, account_id: int) -> None:
    other = select(Account.id).where(
        Account.role == Role.ADMINISTRATOR.key, Account.disabled_at.is_(None), Account.id != account_id
    )
    if session.execute(other.limit(1)).first() is None:
        raise LastAdministrator


def _check_password(password: str, *, email: str, name: str) -> None:
    if problem := rules.password_problem(password, email=email, name=name):
        raise PoorPassword(problem)
