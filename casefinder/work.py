"""Work that waits: rows with a lease are the truth, a bell only says that one should look.

A row that wants work carries `WorkMixin`. `take` leases one by the database's own clock; the handler works in
short transactions and ends with `finish`, guarded by the attempt number, so that a worker that was thought dead
cannot finish twice.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Float, Integer, and_, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from casefinder.clock import utc_now
from casefinder.db import Database, Json, database_seconds, want_work
from casefinder.hands import Hands

log = logging.getLogger(__name__)

FIRST_RETRY_S = 30.0
LONGEST_RETRY_S = 7200.0
SLACK_S = 60.0  # so far a clock may go back when it is put right, and mean nothing


class LostLease(RuntimeError):
    """Another worker has taken this row over; what was done here does not count."""


class WorkMixin:
    """Columns of a row that wants work: requested, leased, done, or failed with its reason."""

    requested_at: Mapped[datetime]
    due_s: Mapped[float] = mapped_column(Float, default=0.0)  # not before; seconds of the database's clock
    leased_until_s: Mapped[float] = mapped_column(Float, default=0.0)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    progress: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    failed_at: Mapped[datetime | None]
    failure: Mapped[str | None]  # an English message id or a child's last words; never answers or tokens


@dataclass(frozen=True)
class Lease:
    """The right to work on one row for a while."""

    kind: str
    row_id: int
    attempt: int


@dataclass(frozen=True)
class Kind:
    """One kind of work: whose rows, who does it, how long one may take, how often it is tried."""

    name: str
    model: Any
    perform: Callable[["Lease"], None]
    lease_s: float = 60.0
    max_attempts: int = 5
    retry_s: float = FIRST_RETRY_S
    hands: int = 1  # how many rows one worker process does at once
    is_held: Callable[[Session, float], bool] | None = (
        None  # at an instant of the database's clock: no row is taken
    )
    on_failure: Callable[[Session, int, datetime], None] | None = field(default=None)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind of work known; `rooms.py` calls it for the `WORK` of each room's `jobs.py`."""
    _kinds[kind.name] = kind
    return kind


def kinds() -> tuple[Kind, ...]:
    """Return all known kinds of work."""
    return tuple(_kinds.values())


def request(session: Session, kind_name: str) -> None:
    """Ring the bell for a kind once the present transaction is stored."""
    want_work(session, kind_name)


def take(database: Database, kind: Kind) -> Lease | None:
    """Lease the next due row of a kind, or return None; safe among many workers."""
    model = kind.model
    with database.transaction() as session:
        now_s = database_seconds(session)
        if kind.is_held is not None and kind.is_held(session, now_s):
            return None
        row_id = _grabbed(session, database.hands, kind, now_s)
        if row_id is None:
            return None
        taken = session.execute(
            update(model)
            .where(model.id == row_id)
            .values(leased_until_s=now_s + kind.lease_s, attempts=model.attempts + 1)
            .returning(model.attempts)
        ).scalar_one()
        return Lease(kind.name, row_id, taken)


def _grabbed(session: Session, hands: Hands, kind: Kind, now_s: float) -> int | None:
    """Return the next due row that no process of this machine works on, held by this one from now on."""
    model, passed = kind.model, _hands_of(kind)
    due = (
        select(model.id)
        .where(model.done_at.is_(None), model.failed_at.is_(None))
        .where(_is_due(model, now_s), _is_free(kind, now_s))
        .order_by(model.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    while (row_id := session.scalar(due.where(model.id.not_in(passed)))) is not None:
        if hands.grab(kind.name, row_id):
            return int(row_id)
        passed.add(row_id)
    return None


def _is_due(model: Any, now_s: float) -> ColumnElement[bool]:
    """A row that failed never waits longer than the longest wait: if it seems to, the clock was set back meanwhile."""
    was_set_back = and_(model.attempts > 0, model.due_s > now_s + LONGEST_RETRY_S + SLACK_S)
    return or_(model.due_s <= now_s, was_set_back)


def _is_free(kind: Kind, now_s: float) -> ColumnElement[bool]:
    """A lease never lasts longer than its kind allows: if it seems to, the clock was set back meanwhile."""
    until_s = kind.model.leased_until_s
    return or_(until_s <= now_s, until_s > now_s + kind.lease_s + SLACK_S)


# What the hands of this process work on: a clock set forward ends their leases, and yet nobody here takes the same row.
_in_hand: dict[str, set[int]] = {}


def _hands_of(kind: Kind) -> set[int]:
    return set(_in_hand.get(kind.name, ()))


@contextmanager
def _holding(lease: Lease, hands: Hands) -> Iterator[None]:
    held = _in_hand.setdefault(lease.kind, set())
    held.add(lease.row_id)
    try:
        yield
    finally:
        held.discard(lease.row_id)
        hands.let_go(lease.kind, lease.row_id)


def renew(database: Database, lease: Lease, progress: dict[str, Any] | None = None) -> None:
    """Keep a lease alive, and say how far the work is.

    Raises:
        LostLease: The row has been taken over.
    """
    kind = _kinds[lease.kind]
    with database.transaction() as session:
        values: dict[str, Any] = {"leased_until_s": database_seconds(session) + kind.lease_s}
        if progress is not None:
            values["progress"] = progress
        _guarded_update(session, lease, values)


def finish(session: Session, lease: Lease, *, now: datetime) -> None:
    """Mark the row done, in the same transaction as the work's result.

    Raises:
        LostLease: The row has been taken over or is done already.
    """
    _guarded_update(session, lease, {"done_at": now, "leased_until_s": 0.0, "failure": None})


def fail(database: Database, lease: Lease, reason: str, *, now: datetime, for_good: bool = False) -> None:
    """Note why it failed; try again later with growing patience, or give up after the last attempt."""
    kind = _kinds[lease.kind]
    last = for_good or lease.attempt >= kind.max_attempts
    try:
        with database.transaction() as session:
            if last:
                give_up(session, lease, reason, now=now)
            else:
                put_off(
                    session,
                    lease,
                    reason,
                    wait_s=min(kind.retry_s * 4 ** (lease.attempt - 1), LONGEST_RETRY_S),
                )
            if last and kind.on_failure:
                kind.on_failure(session, lease.row_id, now)
    except LostLease:
        log.warning("work %s %s was taken over while failing", lease.kind, lease.row_id)


def put_off(session: Session, lease: Lease, reason: str, *, wait_s: float) -> None:
    """Give a row back that could not be done, to be taken again after a while.

    Raises:
        LostLease: The row has been taken over or is done already.
    """
    due_s = database_seconds(session) + wait_s
    _guarded_update(session, lease, {"failure": reason[:500], "leased_until_s": 0.0, "due_s": due_s})


def give_up(session: Session, lease: Lease, reason: str, *, now: datetime) -> None:
    """Mark a row as failed; nobody takes it any more until a person asks for it.

    Raises:
        LostLease: The row has been taken over or is done already.
    """
    _guarded_update(session, lease, {"failure": reason[:500], "leased_until_s": 0.0, "failed_at": now})


def _guarded_update(session: Session, lease: Lease, values: dict[str, Any]) -> None:
    model = _kinds[lease.kind].model
    result = session.execute(
        update(model)
        .where(model.id == lease.row_id, model.attempts == lease.attempt, model.done_at.is_(None))
        .values(**values)
        .returning(model.id)
    ).first()
    if result is None:
        raise LostLease(f"{lease.kind} {lease.row_id} attempt {lease.attempt}")


def try_again(session: Session, kind_name: str, model: Any, row_id: int) -> None:
    """Give a failed row a fresh start, asked for by a person."""
    session.execute(
        update(model)
        .where(model.id == row_id, model.done_at.is_(None))
        .values(failed_at=None, failure=None, attempts=0, due_s=0.0, leased_until_s=0.0, progress={})
    )
    request(session, kind_name)


class GiveUp(RuntimeError):
    """The work cannot succeed however often it is tried; the text says why (an English message id)."""


def perform_due(database: Database, kind: Kind) -> int:
    """Do all that is due of one kind; returns how many rows were taken. Failures are noted, not raised."""
    taken = 0
    while lease := take(database, kind):
        taken += 1
        try:
            with _holding(lease, database.hands):
                kind.perform(lease)
        except LostLease:
            log.warning("work %s %s was taken over by another worker", kind.name, lease.row_id)
        except GiveUp as error:
            log.error("work %s %s given up: %s", kind.name, lease.row_id, error)
            fail(database, lease, str(error), now=utc_now(), for_good=True)
        except Exception as error:
            log.exception("work %s %s failed (attempt %s)", kind.name, lease.row_id, lease.attempt)
            fail(database, lease, f"{type(error).__name__}: {error}", now=utc_now())
    return taken


def drain(database: Database) -> int:
    """Do everything that is due, of all kinds, until nothing is; for tests and the sample's builder."""
    total = 0
    while done := sum(perform_due(database, kind) for kind in kinds()):
        total += done
    return total
