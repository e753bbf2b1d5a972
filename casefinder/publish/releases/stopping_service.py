"""Stopping a release, making it public again, and deciding that something may stay in it: a publisher's acts."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casefinder import logbook
from casefinder.errors import N_, CasefinderError, NotFoundError, NotPossibleError
from casefinder.mail import service as mail
from casefinder.mail.rules import LetterKind
from casefinder.publish.releases import checking_service, concern_queries
from casefinder.publish.releases.letter_rules import RESUMED, STOPPED
from casefinder.publish.releases.models import Concern, Release
from casefinder.publish.releases.standing_rules import ConcernKind, may_be_kept, not_accepted
from casefinder.staff.audit import service as trail


class NoReason(CasefinderError):
    """Far-reaching acts say why."""

    message = N_("Write the reason.")


class AlreadyWithdrawn(NotPossibleError):
    """The release is not public any more."""

    message = N_("This release is stopped already.")


class NotStopped(NotPossibleError):
    """Nobody stopped the release."""

    message = N_("This release is not stopped.")


class StillNotAllowed(NotPossibleError):
    """Something in the release may still not be shown."""

    message = N_(
        "Something in this release may still not be shown, so it cannot be made public again. Make a new edition without it."
    )


class MayNotStay(NotPossibleError):
    """No reason outweighs a consent that ended."""

    message = N_(
        "This cannot be kept in public: the consent is missing. Stop the release, or make a new edition."
    )


def withdraw(
    session: Session, release_id: int, *, reason: str, account_id: int, now: datetime, notice: str = ""
) -> Release:
    """Take a release from the public pages and tell all editors; its files stay, a notice stands at its address.

    Args:
        session: A writing session.
        release_id: Which.
        reason: Why, for the staff and the trail.
        account_id: The publisher.
        now: When (UTC).
        notice: What readers are told beside the usual words; may be empty.

    Raises:
        NotFoundError: There is no such release.
        NoReason: Nothing is said.
        AlreadyWithdrawn: It is stopped already.
    """
    found = _release(session, release_id)
    if found.withdrawn_at is not None:
        raise AlreadyWithdrawn
    found.withdrawn_at, found.withdrawn_by = max(now, found.released_at), account_id
    found.withdrawn_reason, found.notice = _said(reason), notice.strip() or None
    logbook.note(session, logbook.RELEASE_WITHDRAWN, now, slug=found.slug, build=found.build_id)
    session.flush()
    _record(session, "release.withdrawn", release_id, account_id, now, reason=found.withdrawn_reason)
    _tell(session, STOPPED, release_id, account_id, now, reason=found.withdrawn_reason)
    return found


def resume(session: Session, release_id: int, *, reason: str, account_id: int, now: datetime) -> Release:
    """Make a stopped release public again at its old address and tell all editors.

    The publication rule is asked first, and what it finds has to be as little as a publisher has decided to keep.

    Raises:
        NotFoundError: There is no such release.
        NoReason: Nothing is said.
        NotStopped: Nobody stopped it.
        StillNotAllowed: Something in it may still not be shown.
    """
    found, why = _release(session, release_id), _said(reason)
    if found.withdrawn_at is None:
        raise NotStopped
    if stands_in_the_way(session, release_id):
        raise StillNotAllowed
    found.withdrawn_at = found.withdrawn_by = found.withdrawn_reason = found.notice = None
    logbook.note(session, logbook.RELEASE_RESUMED, now, slug=found.slug, build=found.build_id)
    session.flush()
    checking_service.note_found(
        session, release_id, (), now=now
    )  # what was open when it was stopped is no more
    _record(session, "release.resumed", release_id, account_id, now, reason=why)
    _tell(session, RESUMED, release_id, account_id, now, reason=why)
    return found


def stands_in_the_way(session: Session, release_id: int) -> bool:
    """Say whether the publication rule finds more in a release than a publisher has decided to keep."""
    kept = concern_queries.kept_before(session, release_id)
    found = concern_queries.found_in(session, [release_id])[release_id]
    return any(not_accepted(each, kept.get((each.kind.value, each.subject), ())) for each in found)


def keep(session: Session, concern_id: int, *, reason: str, account_id: int, now: datetime) -> int:
    """Decide, with a reason, that what was narrowed after the release may stay in it; returns the release's id.

    Raises:
        NotFoundError: Nothing of that number is open.
        NoReason: Nothing is said.
        MayNotStay: It rests on a consent that ended.
    """
    row = session.get(Concern, concern_id, with_for_update=True)
    if row is None or row.settled_at is not None:
        raise NotFoundError
    if not may_be_kept(ConcernKind(row.kind)):
        raise MayNotStay
    row.settled_at, row.settled_by, row.reason = max(now, row.found_at), account_id, _said(reason)
    session.flush()
    _record(
        session, "release.concern_kept", row.release_id, account_id, now, about=row.kind, subject=row.subject,
        reason=row.reason,
    )  # fmt: skip
    return row.release_id


def _release(session: Session, release_id: int) -> Release:
    found = session.get(Release, release_id, with_for_update=True)
    if found is None:
        raise NotFoundError
    return found


def _said(reason: str) -> str:
    if not reason.strip():
        raise NoReason
    return reason.strip()


def _record(
    session: Session, action: str, release_id: int, account_id: int, now: datetime, **detail: Any
) -> None:
    trail.record(
        session,
        action,
        subject_kind="release",
        subject_id=release_id,
        at=now,
        account_id=account_id,
        **detail,
    )


def _tell(
    session: Session, kind: LetterKind, release_id: int, account_id: int, now: datetime, *, reason: str
) -> None:
    """Tell all who work on casebooks but the one who did it."""
    for each in concern_queries.who_is_told(session, but=account_id):
        mail.queue(
            session, kind, now=now, account_id=each, by=account_id, release_id=release_id, reason=reason
        )
