"""Asking the publication rule again: who asks for it, and what becomes of what is found."""

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.db import database_seconds
from casefinder.events import ConsentRestored, ConsentWithdrawn, Submitted, TakenBack
from casefinder.mail import service as mail
from casefinder.publish.releases import concern_queries
from casefinder.publish.releases.letter_rules import CONCERN
from casefinder.publish.releases.models import Concern, Release, ReleaseCheck
from casefinder.publish.releases.standing_rules import ConcernKind, Found, holds_at, not_accepted
from casefinder.staff.audit import service as trail
from casefinder.tokyo import day_of, instant_of

KIND = "release_check"
NIGHT = time(3, 0)
OF_THE_RULE = frozenset(ConcernKind) - {ConcernKind.FILE}


def follow(
    session: Session, event: Submitted | TakenBack | ConsentWithdrawn | ConsentRestored, now: datetime
) -> None:
    """Have the releases looked at that rest on a response of which something else counts now."""
    if concern_queries.resting_on(session, event.response_id):
        _ask(session, now, response_id=event.response_id)


def plan_night(session: Session, now: datetime) -> None:
    """Have all releases looked at next night, unless that is planned already."""
    planned = select(ReleaseCheck.id).where(
        ReleaseCheck.response_id.is_(None), ReleaseCheck.done_at.is_(None), ReleaseCheck.failed_at.is_(None),
        ReleaseCheck.attempts == 0,
    )  # fmt: skip
    if session.scalar(planned) is None:
        _ask(session, now, wait_s=seconds_to_night(now))


def seconds_to_night(now: datetime) -> float:
    """Return how long it is until the next night's check."""
    tonight = instant_of(day_of(now), NIGHT)
    return ((tonight if tonight > now else tonight + timedelta(days=1)) - now).total_seconds()


def _ask(session: Session, now: datetime, *, response_id: int | None = None, wait_s: float = 0.0) -> None:
    due_s = database_seconds(session) + wait_s if wait_s else 0.0
    session.add(ReleaseCheck(response_id=response_id, requested_at=now, progress={}, due_s=due_s))
    session.flush()
    work.request(session, KIND)


def note_found(
    session: Session,
    release_id: int,
    found: Sequence[Found],
    *,
    now: datetime,
    of_kinds: Collection[ConcernKind] = OF_THE_RULE,
) -> list[int]:
    """Keep what a check found in a release: new concerns are told to all editors, those that hold no longer are settled.

    Args:
        session: A writing session.
        release_id: Which.
        found: All that the check found.
        now: When (UTC).
        of_kinds: What the check looked for; concerns of other kinds stay as they are.

    Returns:
        The ids of the new concerns.
    """
    release = session.get_one(Release, release_id, with_for_update=True)
    if release.withdrawn_at is not None:
        return []
    query = select(Concern).where(Concern.release_id == release_id, Concern.settled_at.is_(None))
    known = {(row.kind, row.subject): row for row in session.scalars(query) if row.kind in of_kinds}
    wanted = {(each.kind.value, each.subject): each for each in found}
    kept = concern_queries.kept_before(session, release_id)
    for key in known.keys() - wanted.keys():
        _settle(session, known[key], now)
    fresh = [
        _open(session, release_id, each, now)
        for key, each in wanted.items()
        if key not in known and not_accepted(each, kept.get(key, ()))
    ]
    for key in known.keys() & wanted.keys():
        known[key].keys = list(wanted[key].keys)
    session.flush()
    if fresh:
        _tell(session, release_id, [row.id for row in fresh], now)
    return [row.id for row in fresh]


def note_damage(session: Session, release_id: int, path: str, *, now: datetime) -> None:
    """Note that a file of a release was found to be missing or changed when a reader asked for it."""
    session.get_one(Release, release_id, with_for_update=True)
    if concern_queries.is_known(session, release_id, ConcernKind.FILE, path):
        return
    row = _open(session, release_id, Found(ConcernKind.FILE, path), now)
    _tell(session, release_id, [row.id], now)


def _open(session: Session, release_id: int, found: Found, now: datetime) -> Concern:
    row = Concern(
        release_id=release_id, kind=found.kind.value, subject=found.subject, response_id=found.response_id,
        keys=list(found.keys), found_at=now, holds_at=holds_at(found.kind, now),
    )  # fmt: skip
    session.add(row)
    session.flush()
    trail.record(
        session, "release.concern_found", subject_kind="release", subject_id=release_id, at=now, account_id=None,
        about=found.kind.value, subject=found.subject,
    )  # fmt: skip
    return row


def _settle(session: Session, row: Concern, now: datetime) -> None:
    row.settled_at = max(now, row.found_at)
    trail.record(
        session, "release.concern_settled", subject_kind="release", subject_id=row.release_id, at=now,
        account_id=None, about=row.kind, subject=row.subject,
    )  # fmt: skip


def _tell(session: Session, release_id: int, concern_ids: list[int], now: datetime) -> None:
    for account_id in concern_queries.who_is_told(session):
        mail.queue(
            session, CONCERN, now=now, once_key=f"{CONCERN.name}/{concern_ids[0]}/{account_id}",
            account_id=account_id, release_id=release_id, concern_ids=concern_ids,
        )  # fmt: skip
