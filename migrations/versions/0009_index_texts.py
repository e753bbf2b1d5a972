"""Search by one row a text and the database's own index, in the place of a row for each bigram.

What can be found is derived from what was submitted: nothing is moved. Up, every response that says something is marked
for indexing, which the worker does (or `casefinder search rebuild`); down, the table of terms is there again, empty.
"""

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

instant = casefinder.db.UtcDateTime(timezone=True)
response = sa.table("response", sa.column("id"), sa.column("snapshot_id"), sa.column("submitted_at", instant))
indexing = sa.table(
    "indexing", sa.column("response_id"), sa.column("requested_at", instant), sa.column("due_s"),
    sa.column("leased_until_s"), sa.column("attempts"), sa.column("progress", casefinder.db.Json),
)  # fmt: skip


def upgrade() -> None:
    """Make the new tables and ask for every response to be indexed."""
    op.drop_table("search_term")
    op.create_table(
        "search_text",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("forms", sa.String(), nullable=False),
        sa.Column("places", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_search_text_response_id_response"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshot.id"],
            name=op.f("fk_search_text_snapshot_id_snapshot"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_text")),
    )
    op.create_index("ix_search_text_response_snapshot", "search_text", ["response_id", "snapshot_id"])
    op.create_index("ix_search_text_snapshot_id", "search_text", ["snapshot_id"])
    op.create_table(
        "search_spelling",
        sa.Column("spelling", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("is_tail", sa.Boolean(), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("spelling", "form", "is_tail", name=op.f("pk_search_spelling")),
    )
    _make_index()
    op.create_table(
        "indexing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", instant, nullable=False),
        sa.Column("due_s", sa.Float(), nullable=False),
        sa.Column("leased_until_s", sa.Float(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", casefinder.db.Json, nullable=False),
        sa.Column("done_at", instant, nullable=True),
        sa.Column("failed_at", instant, nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_indexing_response_id_response"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indexing")),
    )
    op.create_index("ix_indexing_response_id", "indexing", ["response_id"])
    op.create_index("ix_indexing_done_at", "indexing", ["done_at"])
    _ask_for_all()


def _make_index() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='', detail=none, tokenize='ascii')"
        )
        return
    op.execute(
        "CREATE TABLE search_index (id BIGINT PRIMARY KEY, tokens TEXT[] NOT NULL) WITH (toast_tuple_target = 128)"
    )
    op.execute(
        "CREATE INDEX ix_search_index_tokens ON search_index USING gin (tokens) WITH (fastupdate = off)"
    )


def _ask_for_all() -> None:
    saying = sa.select(
        response.c.id, response.c.submitted_at, sa.literal(0.0), sa.literal(0.0), sa.literal(0),
        sa.literal({}, casefinder.db.Json),
    ).where(response.c.snapshot_id.is_not(None)).order_by(response.c.id)  # fmt: skip
    into = ["response_id", "requested_at", "due_s", "leased_until_s", "attempts", "progress"]
    op.get_bind().execute(sa.insert(indexing).from_select(into, saying))


def downgrade() -> None:
    """Make the table of terms again, empty."""
    op.drop_table("indexing")
    op.execute("DROP TABLE search_index")
    op.drop_table("search_spelling")
    op.drop_table("search_text")
    op.create_table(
        "search_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_search_term_response_id_response")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_term")),
    )
    op.create_index("ix_search_term_response_id", "search_term", ["response_id"])
    op.create_index("ix_search_term_term_response", "search_term", ["term", "response_id"])
