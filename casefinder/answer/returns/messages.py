"""Whether a message was answered: a submit answers it, taking that back opens it again."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.answer.returns.models import ReturnMessage


def answer_messages(session: Session, response_id: int, now: datetime) -> None:
    """Note that a submit answers what the editors asked."""
    session.execute(
        update(ReturnMessage)
        .where(ReturnMessage.response_id == response_id, ReturnMessage.answered_at.is_(None))
        .values(answered_at=now)
    )


def reopen_messages(session: Session, response: Response) -> None:
    """Take that back: the last return's message is open again."""
    session.execute(
        update(ReturnMessage)
        .where(ReturnMessage.response_id == response.id, ReturnMessage.returned_at == response.returned_at)
        .values(answered_at=None)
    )
