"""Ask for a reading by the engine; accept, reject and undo its suggestions."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.analyse.coding import service as coding
from casefinder.analyse.coding import texts
from casefinder.analyse.coding.models import STANDING, Coding
from casefinder.analyse.suggestions import doubts, queries, tallies
from casefinder.analyse.suggestions.models import Reading, Suggestion
from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.snapshots.models import Snapshot
from casefinder.answer.texts import service as source_texts
from casefinder.answer.texts.service import Marks
from casefinder.errors import N_, ConflictError, NotFoundError
from casefinder.events import TextsChanged
from casefinder.spans import Span
from casefinder.staff.accounts.models import Account
from casefinder.staff.audit import service as trail

ACCEPTED, REJECTED = "accepted", "rejected"


class DecidedOtherwise(ConflictError):
    """Somebody else decided the other way in the meantime."""

    message = N_("%(name)s decided otherwise in the meantime. Undo that first if you do not agree.")


def request_reading(session: Session, response_id: int, *, now: datetime) -> Reading | None:
    """Ask the engine to read a submitted response; without consent (item L4) nothing is asked.

    A response is read once a revision; a second request gives the same reading. To have it read anew see `read_again`.
    """
    response = session.get_one(Response, response_id)
    if not texts.is_on_desk(response) or not snapshots.may_read_text(session, response_id):
        return None
    revision = session.get_one(Snapshot, response.snapshot_id).response_revision
    known = session.scalar(
        select(Reading)
        .where(Reading.response_id == response_id, Reading.response_revision == revision)
        .order_by(Reading.id.desc())
        .limit(1)
    )
    return known or _new_reading(session, response_id, revision, now)


def read_again(session: Session, response_id: int, *, now: datetime) -> Reading | None:
    """Have a response read once more: after a failure, or as the codebook is now when it changed since.

    Twice is the same as once: while a reading waits, or when the last one knew the present codebook, nothing changes.
    What people decided stays. Returns the reading that waits or the one that is there; None without any.
    """
    session.get(Response, response_id, with_for_update=True)
    newest = session.scalar(
        select(Reading).where(Reading.response_id == response_id).order_by(Reading.id.desc()).limit(1)
    )
    if newest is None:
        return None
    if newest.failed_at is not None:
        work.try_again(session, "reading", Reading, newest.id)
    elif newest.done_at is not None and newest.training_hash != queries.present_training(session).hash:
        return _new_reading(session, response_id, newest.response_revision, now)
    return newest


def _new_reading(session: Session, response_id: int, revision: int, now: datetime) -> Reading:
    reading = Reading(response_id=response_id, response_revision=revision, requested_at=now, progress={})
    session.add(reading)
    session.flush()
    work.request(session, "reading")
    return reading


def accept(
    session: Session, suggestion_id: int, *, account_id: int, now: datetime, span: Span | None = None
) -> Coding:
    """Make a coding of a suggestion; accepting twice gives the same coding, a second editor one of their own.

    Args:
        session: A writing session.
        suggestion_id: The suggestion.
        account_id: The editor.
        now: When (UTC).
        span: Another span than the sentence, in code points of the text as typed.

    Raises:
        NotFoundError: It is gone (a new reading replaced it), or its theme was retired.
        DecidedOtherwise: Somebody else rejected it in the meantime.
        coding.TextChanged: The answer was corrected.
        coding.OutsideAnalysis: The respondent does not agree to text analysis.
    """
    row = _locked(session, suggestion_id)
    _refuse_contradiction(session, row, REJECTED, account_id)
    span = span or Span(row.start_char, row.end_char)
    standing = _codings_of(session, row)
    if own := [each for each in standing if each.account_id == account_id]:
        return own[0]
    is_decided = row.decision == ACCEPTED and bool(standing)
    made = coding.add_coding(
        session, row.response_id, row.source.key, span.start, span.end, row.theme.key,
        account_id=account_id, now=now, seen_hash=row.source.hash, suggestion_id=row.id, is_told=is_decided,
    )  # fmt: skip
    if not is_decided:
        _decide(session, row, ACCEPTED, account_id, now)
    return made


def reject(session: Session, suggestion_id: int, *, account_id: int, now: datetime) -> Suggestion:
    """Say no to a suggestion; rejecting twice is the same as once, one's own acceptance is taken back.

    Raises:
        NotFoundError: It is gone.
        DecidedOtherwise: Somebody else accepted it.
        coding.TextChanged: The answer was corrected.
    """
    row = _locked(session, suggestion_id)
    _refuse_contradiction(session, row, ACCEPTED, account_id)
    if row.decision == REJECTED:
        return row
    standing = _codings_of(session, row)
    if others := [each for each in standing if each.account_id != account_id]:
        raise DecidedOtherwise(name=_name(session, others[0].account_id))
    if coding.readable_text(session, row.response_id, row.source.key).id != row.source_text_id:
        raise coding.TextChanged
    _remove(session, standing, account_id, now)
    _decide(session, row, REJECTED, account_id, now)
    return row


def undo_decision(session: Session, suggestion_id: int, *, account_id: int, now: datetime) -> Suggestion:
    """Take a decision back, one's own or another's; the coding that came of it is removed. Twice is the same as once.

    Where several editors accepted it and one of them takes it back, only their coding goes and the others' decision
    stands.

    Raises:
        NotFoundError: It is gone.
    """
    row = _locked(session, suggestion_id)
    before = row.decision
    if before is None:
        return row
    standing = _codings_of(session, row)
    own = [each for each in standing if each.account_id == account_id]
    others = [each for each in standing if each.account_id != account_id]
    if own and others:
        _remove(session, own, account_id, now)
        row.decided_by = others[0].account_id
    else:
        _remove(session, standing, account_id, now)
        row.decision, row.decided_at, row.decided_by = None, None, None
    _count(session, row, before)
    trail.record(
        session, "suggestion.undone", subject_kind="suggestion", subject_id=row.id, at=now,
        account_id=account_id,
    )  # fmt: skip
    return row


_MARKS = Marks(
    Suggestion,
    lives=lambda row: row.decision is not None,
    counts=lambda row: True,
    same=("reading_id", "theme_id"),
)


def follow_texts(session: Session, event: TextsChanged, now: datetime) -> None:
    """When texts were corrected: what people decided moves along with its words, the rest waits with the old text."""
    source_texts.follow_texts(session, _MARKS, event, now)
    doubts.recount_locked(session, event.response_id)


def _locked(session: Session, suggestion_id: int) -> Suggestion:
    row = session.scalar(
        select(Suggestion)
        .where(Suggestion.id == suggestion_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFoundError
    return row


def _refuse_contradiction(session: Session, row: Suggestion, other: str, account_id: int) -> None:
    if row.decision == other and row.decided_by != account_id:
        raise DecidedOtherwise(name=_name(session, row.decided_by))


def _name(session: Session, account_id: int | None) -> str:
    account = session.get(Account, account_id) if account_id else None
    return account.name if account else "?"


def _codings_of(session: Session, row: Suggestion) -> list[Coding]:
    query = select(Coding).where(STANDING, Coding.suggestion_id == row.id).order_by(Coding.id)
    return list(session.scalars(query))


def _remove(session: Session, codings: Iterable[Coding], account_id: int, now: datetime) -> None:
    for each in codings:
        coding.remove_coding(session, each.id, account_id=account_id, now=now, is_told=False)


def _decide(session: Session, row: Suggestion, decision: str, account_id: int, now: datetime) -> None:
    before, row.decision, row.decided_at, row.decided_by = row.decision, decision, now, account_id
    _count(session, row, before)
    trail.record(
        session, f"suggestion.{decision}", subject_kind="suggestion", subject_id=row.id, at=now,
        account_id=account_id,
    )  # fmt: skip


def _count(session: Session, row: Suggestion, before: str | None) -> None:
    session.flush()
    doubts.recount(session, row.response_id)
    tallies.note(session, row, before)
