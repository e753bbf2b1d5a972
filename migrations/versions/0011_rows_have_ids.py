"""Rows of tables get ids that stay when other rows come, go and move; what was made of a row names it by its id.

Up: the rows of stored answers are called by their places, "1", "2"; so are they in the origins of cases. Approvals are
by the hash of a case's content, so the hashes follow. Down: an id becomes the place that the row has in the answer that
the sentence was taken from, where the row is still known.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

Value = dict[str, Any]
Placed = Callable[
    [int, dict[str, Any]], Any
]  # (response, origin) → the row as it is called afterwards, None for unknown

answer = sa.table(
    "answer", sa.column("response_id", sa.Integer()), sa.column("question_key", sa.String()),
    sa.column("revision", sa.Integer()), sa.column("value", casefinder.db.Json),
)  # fmt: skip
answer_revision = sa.table(
    "answer_revision", sa.column("id", sa.Integer()), sa.column("response_id", sa.Integer()),
    sa.column("question_key", sa.String()), sa.column("revision", sa.Integer()),
    sa.column("value", casefinder.db.Json),
)  # fmt: skip
case = sa.table(
    "case", sa.column("id", sa.Integer()), sa.column("response_id", sa.Integer()),
    sa.column("approved_hash", sa.String()),
)  # fmt: skip
sentence = sa.table(
    "case_sentence", sa.column("id", sa.Integer()), sa.column("case_id", sa.Integer()),
    sa.column("question_key", sa.String()), sa.column("question_row"), sa.column("answer_revision", sa.Integer()),
)  # fmt: skip
kept = sa.table(
    "case_revision",
    sa.column("id", sa.Integer()),
    sa.column("case_id", sa.Integer()),
    sa.column("content", sa.String()),
)


def upgrade() -> None:
    """Call the rows by their places, then name them by their ids."""
    _change_values(_with_ids)
    _rename_rows(lambda _, origin: str(int(origin["row"]) + 1), sa.Integer(), sa.String())


def downgrade() -> None:
    """Count the rows again, then take their ids away."""
    places = _places()
    _rename_rows(lambda response_id, origin: places(response_id, origin), sa.String(), sa.Integer())
    _change_values(_without_ids)


def _change_values(changed: Callable[[Value], Value]) -> None:
    connection = op.get_bind()
    for table, key in (
        (answer, (answer.c.response_id, answer.c.question_key)),
        (answer_revision, (answer_revision.c.id,)),
    ):
        for *own, value in connection.execute(sa.select(*key, table.c.value)).all():
            if (now := changed(value)) != value:
                where = (column == each for column, each in zip(key, own, strict=True))
                connection.execute(sa.update(table).where(*where).values(value=now))


def _is_table(entry: Any) -> bool:
    return isinstance(entry, list) and all(isinstance(row, dict) for row in entry)


def _with_ids(value: Value) -> Value:
    return {
        name: [{**row, "id": row.get("id") or str(place)} for place, row in enumerate(entry, start=1)] if _is_table(entry) else entry
        for name, entry in value.items()
    }  # fmt: skip


def _without_ids(value: Value) -> Value:
    return {
        name: [{key: cell for key, cell in row.items() if key != "id"} for row in entry] if _is_table(entry) else entry
        for name, entry in value.items()
    }  # fmt: skip


def _places() -> Placed:
    """Return what finds the place of a row: in the answer it was taken from, else in any state of that answer."""
    connection = op.get_bind()
    found: dict[tuple[int, str, int | None, str], int] = {}
    for table in (answer_revision, answer):
        for response_id, key, number, value in connection.execute(
            sa.select(table.c.response_id, table.c.question_key, table.c.revision, table.c.value)
        ):
            for place, own in _row_ids(value):
                found.setdefault((response_id, key, number, own), place)
                found[response_id, key, None, own] = place

    def place_of(response_id: int, origin: dict[str, Any]) -> int | None:
        item_key = str(origin["question_key"]).partition(".")[0]
        own = str(origin["row"])
        exact = found.get((response_id, item_key, origin.get("revision"), own))
        return exact if exact is not None else found.get((response_id, item_key, None, own))

    return place_of


def _row_ids(value: Value) -> Iterator[tuple[int, str]]:
    for entry in value.values():
        if _is_table(entry):
            yield from ((place, str(row.get("id") or place + 1)) for place, row in enumerate(entry))


def _rename_rows(renamed: Placed, before: Any, after: Any) -> None:
    """Give the rows in sentences and kept states their other names; the column changes its type."""
    connection = op.get_bind()
    query = sa.select(
        sentence.c.id,
        case.c.response_id,
        sentence.c.question_key,
        sentence.c.question_row,
        sentence.c.answer_revision,
    ).join(case, case.c.id == sentence.c.case_id)
    rows = connection.execute(query.where(sentence.c.question_row.is_not(None))).all()
    connection.execute(sa.update(sentence).values(question_row=None))
    with op.batch_alter_table("case_sentence") as batch:
        batch.alter_column(
            "question_row", existing_type=before, type_=after, existing_nullable=True, postgresql_using="NULL"
        )
    for sentence_id, response_id, key, row, number in rows:
        now = renamed(response_id, {"question_key": key, "row": row, "revision": number})
        connection.execute(sa.update(sentence).where(sentence.c.id == sentence_id).values(question_row=now))
    _rename_kept(renamed)


def _rename_kept(renamed: Placed) -> None:
    connection = op.get_bind()
    responses = {
        row.id: row.response_id for row in connection.execute(sa.select(case.c.id, case.c.response_id))
    }
    hashes: dict[tuple[int, str], str] = {}
    for kept_id, case_id, text in connection.execute(
        sa.select(kept.c.id, kept.c.case_id, kept.c.content)
    ).all():
        content = json.loads(text)
        for origin in _origins(content):
            now = renamed(responses[case_id], origin)
            origin.pop("row") if now is None else origin.update(row=now)
        again = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        hashes[case_id, _digest(text)] = _digest(again)
        connection.execute(sa.update(kept).where(kept.c.id == kept_id).values(content=again))
    for case_id, approved in connection.execute(sa.select(case.c.id, case.c.approved_hash)).all():
        if (digest := hashes.get((case_id, approved))) is not None:
            connection.execute(sa.update(case).where(case.c.id == case_id).values(approved_hash=digest))


def _origins(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the origins that name a row."""
    for rows in content["places"].values():
        for row in rows:
            for sentences in row.values():
                yield from (each["origin"] for each in sentences if "row" in each["origin"])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
