"""Reading responses: present answers, state in SQL, marks, messages, receipts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from casefinder.answer.responses.models import (
    Answer,
    AnswerRevision,
    Response,
    ResponseEvent,
    ReturnMessage,
    SectionMark,
)
from casefinder.answer.responses.rules import ResponseState, Seen, response_state, signature
from casefinder.ask.invitations.models import Invitation
from casefinder.staff.accounts.models import Account


@dataclass(frozen=True)
class AnswerView:
    """The present answer to one item; `audience` is the level chosen, None for the questionnaire's default."""

    value: Mapping[str, Any]
    revision: int
    audience: str | None
    is_spoken: bool
    alternative: str | None
    saved_at: datetime
    link_id: int | None = None  # whose holder wrote it

    @property
    def seen(self) -> Seen:
        """What a page that shows this answer has seen."""
        return Seen(self.revision, signature(self))


_ANSWERS = select(
    Answer.question_key, Answer.value, Answer.revision, Answer.audience, Answer.is_spoken, Answer.alternative,
    Answer.saved_at, Answer.link_id,
).where(Answer.response_id == bindparam("of_response"))  # fmt: skip
_SOME_ANSWERS = _ANSWERS.where(Answer.question_key.in_(bindparam("keys", expanding=True)))


def answers_of(
    session: Session, response_id: int, keys: Sequence[str] | None = None
) -> dict[str, AnswerView]:
    """Return the present answers by item key; only those of `keys` when given."""
    connection = session.connection()
    if keys is None:
        rows = connection.execute(_ANSWERS, {"of_response": response_id})
    else:
        rows = connection.execute(_SOME_ANSWERS, {"of_response": response_id, "keys": list(keys)})
    return {row[0]: AnswerView(*row[1:]) for row in rows}


def answer_at(session: Session, response_id: int, item_key: str, revision: int) -> AnswerView | None:
    """Return a kept earlier state of an item, None when none was kept."""
    row = session.execute(
        select(
            AnswerRevision.value,
            AnswerRevision.revision,
            AnswerRevision.audience,
            AnswerRevision.is_spoken,
            AnswerRevision.alternative,
            AnswerRevision.saved_at,
            AnswerRevision.link_id,
        ).where(
            AnswerRevision.response_id == response_id,
            AnswerRevision.question_key == item_key,
            AnswerRevision.revision == revision,
        )
    ).first()
    return AnswerView(*row) if row else None


def state_of(response: Response | None) -> ResponseState:
    """Return the state of a response; None is 未開封."""
    return response_state(
        started_at=response.started_at if response else None,
        submitted_at=response.submitted_at if response else None,
        taken_back_at=response.taken_back_at if response else None,
        first_read_at=response.first_read_at if response else None,
        returned_at=response.returned_at if response else None,
        accepted_at=response.accepted_at if response else None,
    )


def state_case() -> ColumnElement[str]:
    """Return the state as a SQL expression over `response`, the twin of `rules.response_state`.

    In an outer join from invitations, a missing response is `not_opened`.
    """
    returned = Response.returned_at.is_not(None)
    return case(
        (Response.started_at.is_(None), ResponseState.NOT_OPENED.value),
        (Response.submitted_at.is_(None), ResponseState.DRAFT.value),
        (and_(returned, Response.returned_at > Response.submitted_at), ResponseState.RETURNED.value),
        (and_(_later(Response.taken_back_at), returned), ResponseState.RETURNED.value),
        (_later(Response.taken_back_at), ResponseState.DRAFT.value),
        (_since(Response.accepted_at), ResponseState.ACCEPTED.value),
        (_since(Response.first_read_at), ResponseState.READING.value),
        (returned, ResponseState.RESUBMITTED.value),
        else_=ResponseState.SUBMITTED.value,
    )


def _later(instant: Any) -> ColumnElement[bool]:
    return and_(instant.is_not(None), instant > Response.submitted_at)


def _since(instant: Any) -> ColumnElement[bool]:
    return and_(instant.is_not(None), instant >= Response.submitted_at)


def marks_of(session: Session, response_id: int) -> dict[str, bool]:
    """Return section key → 入力を終えた (True) or あとで続ける (False)."""
    query = select(SectionMark.section_key, SectionMark.is_finished)
    return {
        key: finished
        for key, finished in session.execute(query.where(SectionMark.response_id == response_id))
    }


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


def response_of(session: Session, invitation_id: int) -> Response | None:
    """Return the response that an invitation is counted by, None when 開く was never pressed."""
    return session.scalar(
        select(Response)
        .join(Invitation, Invitation.id == Response.invitation_id)
        .where(Invitation.id == invitation_id, Response.id == counted_response())
    )


def counted_response() -> ScalarSelect[int]:
    """Return, as SQL beside `Invitation`, the response that an invitation is counted by in rates and on the board.

    One organisation may report several initiatives and counts once: by the response that has come furthest
    (accepted, handed in, written in), the first of equals. Joined on it, an invitation is one row.
    """
    other = aliased(Response)
    return (
        select(other.id)
        .where(other.invitation_id == Invitation.id)
        .order_by(
            other.accepted_at.is_(None), other.submitted_at.is_(None), other.revision == 0, other.id,
        )
        .limit(1)
        .correlate(Invitation)
        .scalar_subquery()
    )  # fmt: skip


def submissions(session: Session, response_id: int) -> int:
    """Return how often a response was submitted: the number of its present edition (第n版)."""
    kinds = or_(ResponseEvent.kind == "submitted", ResponseEvent.kind == "resubmitted")
    query = (
        select(func.count()).select_from(ResponseEvent).where(ResponseEvent.response_id == response_id, kinds)
    )
    return session.scalar(query) or 0
