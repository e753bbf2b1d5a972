"""Steps that every change of a case takes: lock, look whether it is stale, write, keep, reopen, record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.edit.cases import stored
from casefinder.edit.cases.canonical import details_from_json, places_from_json
from casefinder.edit.cases.content import CaseContent, Details, Rows
from casefinder.edit.cases.models import Case
from casefinder.edit.cases.storing import keep, write_place
from casefinder.edit.changes.errors import Discarded, StaleCase
from casefinder.errors import NotFoundError
from casefinder.staff.audit import service as trail


def locked(session: Session, case_id: int) -> Case:
    case = session.scalar(select(Case).where(Case.id == case_id).with_for_update())
    if case is None:
        raise NotFoundError
    return case


def refuse_stale(
    session: Session, case: Case, present: CaseContent, place: str, seen: int, mine: Sequence[dict[str, str]]
) -> None:
    """Let a change through if its place is still as it was seen, whatever happened elsewhere in the case."""
    if seen == case.revision:
        return
    kept = stored.kept(session, case.id, seen)
    then = places_from_json(kept.content).get(place, ()) if kept else None
    if then != present.rows(place):
        raise StaleCase(place, case.revision, present.rows(place), mine)


def kept_details(session: Session, case: Case, revision: int) -> Details | None:
    kept = stored.kept(session, case.id, revision)
    return details_from_json(kept.content) if kept else None


def put(
    session: Session,
    case: Case,
    before: CaseContent,
    place: str,
    rows: Rows,
    *,
    account_id: int,
    now: datetime,
) -> int:
    if rows == before.rows(place):
        return case.revision
    write_place(session, case, place, rows)
    changed(session, case, place, account_id=account_id, now=now)
    return case.revision


def changed(
    session: Session, case: Case, what: str, *, account_id: int, now: datetime, **detail: Any
) -> None:
    if case.discarded_at is not None:
        raise Discarded
    case.revision += 1
    case.edited_at = now
    keep(session, case, what, account_id=account_id, now=now)
    record(session, "case.edited", case.id, account_id, now, what=what, revision=case.revision, **detail)
    reopen(session, case, account_id=account_id, now=now)


def reopen(session: Session, case: Case, *, account_id: int, now: datetime) -> None:
    if case.approved_hash is None:
        return
    record(session, "case.reopened", case.id, account_id, now, hash=case.approved_hash)
    case.approved_at = case.approved_by = case.approved_hash = None
    session.flush()


def record(
    session: Session, action: str, case_id: int, account_id: int | None, now: datetime, **detail: Any
) -> None:
    trail.record(
        session, action, subject_kind="case", subject_id=case_id, at=now, account_id=account_id, **detail
    )
