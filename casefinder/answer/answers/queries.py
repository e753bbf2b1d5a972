"""Reading answers as they are now, kept earlier states, and marks of sections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casefinder.answer.answers.models import Answer, AnswerRevision, SectionMark
from casefinder.answer.answers.rules import Seen, signature


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


def marks_of(session: Session, response_id: int) -> dict[str, bool]:
    """Return section key → 入力を終えた (True) or あとで続ける (False)."""
    query = select(SectionMark.section_key, SectionMark.is_finished)
    return {
        key: finished
        for key, finished in session.execute(query.where(SectionMark.response_id == response_id))
    }
