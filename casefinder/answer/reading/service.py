"""Reading what was submitted: begun, done, begun again."""

from datetime import datetime

from sqlalchemy.orm import Session

from casefinder import events
from casefinder.answer.responses import queries, rows, rules
from casefinder.answer.returns.errors import NothingToReturn
from casefinder.answer.snapshots import queries as snapshots
from casefinder.errors import N_, NotFoundError, NotPossibleError
from casefinder.staff.consent import service as consent
from casefinder.staff.consent.rules import ANONYMOUS, YES, Scope

AGREED = (YES, ANONYMOUS)


class NothingToRestore(NotPossibleError):
    """There is no withdrawal of ours that could be taken back."""

    message = N_(
        "There is no noted withdrawal that could be taken back. Ask the organisation to submit again."
    )


def accept_response(session: Session, response_id: int, *, account_id: int, now: datetime) -> None:
    """Note that the editors are done reading; a second click changes nothing.

    Raises:
        NothingToReturn: It has not been submitted.
    """
    response = rows.locked(session, response_id)
    state = queries.state_of(response)
    if state is rules.ResponseState.ACCEPTED:
        return
    if state not in rules.WITH_EDITORS:
        raise NothingToReturn
    response.accepted_at = rows.not_before(now, response.submitted_at)
    if state is not rules.ResponseState.READING:
        response.first_read_at = rows.not_before(now, response.submitted_at)
    rows.happened(session, response, "accepted", now, account_id=account_id)
    events.publish(session, events.Decided(response_id), now)


def reopen_reading(session: Session, response_id: int, *, account_id: int, now: datetime) -> None:
    """Take an acceptance back: the response is being read again. In any other state nothing changes."""
    response = rows.locked(session, response_id)
    if queries.state_of(response) is not rules.ResponseState.ACCEPTED:
        return
    response.accepted_at = None
    rows.happened(session, response, "reopened", now, account_id=account_id)


def withdraw_consent(
    session: Session, response_id: int, scope: str, *, note: str = "", account_id: int, now: datetime
) -> None:
    """Note that the organisation has withdrawn a consent, by telephone or letter.

    Args:
        session: A writing session.
        response_id: Whose.
        scope: Which.
        note: How it said so.
        account_id: Who notes it.
        now: When (UTC).

    Raises:
        NotFoundError: There is no such response or scope of consent.
    """
    if scope not in tuple(Scope):
        raise NotFoundError
    response = rows.locked(session, response_id)
    consent.withdraw(session, response.id, scope, now=now, account_id=account_id, note=note)


def restore_consent(
    session: Session, response_id: int, scope: str, *, note: str, account_id: int, now: datetime
) -> None:
    """Take back a withdrawal that was noted by mistake; what the organisation submitted last counts again.

    Raises:
        NotFoundError: There is no such response or scope of consent.
        NothingToRestore: The organisation itself does not say so in what it submitted last, or nothing was withdrawn.
    """
    if scope not in tuple(Scope):
        raise NotFoundError
    response = rows.locked(session, response_id)
    said = snapshots.statement(session, response.id)
    choice = said.said.get(scope, "") if said else ""
    if choice not in AGREED or not consent.restore(
        session, response.id, scope, choice, note=note, now=now, account_id=account_id
    ):
        raise NothingToRestore


def note_first_read(session: Session, response_id: int, *, now: datetime) -> bool:
    """Note that an editor opened what was submitted; returns whether this was the first time."""
    response = rows.locked(session, response_id)
    if not rules.may_take_back(queries.state_of(response)):
        return False
    response.first_read_at = rows.not_before(now, response.submitted_at)
    return True
