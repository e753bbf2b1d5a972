"""Sentences of cases point to the texts that their words stand in; the cells of tables become such texts, too.

Up: the written cells of each statement that counts, and the older texts that sentences were taken from, become rows; each
sentence taken from a text points to where its words stand: in the text that counts when they still stand in it, else in
the one they were taken from. Down: the pointers and the texts of cells go; what was taken, and from where, stays in the
sentence as it was, so that going up again finds the same.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

UTC = casefinder.db.UtcDateTime(timezone=True)
TYPED = ("short_text", "long_text")
CHECKS = {
    "source_has_span": "(source_text_id IS NULL) = (source_start IS NULL) AND (source_start IS NULL) = (source_end IS NULL)",
    "source_span_not_empty": "source_start IS NULL OR source_end > source_start",
    "source_of_span": "source_text_id IS NULL OR start_char IS NOT NULL",
}
Place = tuple[int, str, str | None]  # response, key of the field or column, id of the row

source_text = sa.table(
    "source_text", sa.column("id"), sa.column("response_id"), sa.column("kind"), sa.column("key"), sa.column("row_id"),
    sa.column("revision"), sa.column("hash"), sa.column("text"), sa.column("superseded_at", UTC),
)  # fmt: skip
sentence = sa.table(
    "case_sentence", sa.column("id"), sa.column("case_id"), sa.column("question_key"), sa.column("question_row"),
    sa.column("answer_revision"), sa.column("start_char"), sa.column("end_char"), sa.column("source_text_id"),
    sa.column("source_start"), sa.column("source_end"),
)  # fmt: skip
case = sa.table("case", sa.column("id"), sa.column("response_id"))
response = sa.table("response", sa.column("id"), sa.column("snapshot_id"))
snapshot = sa.table(
    "snapshot", sa.column("id"), sa.column("response_id"), sa.column("version_id"), sa.column("taken_at", UTC)
)
snapshot_answer = sa.table("snapshot_answer", sa.column("snapshot_id"), sa.column("answer_revision_id"))
kept = sa.table(
    "answer_revision", sa.column("id"), sa.column("response_id"), sa.column("question_key"), sa.column("revision"),
    sa.column("value", casefinder.db.Json),
)  # fmt: skip
version = sa.table("questionnaire_version", sa.column("id"), sa.column("document", casefinder.db.Json))


def upgrade() -> None:
    """Write the texts, then let the sentences point to them."""
    with op.batch_alter_table("case_sentence") as batch:
        for name in ("source_text_id", "source_start", "source_end"):
            batch.add_column(sa.Column(name, sa.Integer(), nullable=True))
    connection = op.get_bind()
    _write_cells(connection)
    _point_to_texts(connection)
    with op.batch_alter_table("case_sentence") as batch:
        batch.create_foreign_key(
            "fk_case_sentence_source_text_id_source_text", "source_text", ["source_text_id"], ["id"],
            ondelete="RESTRICT",
        )  # fmt: skip
        batch.create_index("ix_case_sentence_source_text_id", ["source_text_id"])
        for name, condition in CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_case_sentence_{name}"), condition)


def downgrade() -> None:
    """Take the pointers and the texts of cells away."""
    with op.batch_alter_table("case_sentence") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(f"ck_case_sentence_{name}"), type_="check")
        batch.drop_index("ix_case_sentence_source_text_id")
        batch.drop_constraint("fk_case_sentence_source_text_id_source_text", type_="foreignkey")
        for name in ("source_text_id", "source_start", "source_end"):
            batch.drop_column(name)
    op.get_bind().execute(sa.delete(source_text).where(source_text.c.row_id.is_not(None)))


def _write_cells(connection: sa.Connection) -> None:
    """Write the typed cells of the statements that count."""
    typed = {
        each.id: set(_typed_columns(each.document)) for each in connection.execute(sa.select(version)).all()
    }
    rows = connection.execute(
        sa.select(response.c.id, snapshot.c.version_id, kept.c.question_key, kept.c.revision, kept.c.value)
        .select_from(response)
        .join(snapshot, snapshot.c.id == response.c.snapshot_id)
        .join(snapshot_answer, snapshot_answer.c.snapshot_id == snapshot.c.id)
        .join(kept, kept.c.id == snapshot_answer.c.answer_revision_id)
        .order_by(response.c.id, kept.c.id)
    )
    found = {
        (row.id, key, row_id): _text_row((row.id, key, row_id), row.revision, text, None)
        for row in rows.all()
        for key, row_id, text in _written(row.question_key, row.value)
        if row_id is not None and key in typed[row.version_id]
    }
    if found:
        connection.execute(sa.insert(source_text), list(found.values()))


def _typed_columns(document: Mapping[str, Any]) -> Iterator[str]:
    for section in document["sections"]:
        for item in section["items"]:
            for field in item["fields"]:
                columns = field.get("columns", ())
                yield from (f"{field['key']}.{each['key']}" for each in columns if each["kind"] in TYPED)


def _written(item_key: str, value: Any) -> Iterator[tuple[str, str | None, str]]:
    """Yield key, id of the row and text of what is written in an answer, of whatever kind."""
    for entry, own in value.items() if isinstance(value, dict) else ():
        if isinstance(own, str):
            yield (f"{item_key}.{entry}" if entry else item_key), None, own
        rows = own if isinstance(own, list) else ()
        for place, row in enumerate((each for each in rows if isinstance(each, dict)), start=1):
            field_key = item_key if entry == "rows" else f"{item_key}.{entry}"
            for name, cell in row.items():
                if name != "id" and isinstance(cell, str) and cell.strip():
                    yield f"{field_key}.{name}", str(row.get("id") or place), cell


def _text_row(place: Place, number: int, text: str, superseded_at: datetime | None) -> dict[str, Any]:
    response_id, key, row_id = place
    return {
        "response_id": response_id, "kind": "answer", "key": key, "row_id": row_id, "revision": number,
        "hash": hashlib.sha256(text.encode("utf-8")).hexdigest(), "text": text, "superseded_at": superseded_at,
    }  # fmt: skip


def _point_to_texts(connection: sa.Connection) -> None:
    sentences = _sentences(connection)
    texts = _texts_taken_from(connection, {_place(row) for row in sentences})
    known = _with_older(connection, texts)
    present = {place: row for (place, _), row in known.items() if row.superseded_at is None}
    found = []
    for row in sentences:
        taken = texts.get((_place(row), row.answer_revision), "")
        if taken[row.start_char : row.end_char]:
            found.append(_pointer(row, known[_place(row), taken], present.get(_place(row))))
    if found:
        values = {name: sa.bindparam(name) for name in ("source_text_id", "source_start", "source_end")}
        connection.execute(
            sa.update(sentence).where(sentence.c.id == sa.bindparam("own")).values(values), found
        )


def _sentences(connection: sa.Connection) -> Sequence[Any]:
    """Return the sentences that were taken from a piece of a text."""
    columns = ("id", "question_key", "question_row", "answer_revision", "start_char", "end_char")
    query = (
        sa.select(case.c.response_id, *(sentence.c[name] for name in columns))
        .join(case, case.c.id == sentence.c.case_id)
        .where(sentence.c.start_char.is_not(None))
    )
    return connection.execute(query.order_by(sentence.c.id)).all()


def _place(row: Any) -> Place:
    return row.response_id, row.question_key, row.question_row


def _texts_taken_from(connection: sa.Connection, places: set[Place]) -> dict[tuple[Place, int], str]:
    """Return what stood at some places, by place and revision of the item."""
    query = sa.select(kept.c.response_id, kept.c.question_key, kept.c.revision, kept.c.value)
    rows = connection.execute(query.where(kept.c.response_id.in_(sa.select(case.c.response_id)))).all()
    return {
        ((row.response_id, key, row_id), row.revision): text
        for row in rows
        for key, row_id, text in _written(row.question_key, row.value)
        if (row.response_id, key, row_id) in places
    }


def _with_older(
    connection: sa.Connection, texts: Mapping[tuple[Place, int], str]
) -> dict[tuple[Place, str], Any]:
    """Return the rows of texts by place and text, after writing those that no longer count and are not there yet."""
    last = dict(
        connection.execute(
            sa.select(snapshot.c.response_id, sa.func.max(snapshot.c.taken_at)).group_by(snapshot.c.response_id)
        ).all()
    )  # fmt: skip
    known = _rows(connection)
    older: dict[tuple[Place, str], dict[str, Any]] = {}
    for (place, number), text in sorted(texts.items(), key=lambda each: each[0][1]):
        if (place, text) not in known and place[0] in last:
            older.setdefault((place, text), _text_row(place, number, text, last[place[0]]))
    if older:
        connection.execute(sa.insert(source_text), list(older.values()))
    return _rows(connection) if older else known


def _rows(connection: sa.Connection) -> dict[tuple[Place, str], Any]:
    columns = ("id", "response_id", "key", "row_id", "text", "superseded_at")
    query = sa.select(*(source_text.c[name] for name in columns))
    rows = connection.execute(query.where(source_text.c.response_id.in_(sa.select(case.c.response_id))))
    return {((row.response_id, row.key, row.row_id), row.text): row for row in rows}


def _pointer(row: Any, taken: Any, present: Any) -> dict[str, Any]:
    """Return where a sentence points: to the text that counts if its words stand there, nearest to where they stood."""
    words = taken.text[row.start_char : row.end_char]
    text, start = taken, row.start_char
    if present is not None and present is not taken and words in present.text:
        starts = [at for at in range(len(present.text)) if present.text.startswith(words, at)]
        text, start = present, min(starts, key=lambda at: abs(at - row.start_char))
    return {"own": row.id, "source_text_id": text.id, "source_start": start, "source_end": start + len(words)}
