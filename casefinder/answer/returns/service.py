"""Giving a response back with a message."""

from datetime import datetime

from sqlalchemy.orm import Session

from casefinder import events
from casefinder.answer.answers.history import keep_history
from casefinder.answer.responses import queries, rows, rules
from casefinder.answer.returns.errors import EmptyMessage, NothingToReturn
from casefinder.answer.returns.models import ReturnMessage
from casefinder.answer.snapshots import service as snapshots
from casefinder.errors import N_
from casefinder.mail.rules import LetterClass, LetterKind

# The name is stored with every letter; it stays, whatever the rooms are called.
RETURNED = LetterKind("answer/responses/returned", N_("Returned with a message"), LetterClass.NOTICE)


def return_response(
    session: Session,
    response_id: int,
    message: str,
    *,
    account_id: int,
    now: datetime,
    question_keys: tuple[str, ...] = (),
) -> ReturnMessage:
    """Give a submitted response back with a message, and queue the letter that says so.

    Args:
        session: A writing session.
        response_id: Whose.
        message: Why, in the editor's words.
        account_id: Who returns it.
        now: When (UTC).
        question_keys: Items the message is about; none means the whole response.

    Raises:
        EmptyMessage: The message says nothing.
        NothingToReturn: It has not been submitted, or is with the respondent already.
    """
    text = message.replace("\r\n", "\n").strip()
    if not text:
        raise EmptyMessage
    response = rows.locked(session, response_id)
    if queries.state_of(response) not in rules.WITH_EDITORS:
        raise NothingToReturn
    keep_history(session, response_id, "return", now=now)
    response.returned_at = rows.after(
        now, response.submitted_at, response.accepted_at, response.first_read_at
    )
    returned = ReturnMessage(
        response_id=response_id,
        account_id=account_id,
        message=text,
        question_keys=list(question_keys),
        returned_at=response.returned_at,
    )
    session.add(returned)
    session.flush()
    snapshots.take_again(session, response, "return", now=response.returned_at)
    rows.happened(session, response, "returned", now, account_id=account_id)
    events.publish(session, events.Returned(response_id), now)
    once_key = f"{RETURNED.name}:{returned.id}"
    rows.queue_letter(session, response, RETURNED, now=now, once_key=once_key, message_id=returned.id)
    return returned
