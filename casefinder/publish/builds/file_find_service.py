"""A person's word on what the finished files of a build say, and taking it back."""

from datetime import datetime
from http import HTTPStatus

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.edit.gate.rules import MAX_REASON_CHARS
from casefinder.errors import N_, ConflictError, NotPossibleError
from casefinder.publish.builds.file_find_rules import FileFind
from casefinder.publish.builds.models import Build, FileFindDecision
from casefinder.staff.audit import service as trail

NO_REASON = N_("Write why this may stand in the files.")
LONG_REASON = N_("Write the reason in up to %(limit)s characters.")


class BadReason(NotPossibleError):
    """There is no reason, or a very long one."""

    message = NO_REASON
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class FileFindGone(ConflictError):
    """The files do not say this any more, or not in these words."""

    message = N_("This is not in the files any more. Look at the list once more.")


def allow(
    session: Session, build: Build, find: FileFind, reason: str, *, account_id: int, now: datetime
) -> None:
    """Decide that something may stand in the files of this edition, for a reason; an earlier decision is history.

    Raises:
        BadReason: There is none, or a very long one.
    """
    reason = reason.strip()
    if not reason:
        raise BadReason
    if len(reason) > MAX_REASON_CHARS:
        raise BadReason(LONG_REASON, limit=MAX_REASON_CHARS)
    take_back(session, build, find.key, account_id=account_id, now=now)
    session.add(
        FileFindDecision(
            edition_id=build.edition_id, find_key=find.key, kind=find.kind.value, words=find.words,
            sentence=find.sentence, reason=reason, decided_at=now, decided_by=account_id,
        )
    )  # fmt: skip
    trail.record(
        session, "build.find_allowed", subject_kind="build", subject_id=build.id, at=now, account_id=account_id,
        kind=find.kind.value, reason=reason,
    )  # fmt: skip


def take_back(session: Session, build: Build, find_key: str, *, account_id: int, now: datetime) -> None:
    """Take a decision back; a second time changes nothing."""
    standing = session.scalar(
        select(FileFindDecision).where(
            FileFindDecision.edition_id == build.edition_id, FileFindDecision.find_key == find_key,
            FileFindDecision.undone_at.is_(None),
        )
    )  # fmt: skip
    if standing is None:
        return
    standing.undone_at, standing.undone_by = now, account_id
    session.flush()
    trail.record(
        session, "build.find_undecided", subject_kind="build", subject_id=build.id, at=now, account_id=account_id,
        kind=standing.kind,
    )  # fmt: skip
