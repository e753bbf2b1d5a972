"""Cuts of history: a row for each state of an answer that has to be found again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, insert, select
from sqlalchemy.orm import Session

from casefinder.answer.answers.models import Answer, AnswerRevision

REASONS = ("section", "submit", "return", "author")

COPIED = (
    "response_id", "question_key", "revision", "value", "audience", "is_spoken", "alternative", "link_id", "saved_at",
)  # fmt: skip
_answer, _kept = Answer.__table__, AnswerRevision.__table__
_not_kept = (
    select(
        *(_answer.c[name] for name in COPIED),
        bindparam("kept_at", type_=_kept.c.kept_at.type),
        bindparam("reason", type_=_kept.c.reason.type),
    )
    .where(_answer.c.response_id == bindparam("of_response"))
    .where(
        ~exists().where(
            _kept.c.response_id == _answer.c.response_id,
            _kept.c.question_key == _answer.c.question_key,
            _kept.c.revision == _answer.c.revision,
        )
    )
)
_NAMED = _answer.c.question_key.in_(bindparam("keys", expanding=True))
_KEEP_ALL = insert(AnswerRevision).from_select([*COPIED, "kept_at", "reason"], _not_kept)
_KEEP_SOME = insert(AnswerRevision).from_select([*COPIED, "kept_at", "reason"], _not_kept.where(_NAMED))


def keep_history(
    session: Session, response_id: int, reason: str, *, now: datetime, keys: Sequence[str] | None = None
) -> None:
    """Cut a history row of each present answer that has none yet; `reason` is one of `REASONS`."""
    values: dict[str, Any] = {"of_response": response_id, "kept_at": now, "reason": reason}
    if keys is None:
        session.connection().execute(_KEEP_ALL, values)
    else:
        session.connection().execute(_KEEP_SOME, {**values, "keys": list(keys)})
