"""The second factor of an account: enrol, prove, recover, begin anew."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from casefinder import logbook
from casefinder.errors import N_, CasefinderError, NotPossibleError
from casefinder.staff.accounts import second_factor_rules as rules
from casefinder.staff.accounts import service, throttle
from casefinder.staff.accounts.models import Account, AccountSession, RecoveryCode
from casefinder.staff.audit import service as trail


class WrongCode(CasefinderError):
    """The code is none of now, was used already, or there were too many wrong ones."""

    message = N_(
        "This code is not right. Wait for the next one and type that; after several failures wait a minute."
    )


class AlreadyEnrolled(NotPossibleError):
    """The second factor is set up; only an administrator lets it begin anew."""

    message = N_("The second factor is set up already. An administrator can let you set it up anew.")


@dataclass(frozen=True)
class Enrolment:
    """What a person puts into the telephone."""

    shown_key: str
    link: str


def secret_of(key: str, account: Account) -> bytes:
    """Return an account's present secret."""
    return rules.secret_for(key, account.id, account.created_at, account.factor_generation)


def enrolment(account: Account, *, key: str, issuer: str) -> Enrolment:
    """Return what is put into the telephone.

    Raises:
        AlreadyEnrolled: It was shown and proved before; it is not shown again.
    """
    if account.factor_since is not None:
        raise AlreadyEnrolled
    secret = secret_of(key, account)
    return Enrolment(rules.shown_key(secret), rules.otpauth(secret, issuer=issuer, email=account.email))


def enrol(
    session: Session, account_id: int, session_id: int, code: str, *, key: str, now: datetime
) -> list[str]:
    """Set the second factor up with a first code; returns the recovery codes, this once.

    Raises:
        WrongCode: The code is not of this secret.
        AlreadyEnrolled: It is set up.
    """
    account = session.get_one(Account, account_id, with_for_update=True)
    if account.factor_since is not None:
        raise AlreadyEnrolled
    _take(account, code, key=key, now=now)
    account.factor_since = now
    _prove(session, session_id, now=now)
    trail.record(
        session, "account.factor_set_up", subject_kind="account", subject_id=account_id, at=now,
        account_id=account_id,
    )  # fmt: skip
    return new_recovery_codes(session, account_id, key=key)


def prove(session: Session, account_id: int, session_id: int, typed: str, *, key: str, now: datetime) -> bool:
    """Prove the second factor for one session, by a code or by a recovery code; returns whether it was the latter.

    Raises:
        WrongCode: It is neither, or was used.
    """
    account = session.get_one(Account, account_id, with_for_update=True)
    is_recovery = rules.is_recovery_code(typed)
    if is_recovery:
        _use(session, account_id, typed, key=key, now=now)
    else:
        _take(account, typed, key=key, now=now)
    throttle.forget_codes(session, account_id)
    _prove(session, session_id, now=now)
    return is_recovery


def _take(account: Account, code: str, *, key: str, now: datetime) -> None:
    step = rules.step_of_code(secret_of(key, account), code, now, after=account.factor_step)
    if step is None:
        raise WrongCode
    account.factor_step = step


def _use(session: Session, account_id: int, typed: str, *, key: str, now: datetime) -> None:
    wanted = rules.recovery_digest(key, account_id, typed)
    own = session.scalars(
        select(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
        .with_for_update()
    )
    found = [code for code in own if hmac.compare_digest(code.digest, wanted)]
    if not found:
        raise WrongCode
    found[0].used_at = now
    trail.record(
        session, "account.recovery_used", subject_kind="account", subject_id=account_id, at=now,
        account_id=account_id,
    )  # fmt: skip


def _prove(session: Session, session_id: int, *, now: datetime) -> None:
    session.execute(update(AccountSession).where(AccountSession.id == session_id).values(proved_at=now))


def new_recovery_codes(session: Session, account_id: int, *, key: str) -> list[str]:
    """Give an account ten new recovery codes; the old ones end."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [rules.new_recovery_code() for _ in range(rules.RECOVERY_CODES)]
    rows = [
        {"account_id": account_id, "digest": rules.recovery_digest(key, account_id, code)} for code in codes
    ]
    session.execute(insert(RecoveryCode), rows)
    return codes


def renew_recovery_codes(session: Session, account_id: int, *, key: str, now: datetime) -> list[str]:
    """Give ten new recovery codes to a person who has proved the second factor in this session."""
    trail.record(
        session, "account.recovery_renewed", subject_kind="account", subject_id=account_id, at=now,
        account_id=account_id,
    )  # fmt: skip
    return new_recovery_codes(session, account_id, key=key)


def codes_left(session: Session, account_id: int) -> int:
    """Return how many recovery codes were not used."""
    unused = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(unused) or 0


def begin_anew(session: Session, account_id: int, *, by: int | None, now: datetime) -> None:
    """End an account's second factor, so that it is set up at the next sign-in; its sessions end."""
    account = session.get_one(Account, account_id, with_for_update=True)
    account.factor_generation += 1
    account.factor_since, account.factor_step = None, 0
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    throttle.forget_codes(session, account_id)
    service.end_sessions(session, account_id, now=now)
    service.write_down(
        session, account, logbook.ACCOUNT_FACTOR, now, generation=str(account.factor_generation)
    )
    trail.record(
        session, "account.factor_reset", subject_kind="account", subject_id=account_id, at=now, account_id=by
    )


def present_codes(accounts: Sequence[Account], *, key: str, now: datetime) -> dict[str, str]:
    """Return address → the code of now; for the sample alone, whose people have no telephones."""
    return {each.email: rules.code_at(secret_of(key, each), rules.step_of(now)) for each in accounts}
