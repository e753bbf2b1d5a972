"""How often one may try to sign in: counted by network and by known browser, never by what the one who tries chooses alone.

A stranger who tries a known address slows his own network down and nobody else; a browser that signed in before is counted
by itself. A try counts before its password is looked at, so that many processes do not try side by side.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casefinder.staff.accounts import rules, second_factor_rules
from casefinder.staff.accounts.models import SignInFailure

KEPT = 2 * rules.FORGET_AFTER


class TooMany(Exception):
    """One has to wait."""


def note_try(session: Session, email: str, *, network: str, browser: str | None, now: datetime) -> int:
    """Count a try to sign in; commit before going on.

    Args:
        session: A writing session.
        email: As typed.
        network: Whence.
        browser: The mark of a browser that signed in to this address before.
        now: When (UTC).

    Returns:
        How often it was tried so without success, this time included.

    Raises:
        TooMany: This network, or this browser, has to wait.
    """
    address = rules.failure_key(email)
    if browser is not None:
        return _count(session, f"{address}:b:{browser}", rules.wait_after, rules.FORGET_AFTER, now)
    _count(
        session, f"n:{rules.failure_key(network)}", rules.wait_of_network, rules.NETWORK_FORGETS_AFTER, now
    )
    return _count(
        session, f"{address}:n:{rules.failure_key(network)}", rules.wait_after, rules.FORGET_AFTER, now
    )


def note_code(session: Session, account_id: int, *, now: datetime) -> None:
    """Count a try of a code; whoever tries knows the account's password.

    Raises:
        TooMany: One has to wait.
    """
    _count(session, f"c:{account_id}", second_factor_rules.wait_after_codes, rules.FORGET_AFTER, now)


def forget(session: Session, email: str) -> None:
    """Begin to count anew for an address, from wherever it was tried."""
    address = rules.failure_key(email)
    session.execute(delete(SignInFailure).where(SignInFailure.key.startswith(f"{address}:")))


def forget_all(session: Session, email: str) -> None:
    """Begin to count anew for an address and for all networks: an administrator has just given it a new password."""
    address = rules.failure_key(email)
    own = or_(SignInFailure.key.startswith(f"{address}:"), SignInFailure.key.startswith("n:"))
    session.execute(delete(SignInFailure).where(own))


def forget_codes(session: Session, account_id: int) -> None:
    """Begin to count an account's codes anew."""
    session.execute(delete(SignInFailure).where(SignInFailure.key == f"c:{account_id}"))


def _count(
    session: Session, key: str, wait: Callable[[int], timedelta], forgets_after: timedelta, now: datetime
) -> int:
    known = session.scalar(select(SignInFailure).where(SignInFailure.key == key).with_for_update())
    if known is None:
        _begin(session, key, now)
        return 1
    if now - known.last_at >= forgets_after:
        known.failures = 0
    if now < known.last_at + wait(known.failures):
        raise TooMany
    known.failures += 1
    known.last_at = now
    session.flush()
    return known.failures


def _begin(session: Session, key: str, now: datetime) -> None:
    """Note the first try; another process may be doing the same, and old ones are forgotten."""
    session.execute(delete(SignInFailure).where(SignInFailure.last_at < now - KEPT))
    make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    first = make(SignInFailure).values(key=key, failures=1, last_at=now)
    again = update(SignInFailure).where(SignInFailure.key == key)
    if not session.execute(first.on_conflict_do_nothing().returning(SignInFailure.key)).first():
        session.execute(again.values(failures=SignInFailure.failures + 1, last_at=now))
