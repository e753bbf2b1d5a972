"""Approving a case: what stands in the way, by which content it is approved, taking it back."""

from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.edit.cases import stored
from casefinder.edit.cases.canonical import content_hash
from casefinder.edit.cases.models import Case
from casefinder.edit.changes import changing
from casefinder.edit.changes.errors import Discarded, StaleCase
from casefinder.edit.checks import queries as checks
from casefinder.edit.checks.rules import findings, to_fix
from casefinder.edit.decisions.errors import NotLaidOut, NotReady, OwnChange
from casefinder.edit.gate import queries as gate
from casefinder.edit.gate.rules import may_approve


def approve(
    session: Session, case_id: int, *, account_id: int, now: datetime, seen_revision: int | None = None
) -> Case:
    """Approve a case as it stands, by the hash of its content.

    Raises:
        NotReady: There are things to put right, among them what the press says does not fit.
        NotLaidOut: The press was not asked about this text (`CasePress.lay_out` asks it and keeps the answer).
        OwnChange: Whoever approves changed the case last, and is not the only one who could.
        StaleCase: The case is not what the editor saw.
    """
    case = changing.locked(session, case_id)
    if seen_revision is not None and seen_revision != case.revision:
        raise StaleCase("", case.revision, (), [])
    if case.discarded_at is not None:
        raise Discarded
    present = stored.content_of(session, case)
    known = checks.circumstances_of(session, present, now=now)
    if open_points := to_fix(findings(present, known)):
        raise NotReady(open_points)
    if known.passed is None or known.passed.pressed is None:
        raise NotLaidOut
    people = gate.approvers(session)
    author_id = gate.last_author_id(session, case_id)
    if not may_approve(account_id, author_id, people):
        raise OwnChange(names="、".join(name for person, name in people.items() if person != account_id))
    digest = content_hash(present)
    if case.approved_hash == digest:
        return case
    case.approved_at, case.approved_by, case.approved_hash = now, account_id, digest
    session.flush()
    changing.record(session, "case.approved", case_id, account_id, now, revision=case.revision, hash=digest)
    if account_id == author_id:
        changing.record(session, "case.approved_alone", case_id, account_id, now, revision=case.revision)
    return case


def reopen(session: Session, case_id: int, *, account_id: int, now: datetime) -> Case:
    """Take an approval back; the text stays."""
    case = changing.locked(session, case_id)
    changing.reopen(session, case, account_id=account_id, now=now)
    return case
