"""Writing answers: one upsert for all that changed."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from casefinder.answer.answers import queries, rules
from casefinder.answer.answers.history import keep_history
from casefinder.answer.answers.models import Answer, SectionMark
from casefinder.answer.responses.models import Response
from casefinder.ask.questionnaires.answers import Given, GivenAnswer
from casefinder.ask.questionnaires.document import Document, Item

ROW_ID_BYTES = 4
_answer = Answer.__table__


@dataclass(frozen=True)
class Conflict:
    """Two answers to one item: the one that was sent, and the one that somebody stored meanwhile."""

    item_key: str
    mine: GivenAnswer
    theirs: queries.AnswerView


@dataclass(frozen=True)
class Outcome:
    """What became of the answers that were sent: present answers of their items, and what could not be stored."""

    answers: Mapping[str, queries.AnswerView]
    conflicts: tuple[Conflict, ...]
    changed: tuple[str, ...]


def store(
    session: Session,
    response: Response,
    document: Document,
    sent: Mapping[str, Given],
    *,
    seen: Mapping[str, rules.Seen],
    now: datetime,
    link_id: int | None = None,
    stored: Mapping[str, queries.AnswerView] | None = None,
) -> Outcome:
    """Store what was sent in one statement; what is stale is left as it is and reported.

    Args:
        session: A writing session that holds the response's row.
        response: Whose answers.
        document: The pinned questionnaire.
        sent: Item key → answer.
        seen: Item key → what the page had seen of it.
        now: When (UTC).
        link_id: By whose link it was written.
        stored: The present answers, where they were read under the lock already.
    """
    if stored is None:
        stored = queries.answers_of(session, response.id, tuple(sent))
    rows: list[dict[str, Any]] = []
    conflicts = []
    for key, given in sent.items():
        item = document.item(key)
        mine = rules.normal(item, given)
        theirs = stored.get(key)
        revision = theirs.revision if theirs else 0
        found = rules.verdict(item, mine, seen.get(key, rules.Seen()), theirs, revision)
        if found is rules.Verdict.STORE:
            rows.append(_row(response.id, key, identified(item, mine, theirs), revision + 1, now, link_id))
        elif found is rules.Verdict.STALE and theirs:
            conflicts.append(Conflict(key, mine, theirs))
    if rows:
        if other := [
            key for key in (row["question_key"] for row in rows) if _is_others(stored.get(key), link_id)
        ]:
            keep_history(session, response.id, "author", now=now, keys=other)
        _upsert(session, rows)
        response.revision += 1
        response.saved_at = now
        session.flush()
    now_stored = {**stored, **{row["question_key"]: _view(row) for row in rows}}
    return Outcome(now_stored, tuple(conflicts), tuple(row["question_key"] for row in rows))


def identified(item: Item, given: GivenAnswer, stored: Given | None) -> GivenAnswer:
    """Return an answer as it is written: its tables' rows have ids, those of the stored rows where they are the same."""
    return rules.with_row_ids(item, given, stored, lambda: secrets.token_hex(ROW_ID_BYTES))


def mark_section(
    session: Session, response_id: int, section_key: str, is_finished: bool | None, *, now: datetime
) -> None:
    """Note what the respondent says of a section; None leaves what was said before."""
    if is_finished is None:
        return
    values = {
        "response_id": response_id,
        "section_key": section_key,
        "is_finished": is_finished,
        "marked_at": now,
    }
    statement = dialect_insert(session)(SectionMark).values(values)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["response_id", "section_key"],
            set_={"is_finished": statement.excluded.is_finished, "marked_at": statement.excluded.marked_at},
        )
    )


def _view(row: Mapping[str, Any]) -> queries.AnswerView:
    return queries.AnswerView(
        row["value"], row["revision"], row["audience"], row["is_spoken"], row["alternative"], row["saved_at"],
        row["link_id"],
    )  # fmt: skip


def _is_others(view: queries.AnswerView | None, link_id: int | None) -> bool:
    """Say whether what is stored was written by somebody else's link: it is kept before it is written over."""
    return view is not None and view.link_id != link_id


def _row(
    response_id: int, key: str, given: GivenAnswer, revision: int, now: datetime, link_id: int | None
) -> dict[str, Any]:
    return {
        "response_id": response_id,
        "question_key": key,
        "value": dict(given.value),
        "revision": revision,
        "audience": given.audience,
        "is_spoken": given.is_spoken,
        "alternative": given.alternative,
        "source": "web",
        "link_id": link_id,
        "saved_at": now,
    }


def _upsert(session: Session, rows: list[dict[str, Any]]) -> None:
    session.connection().execute(upsert(session), rows)


CHANGED = ("value", "revision", "audience", "is_spoken", "alternative", "source", "link_id", "saved_at")
_upserts: dict[str, Any] = {}


def upsert(session: Session) -> Any:
    """Return the present database's statement that stores answers over what is there; made once, for it is used all day."""
    name = session.get_bind().dialect.name
    if name not in _upserts:
        statement = dialect_insert(session)(_answer).values(
            {column.name: bindparam(column.name) for column in _answer.columns}
        )
        _upserts[name] = statement.on_conflict_do_update(
            index_elements=["response_id", "question_key"],
            set_={each: statement.excluded[each] for each in CHANGED},
        )
    return _upserts[name]


def dialect_insert(session: Session) -> Any:
    """Return the `insert` that knows ON CONFLICT on the present database."""
    return sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
