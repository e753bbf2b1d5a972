"""How many sentences the engine doubts stands beside each response; proposals are found by an index.

Up: counted from the suggestions as they are. Down: the counts go; nothing is lost, for they can be counted again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NEAR_THRESHOLD = 0.05
ON_SQLITE = sa.text(
    "is_ticked = 1 AND superseded_at IS NULL"
)  # as the query says it, or the index is not used
ON_POSTGRESQL = sa.text("is_ticked AND superseded_at IS NULL")

meta = sa.MetaData()
suggestion = sa.Table(
    "suggestion", meta, sa.Column("reading_id", sa.Integer), sa.Column("response_id", sa.Integer),
    sa.Column("source_text_id", sa.Integer), sa.Column("start_char", sa.Integer), sa.Column("score", sa.Float),
    sa.Column("decision", sa.String), sa.Column("superseded_at", sa.DateTime),
)  # fmt: skip
reading = sa.Table("reading", meta, sa.Column("id", sa.Integer), sa.Column("threshold", sa.Float))
doubt = sa.Table("doubt", meta, sa.Column("response_id", sa.Integer), sa.Column("sentences", sa.Integer))


def upgrade() -> None:
    """Make the table and count."""
    op.create_table(
        "doubt",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("sentences", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_doubt_response_id_response"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_doubt")),
    )
    op.execute(sa.insert(doubt).from_select(["response_id", "sentences"], _counted()))
    op.create_index(
        "ix_suggestion_proposed", "suggestion", ["response_id", "source_text_id", "start_char", "decision"],
        sqlite_where=ON_SQLITE, postgresql_where=ON_POSTGRESQL,
    )  # fmt: skip


def _counted() -> sa.Select[tuple[int, int]]:
    places = (
        sa.select(suggestion.c.response_id, suggestion.c.source_text_id, suggestion.c.start_char)
        .join(reading, suggestion.c.reading_id == reading.c.id)
        .where(suggestion.c.decision.is_(None), suggestion.c.superseded_at.is_(None))
        .where(sa.func.abs(suggestion.c.score - reading.c.threshold) <= NEAR_THRESHOLD)
        .distinct()
        .subquery()
    )
    return sa.select(places.c.response_id, sa.func.count()).group_by(places.c.response_id)


def downgrade() -> None:
    """Drop both."""
    op.drop_index("ix_suggestion_proposed", "suggestion")
    op.drop_table("doubt")
