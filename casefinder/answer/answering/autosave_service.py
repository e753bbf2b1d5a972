"""Autosave: one answer while it is typed, by one read and two writes in Core; everything out of the ordinary is not done here.

On a deadline day this runs a hundred times a second. The read decides; the writes repeat what it relied on as
conditions, so that whoever was overtaken writes nothing and goes the long way, `service.save_answer`, which asks anew.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.orm import Session

from casefinder.answer.answers.models import Answer
from casefinder.answer.answers.queries import AnswerView
from casefinder.answer.answers.storing import CHANGED, dialect_insert
from casefinder.answer.responses import rules
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.rules import ResponseState
from casefinder.ask.invitations.queries import Invited
from casefinder.ask.invitations.rules import LinkState
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.ask.questionnaires.models import QuestionnaireVersion

INSTANTS = (
    "started_at", "submitted_at", "taken_back_at", "first_read_at", "returned_at", "accepted_at",
)  # fmt: skip
_response, _answer = Response.__table__, Answer.__table__


class Overtaken(Exception):
    """Somebody wrote, submitted or returned after the read: nothing may be stored on its word."""


@dataclass(frozen=True)
class Present:
    """A response and one of its answers as they are now."""

    response_id: int
    content_hash: str
    instants: dict[str, datetime | None]
    answer: AnswerView | None

    def is_usual(self, invited: Invited) -> bool:
        """Say whether an answer may be stored the quick way: the response is open, and nobody else wrote the last one."""
        state = rules.response_state(**self.instants)
        is_open = state is ResponseState.RETURNED or (
            state in rules.WRITABLE and invited.state is not LinkState.CLOSED
        )
        return is_open and (self.answer is None or self.answer.link_id == invited.link_id)


_READ = (
    select(
        QuestionnaireVersion.content_hash, *(_response.c[name] for name in INSTANTS), Answer.value, Answer.revision,
        Answer.audience, Answer.is_spoken, Answer.alternative, Answer.saved_at, Answer.link_id,
    )
    .select_from(_response)
    .join(QuestionnaireVersion, QuestionnaireVersion.id == _response.c.version_id)
    .outerjoin(
        _answer, and_(_answer.c.response_id == _response.c.id, _answer.c.question_key == bindparam("item_key"))
    )
    .where(_response.c.id == bindparam("response_id"))
)  # fmt: skip

_RAISE = (
    update(Response)
    .where(
        _response.c.id == bindparam("of_response"),
        *(_response.c[name].is_not_distinct_from(bindparam(f"was_{name}")) for name in INSTANTS),
    )
    .values(revision=_response.c.revision + 1, saved_at=bindparam("now"))
)


def present(session: Session, response_id: int, item_key: str) -> Present | None:
    """Return a response with its present answer to one item, None when there is no such response."""
    row = (
        session.connection().execute(_READ, {"response_id": response_id, "item_key": item_key}).one_or_none()
    )
    if row is None:
        return None
    content_hash, *rest = row
    instants, answer = rest[: len(INSTANTS)], rest[len(INSTANTS) :]
    view = AnswerView(*answer) if answer[1] is not None else None
    return Present(response_id, content_hash, dict(zip(INSTANTS, instants, strict=True)), view)


def write_over(
    session: Session, was: Present, item_key: str, given: GivenAnswer, *, link_id: int, now: datetime
) -> AnswerView:
    """Store an answer over the one that was read; returns it as it is now.

    Args:
        session: A writing session; it must end without being stored when this raises.
        was: What was read.
        item_key: Which item.
        given: The answer, as `storing.identified` makes it.
        link_id: By whose link it is written; the answer that was read came by the same one, or there was none.
        now: When (UTC).

    Raises:
        Overtaken: The response's state or this answer is not what was read.
    """
    connection = session.connection()
    was_then: dict[str, Any] = {f"was_{name}": instant for name, instant in was.instants.items()}
    if connection.execute(_RAISE, {"of_response": was.response_id, "now": now, **was_then}).rowcount != 1:
        raise Overtaken
    known = was.answer.revision if was.answer else 0
    value = dict(given.value)
    row: dict[str, Any] = {
        "response_id": was.response_id, "question_key": item_key, "value": value, "revision": known + 1,
        "audience": given.audience, "is_spoken": given.is_spoken, "alternative": given.alternative,
        "source": "web", "link_id": link_id, "saved_at": now,
    }  # fmt: skip
    if connection.execute(_upsert(session), {**row, "known_revision": known}).first() is None:
        raise Overtaken
    return AnswerView(value, known + 1, given.audience, given.is_spoken, given.alternative, now, link_id)


_upserts: dict[str, Any] = {}


def _upsert(session: Session) -> Any:
    """Return the statement of the present database, made once."""
    name = session.get_bind().dialect.name
    if name not in _upserts:
        statement = dialect_insert(session)(_answer).values(
            {column.name: bindparam(column.name) for column in _answer.columns}
        )
        _upserts[name] = statement.on_conflict_do_update(
            index_elements=["response_id", "question_key"],
            set_={name: statement.excluded[name] for name in CHANGED},
            where=_answer.c.revision == bindparam("known_revision"),
        ).returning(_answer.c.revision)
    return _upserts[name]
