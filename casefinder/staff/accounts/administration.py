"""What an administrator does with accounts; there is always one administrator left."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import logbook
from casefinder.errors import N_, NotFoundError, NotPossibleError
from casefinder.faces import Role
from casefinder.staff.accounts import passwords, rules, second_factor, service, throttle
from casefinder.staff.accounts.models import Account
from casefinder.staff.audit import service as trail


class LastAdministrator(NotPossibleError):
    """Without an administrator nobody could let anybody in."""

    message = N_("This is the last administrator. Make somebody else administrator first.")


def end_all_sessions(session: Session, account_id: int, *, by: int, now: datetime) -> None:
    """End all sessions of somebody's account, asked for by an administrator."""
    _account(session, account_id)
    service.end_sessions(session, account_id, now=now)
    trail.record(
        session,
        "account.sessions_ended",
        subject_kind="account",
        subject_id=account_id,
        at=now,
        account_id=by,
    )


def reset_password(session: Session, account_id: int, *, by: int | None, now: datetime) -> str:
    """Give an account a new one-time password, returned once; its sessions end."""
    account = _account(session, account_id)
    given = passwords.one_time_password()
    account.password_hash = passwords.hash_password(given)
    account.initial_until = now + rules.INITIAL_PASSWORD_LASTS
    throttle.forget_all(session, account.email)
    service.end_sessions(session, account_id, now=now)
    service.write_down(session, account, logbook.ACCOUNT_SECRET, now)
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
    service.end_sessions(session, account_id, now=now)
    service.write_down(session, account, logbook.ACCOUNT_ROLE, now, role=role.key)
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
    service.write_down(session, account, logbook.ACCOUNT_DISABLED, now)
    service.end_sessions(session, account_id, now=now)
    trail.record(
        session, "account.disabled", subject_kind="account", subject_id=account_id, at=now, account_id=by
    )


def reset_second_factor(session: Session, account_id: int, *, by: int | None, now: datetime) -> None:
    """Let a person whose telephone and recovery codes are gone set the second factor up anew."""
    _account(session, account_id)
    second_factor.begin_anew(session, account_id, by=by, now=now)


def enable_account(session: Session, account_id: int, *, by: int, now: datetime) -> None:
    """Let a disabled account sign in again."""
    account = _account(session, account_id)
    if account.disabled_at is None:
        return
    account.disabled_at = None
    service.write_down(session, account, logbook.ACCOUNT_ENABLED, now)
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
