"""Texts that marks stand on become rows of their own; a coding belongs to its coder.

Up: the typed texts of each statement that counts, and the older texts that codings, suggestions and findings were made
on, become rows; marks point to them instead of naming question, revision and hash. Down: they name them again. The
older tables hold no second coder and no copies of decided suggestions: of codings by several people on one span the
first one stands and the others are kept as removed, copies of suggestions are dropped.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

UTC = casefinder.db.UtcDateTime(timezone=True)
STANDS = sa.text("removed_at IS NULL AND superseded_at IS NULL")
TYPED = ("short_text", "long_text")
MARKS = ("coding", "suggestion", "finding")

meta = sa.MetaData()
source_text = sa.Table(
    "source_text", meta, sa.Column("id", sa.Integer, primary_key=True), sa.Column("response_id", sa.Integer),
    sa.Column("kind", sa.String), sa.Column("key", sa.String), sa.Column("row_id", sa.String),
    sa.Column("revision", sa.Integer), sa.Column("hash", sa.String), sa.Column("text", sa.String),
    sa.Column("superseded_at", UTC),
)  # fmt: skip


def _mark(name: str, *columns: sa.Column[Any]) -> sa.Table:
    return sa.Table(
        name, meta, sa.Column("id", sa.Integer), sa.Column("response_id", sa.Integer),
        sa.Column("question_key", sa.String), sa.Column("text_hash", sa.String),
        sa.Column("source_text_id", sa.Integer), sa.Column("start_char", sa.Integer), sa.Column("end_char", sa.Integer),
        *columns,
    )  # fmt: skip


coding = _mark(
    "coding", sa.Column("answer_revision", sa.Integer), sa.Column("theme_id", sa.Integer),
    sa.Column("account_id", sa.Integer), sa.Column("created_at", UTC), sa.Column("removed_at", UTC),
    sa.Column("superseded_at", UTC),
)  # fmt: skip
suggestion = _mark(
    "suggestion", sa.Column("answer_revision", sa.Integer), sa.Column("decision", sa.String),
    sa.Column("superseded_at", UTC), sa.Column("moved_to_id", sa.Integer),
)  # fmt: skip
finding = _mark("finding")
TABLES = {"coding": coding, "suggestion": suggestion, "finding": finding}
response = sa.table("response", sa.column("id"), sa.column("version_id"), sa.column("snapshot_id"))
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
    """Make the texts, then let the marks point to them."""
    _make_texts()
    for name in MARKS:
        with op.batch_alter_table(name) as batch:
            batch.add_column(sa.Column("source_text_id", sa.Integer(), nullable=True))
    _write_texts(op.get_bind())
    _point_to_texts(op.get_bind())
    _drop_names()


def _make_texts() -> None:
    op.create_table(
        "source_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("row_id", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("superseded_at", UTC, nullable=True),
        sa.CheckConstraint("kind IN ('answer')", name=op.f("ck_source_text_known_kind")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_source_text_response_id_response"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_text")),
    )  # fmt: skip
    op.create_index("ix_source_text_response_id", "source_text", ["response_id"])
    place = ["response_id", "kind", "key"]
    for name, columns, where in (
        ("uq_source_text_place", [*place, "hash"], sa.text("row_id IS NULL")),
        ("uq_source_text_row", [*place, "row_id", "hash"], sa.text("row_id IS NOT NULL")),
    ):
        op.create_index(name, "source_text", columns, unique=True, sqlite_where=where, postgresql_where=where)


def _write_texts(connection: sa.Connection) -> None:
    """Write what counts, then what marks stand on besides; a mark's own revision names its text."""
    named = _texts_of_marks(connection)
    found: dict[tuple[int, str, str], dict[str, Any]] = {}
    for row in _counting(connection):
        place = (row["response_id"], row["key"], row["hash"])
        found[place] = {**row, "revision": named.get(place, {}).get("revision", row["revision"])}
    texts = _all_texts(connection)
    last = dict(
        connection.execute(
            sa.select(snapshot.c.response_id, sa.func.max(snapshot.c.taken_at)).group_by(
                snapshot.c.response_id
            )
        ).all()
    )
    for place, told in named.items():
        if place not in found:
            response_id, key, digest = place
            found[place] = {
                "response_id": response_id, "kind": "answer", "key": key, "hash": digest,
                "revision": told["revision"], "text": texts.get(place, ""),
                "superseded_at": told["superseded_at"] or last[response_id],
            }  # fmt: skip
    if found:
        connection.execute(sa.insert(source_text), list(found.values()))


def _counting(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """Yield the typed texts of the statements that count."""
    typed = {
        each.id: set(_typed_keys(each.document)) for each in connection.execute(sa.select(version)).all()
    }
    rows = connection.execute(
        sa.select(response.c.id, snapshot.c.version_id, kept.c.question_key, kept.c.revision, kept.c.value)
        .select_from(response)
        .join(snapshot, snapshot.c.id == response.c.snapshot_id)
        .join(snapshot_answer, snapshot_answer.c.snapshot_id == snapshot.c.id)
        .join(kept, kept.c.id == snapshot_answer.c.answer_revision_id)
        .order_by(response.c.id, kept.c.id)
    )
    for row in rows.all():
        for key, text in _written(row.question_key, row.value):
            if key in typed[row.version_id]:
                yield {
                    "response_id": row.id, "kind": "answer", "key": key, "hash": _hash(text),
                    "revision": row.revision, "text": text, "superseded_at": None,
                }  # fmt: skip


def _typed_keys(document: Mapping[str, Any]) -> Iterator[str]:
    for section in document["sections"]:
        for item in section["items"]:
            yield from (field["key"] for field in item["fields"] if field["kind"] in TYPED)


def _written(item_key: str, value: Any) -> Iterator[tuple[str, str]]:
    for entry, text in value.items() if isinstance(value, dict) else ():
        if isinstance(text, str) and text.strip():
            yield f"{item_key}.{entry}" if entry else item_key, text


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _all_texts(connection: sa.Connection) -> dict[tuple[int, str, str], str]:
    return {
        (row.response_id, key, _hash(text)): text
        for row in connection.execute(sa.select(kept.c.response_id, kept.c.question_key, kept.c.value)).all()
        for key, text in _written(row.question_key, row.value)
    }


def _texts_of_marks(connection: sa.Connection) -> dict[tuple[int, str, str], dict[str, Any]]:
    """Return the texts that marks name: response, field and hash → revision, and since when it is superseded."""
    found: dict[tuple[int, str, str], dict[str, Any]] = {}
    for table in TABLES.values():
        revisions = table.c.answer_revision if "answer_revision" in table.c else sa.literal(1)
        since = table.c.superseded_at if "superseded_at" in table.c else sa.null()
        columns = (table.c.response_id, table.c.question_key, table.c.text_hash)
        rows = connection.execute(
            sa.select(*columns, sa.func.max(revisions).label("revision"), sa.func.max(since).label("since"))
            .group_by(*columns)
        ).all()  # fmt: skip
        for response_id, key, digest, number, at in rows:
            told = found.setdefault((response_id, key, digest), {"revision": number, "superseded_at": None})
            told["superseded_at"] = told["superseded_at"] or at
    return found


def _point_to_texts(connection: sa.Connection) -> None:
    """Give each mark its text; what nobody decided on waits with a text that waits."""
    for table in TABLES.values():
        same = sa.and_(
            source_text.c.response_id == table.c.response_id,
            source_text.c.key == table.c.question_key,
            source_text.c.hash == table.c.text_hash,
        )
        own = sa.select(source_text.c.id).where(same).scalar_subquery()
        connection.execute(sa.update(table).values(source_text_id=own))
    since = (
        sa.select(source_text.c.superseded_at)
        .where(source_text.c.id == suggestion.c.source_text_id)
        .scalar_subquery()
    )
    connection.execute(
        sa.update(suggestion).where(suggestion.c.decision.is_(None)).values(superseded_at=since)
    )


def _drop_names() -> None:
    op.drop_index("uq_coding_standing", "coding")
    with op.batch_alter_table("finding") as batch:
        _to_text(batch, "finding")
        batch.drop_column("question_key")
        batch.drop_column("text_hash")
    op.drop_index("ix_suggestion_theme_id", "suggestion")
    with op.batch_alter_table("suggestion") as batch:
        batch.drop_constraint(
            op.f("uq_suggestion_reading_id_question_key_start_char_end_char_theme_id"), type_="unique"
        )
        _to_text(batch, "suggestion")
        _with_copies(batch, "suggestion")
        for name in ("question_key", "answer_revision", "text_hash"):
            batch.drop_column(name)
        batch.create_unique_constraint(
            op.f("uq_suggestion_reading_id_source_text_id_start_char_end_char_theme_id"),
            ["reading_id", "source_text_id", "start_char", "end_char", "theme_id"],
        )
        batch.create_index("ix_suggestion_theme_id_decision_is_ticked", ["theme_id", "decision", "is_ticked"])
    with op.batch_alter_table("coding") as batch:
        _to_text(batch, "coding")
        _with_copies(batch, "coding")
        for name in ("question_key", "answer_revision", "text_hash"):
            batch.drop_column(name)
        batch.drop_constraint("fk_coding_suggestion_id_suggestion", type_="foreignkey")
        batch.create_foreign_key(
            "fk_coding_suggestion_id_suggestion",
            "suggestion",
            ["suggestion_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch.create_index("ix_coding_suggestion_id", ["suggestion_id"])
    _index_standing(["source_text_id", "start_char", "end_char", "theme_id", "account_id"])


def _to_text(batch: Any, name: str) -> None:
    batch.alter_column("source_text_id", existing_type=sa.Integer(), nullable=False)
    batch.create_foreign_key(
        f"fk_{name}_source_text_id_source_text", "source_text", ["source_text_id"], ["id"], ondelete="RESTRICT"
    )  # fmt: skip
    batch.create_index(f"ix_{name}_source_text_id", ["source_text_id"])


def _with_copies(batch: Any, name: str) -> None:
    batch.add_column(sa.Column("moved_to_id", sa.Integer(), nullable=True))
    batch.create_foreign_key(
        f"fk_{name}_moved_to_id_{name}", name, ["moved_to_id"], ["id"], ondelete="SET NULL"
    )
    batch.create_index(f"ix_{name}_moved_to_id", ["moved_to_id"])
    batch.create_check_constraint(
        op.f(f"ck_{name}_copy_is_of_the_past"), "moved_to_id IS NULL OR superseded_at IS NOT NULL"
    )


def _index_standing(columns: list[str]) -> None:
    op.create_index(
        "uq_coding_standing", "coding", columns, unique=True, sqlite_where=STANDS, postgresql_where=STANDS
    )


def downgrade() -> None:
    """Let the marks name question, revision and hash again."""
    connection = op.get_bind()
    connection.execute(sa.delete(suggestion).where(suggestion.c.moved_to_id.is_not(None)))
    op.drop_index("uq_coding_standing", "coding")
    for name in MARKS:
        with op.batch_alter_table(name) as batch:
            batch.add_column(sa.Column("question_key", sa.String(), nullable=True))
            batch.add_column(sa.Column("text_hash", sa.String(), nullable=True))
            if name != "finding":
                batch.add_column(sa.Column("answer_revision", sa.Integer(), nullable=True))
    _name_texts(connection)
    _one_coder_a_span(connection)
    _drop_texts()
    _index_standing(["response_id", "question_key", "start_char", "end_char", "theme_id"])


def _name_texts(connection: sa.Connection) -> None:
    for table in TABLES.values():
        names = {"question_key": source_text.c.key, "text_hash": source_text.c.hash}
        if "answer_revision" in table.c:
            names["answer_revision"] = source_text.c.revision
        for name, column in names.items():
            own = sa.select(column).where(source_text.c.id == table.c.source_text_id).scalar_subquery()
            connection.execute(sa.update(table).values({name: own}))
    connection.execute(
        sa.update(suggestion).where(suggestion.c.decision.is_(None)).values(superseded_at=None)
    )


def _one_coder_a_span(connection: sa.Connection) -> None:
    first = coding.alias()
    columns = ("source_text_id", "start_char", "end_char", "theme_id")
    earlier = (
        sa.select(first.c.id)
        .where(*(first.c[name] == coding.c[name] for name in columns))
        .where(first.c.id < coding.c.id, first.c.removed_at.is_(None), first.c.superseded_at.is_(None))
    )
    second = sa.select(coding.c.id).where(
        coding.c.removed_at.is_(None), coding.c.superseded_at.is_(None), sa.exists(earlier)
    )
    ids = connection.scalars(second).all()
    for coding_id in ids:
        connection.execute(
            sa.update(coding).where(coding.c.id == coding_id).values(removed_at=coding.c.created_at)
        )


def _drop_texts() -> None:
    with op.batch_alter_table("coding") as batch:
        batch.drop_index("ix_coding_suggestion_id")
        batch.drop_constraint("fk_coding_suggestion_id_suggestion", type_="foreignkey")
        batch.create_foreign_key(
            "fk_coding_suggestion_id_suggestion", "suggestion", ["suggestion_id"], ["id"]
        )
        _without(batch, "coding", copies=True)
    with op.batch_alter_table("suggestion") as batch:
        batch.drop_index("ix_suggestion_theme_id_decision_is_ticked")
        batch.drop_constraint(
            op.f("uq_suggestion_reading_id_source_text_id_start_char_end_char_theme_id"), type_="unique"
        )
        _without(batch, "suggestion", copies=True)
        batch.create_unique_constraint(
            op.f("uq_suggestion_reading_id_question_key_start_char_end_char_theme_id"),
            ["reading_id", "question_key", "start_char", "end_char", "theme_id"],
        )
        batch.create_index("ix_suggestion_theme_id", ["theme_id"])
    with op.batch_alter_table("finding") as batch:
        _without(batch, "finding", copies=False)
    op.drop_table("source_text")


def _without(batch: Any, name: str, *, copies: bool) -> None:
    batch.alter_column("question_key", existing_type=sa.String(), nullable=False)
    batch.alter_column("text_hash", existing_type=sa.String(), nullable=False)
    batch.drop_index(f"ix_{name}_source_text_id")
    batch.drop_constraint(f"fk_{name}_source_text_id_source_text", type_="foreignkey")
    batch.drop_column("source_text_id")
    if copies:
        batch.alter_column("answer_revision", existing_type=sa.Integer(), nullable=False)
        batch.drop_constraint(op.f(f"ck_{name}_copy_is_of_the_past"), type_="check")
        batch.drop_index(f"ix_{name}_moved_to_id")
        batch.drop_constraint(f"fk_{name}_moved_to_id_{name}", type_="foreignkey")
        batch.drop_column("moved_to_id")
