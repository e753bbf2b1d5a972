"""Recording that an organisation said yes to a case, by whom, when and how; and taking that back."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.edit.cases import stored
from casefinder.edit.cases.models import Case
from casefinder.edit.changes import changing
from casefinder.edit.changes.errors import Discarded, StaleCase
from casefinder.edit.decisions.errors import BadConfirmation
from casefinder.edit.gate.models import Confirmation
from casefinder.edit.gate.rules import MAX_NAME_CHARS, MAX_NOTE_CHARS, Way, printed_hash
from casefinder.errors import N_
from casefinder.tokyo import day_of

NO_NAME = N_("Write who of the organisation said yes.")
LONG_NAME = N_("Write the name in up to %(limit)s characters.")
LONG_NOTE = N_("Write the note in up to %(limit)s characters.")
FUTURE = N_("This day has not come yet. Write the day on which they said yes.")


@dataclass(frozen=True)
class NewConfirmation:
    """What an organisation said: who, when, how."""

    confirmed_by: str
    confirmed_on: date
    way: Way
    note: str = ""


def confirm(
    session: Session,
    case_id: int,
    said: NewConfirmation,
    *,
    account_id: int | None,
    seen_revision: int,
    now: datetime,
) -> Confirmation:
    """Record an organisation's word on a case as it stands; an earlier one is kept as history.

    Args:
        session: A writing session.
        case_id: Which case.
        said: Who said yes, when and how.
        account_id: Who records it; None when the organisation says so itself, by a link.
        seen_revision: The case's revision that the organisation was asked about.
        now: When (UTC).

    Raises:
        BadConfirmation: Something is missing or cannot be; `name` says what.
        StaleCase: The case is not what was seen.
        Discarded: The case was put away.
    """
    case = changing.locked(session, case_id)
    if case.discarded_at is not None:
        raise Discarded
    if seen_revision != case.revision:
        raise StaleCase("", case.revision, (), [])
    _check(said, now)
    _end_standing(session, case, account_id, now)
    made = Confirmation(
        case_id=case_id, confirmed_by=said.confirmed_by.strip(), confirmed_on=said.confirmed_on, way=said.way.value,
        note=said.note.strip(), revision=case.revision, printed_hash=printed_hash(stored.content_of(session, case)),
        recorded_at=now, recorded_by=account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    changing.record(
        session, "case.confirmed", case_id, account_id, now,
        revision=case.revision, confirmed_by=made.confirmed_by,
        confirmed_on=said.confirmed_on.isoformat(), way=said.way.value,
    )  # fmt: skip
    return made


def withdraw(session: Session, case_id: int, *, account_id: int, now: datetime) -> None:
    """Take a recorded confirmation back, and with it an approval that rests on it; a second time changes nothing."""
    case = changing.locked(session, case_id)
    if _end_standing(session, case, account_id, now):
        changing.record(session, "case.unconfirmed", case_id, account_id, now, revision=case.revision)
        changing.reopen(session, case, account_id=account_id, now=now)


def _check(said: NewConfirmation, now: datetime) -> None:
    for name, is_wrong, message, limit in (
        ("confirmed_by", not said.confirmed_by.strip(), NO_NAME, 0),
        ("confirmed_by", len(said.confirmed_by.strip()) > MAX_NAME_CHARS, LONG_NAME, MAX_NAME_CHARS),
        ("note", len(said.note.strip()) > MAX_NOTE_CHARS, LONG_NOTE, MAX_NOTE_CHARS),
        ("confirmed_on", said.confirmed_on > day_of(now), FUTURE, 0),
    ):
        if is_wrong:
            raise BadConfirmation(name, message, limit)


def _end_standing(session: Session, case: Case, account_id: int | None, now: datetime) -> bool:
    query = select(Confirmation).where(Confirmation.case_id == case.id, Confirmation.withdrawn_at.is_(None))
    standing = session.scalar(query)
    if standing is None:
        return False
    standing.withdrawn_at, standing.withdrawn_by = now, account_id
    session.flush()
    return True
