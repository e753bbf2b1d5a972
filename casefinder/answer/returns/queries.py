"""Reading the messages with which responses were given back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.returns.models import ReturnMessage
from casefinder.staff.accounts.models import Account


@dataclass(frozen=True)
class Message:
    """What the editors wrote when they returned the response."""

    id: int
    text: str
    who: str
    returned_at: datetime
    question_keys: tuple[str, ...]


def open_message(session: Session, response_id: int) -> Message | None:
    """Return the newest message that no submit has answered yet."""
    row = session.execute(
        select(ReturnMessage, Account.name)
        .join(Account, Account.id == ReturnMessage.account_id)
        .where(ReturnMessage.response_id == response_id, ReturnMessage.answered_at.is_(None))
        .order_by(ReturnMessage.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    message, name = row
    return Message(
        message.id,
        message.message,
        name,
        message.returned_at,
        tuple(str(key) for key in message.question_keys),
    )


def messages_of(session: Session, response_id: int) -> list[Message]:
    """Return all messages, the oldest first, for the staff pages."""
    rows = session.execute(
        select(ReturnMessage, Account.name)
        .join(Account, Account.id == ReturnMessage.account_id)
        .where(ReturnMessage.response_id == response_id)
        .order_by(ReturnMessage.id)
    )
    return [
        Message(m.id, m.message, name, m.returned_at, tuple(str(key) for key in m.question_keys))
        for m, name in rows
    ]
