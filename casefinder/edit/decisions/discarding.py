"""Discarding a draft: its last state is kept and marked, so that it can be taken up again as it was."""

from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.edit.cases import storing
from casefinder.edit.cases.models import Case
from casefinder.edit.cases.queries import is_in_edition
from casefinder.edit.changes import changing
from casefinder.edit.changes.errors import StaleCase
from casefinder.edit.decisions.errors import NotDiscardable
from casefinder.errors import N_

IS_APPROVED = N_("The case is approved. Take the approval back first.")
IN_EDITION = N_("The case is in an edition. Take it out there first.")


def discard(session: Session, case_id: int, *, account_id: int, seen_revision: int, now: datetime) -> int:
    """Put a draft away; a second time changes nothing. Returns the revision now.

    Raises:
        NotDiscardable: It is approved or in an edition.
        StaleCase: Somebody else changed the case in the meantime.
    """
    case = changing.locked(session, case_id)
    if case.discarded_at is not None:
        return case.revision
    if case.approved_hash is not None:
        raise NotDiscardable(IS_APPROVED)
    if is_in_edition(session, case_id):
        raise NotDiscardable(IN_EDITION)
    if seen_revision != case.revision:
        raise StaleCase("", case.revision, (), [])
    case.discarded_at = now
    _kept_as(session, case, "discarded", account_id, now)
    return case.revision


def take_up(session: Session, case_id: int, *, account_id: int, now: datetime) -> int:
    """Make a discarded case a draft again, as it was; returns the revision now."""
    case = changing.locked(session, case_id)
    if case.discarded_at is not None:
        case.discarded_at = None
        _kept_as(session, case, "taken_up", account_id, now)
    return case.revision


def _kept_as(session: Session, case: Case, what: str, account_id: int, now: datetime) -> None:
    case.revision += 1
    case.edited_at = now
    storing.keep(session, case, what, account_id=account_id, now=now)
    changing.record(session, f"case.{what}", case.id, account_id, now, revision=case.revision)
