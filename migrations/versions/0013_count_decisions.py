"""How often suggestions were accepted and rejected stands beside each theme and cue; indexes for the codebook.

Up: counted from the decisions as they are. Down: the counts go; nothing is lost, for they can be counted again.
"""

from collections import Counter

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STANDS = sa.text("removed_at IS NULL AND superseded_at IS NULL")
WAITING = "is_ticked{} AND superseded_at IS NULL AND decision IS NULL AND moved_to_id IS NULL"

meta = sa.MetaData()
suggestion = sa.Table(
    "suggestion", meta, sa.Column("theme_id", sa.Integer), sa.Column("reasons", casefinder.db.Json),
    sa.Column("decision", sa.String), sa.Column("moved_to_id", sa.Integer),
)  # fmt: skip
tally = sa.Table(
    "decision_tally", meta, sa.Column("theme_id", sa.Integer), sa.Column("cue", sa.String),
    sa.Column("accepted", sa.Integer), sa.Column("rejected", sa.Integer),
)  # fmt: skip


def upgrade() -> None:
    """Make the table, count, and make the indexes."""
    op.create_table(
        "decision_tally",
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("cue", sa.String(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_decision_tally_theme_id_theme")),
        sa.PrimaryKeyConstraint("theme_id", "cue", name=op.f("pk_decision_tally")),
    )
    _count(op.get_bind())
    mark = ["theme_id", "source_text_id", "start_char", "end_char"]
    op.create_index("ix_coding_mark", "coding", mark, sqlite_where=STANDS, postgresql_where=STANDS)
    newest = ["theme_id", "created_at", "id"]
    op.create_index("ix_coding_newest", "coding", newest, sqlite_where=STANDS, postgresql_where=STANDS)
    op.create_index(
        "ix_suggestion_waiting", "suggestion", ["theme_id"],
        sqlite_where=sa.text(WAITING.format(" = 1")), postgresql_where=sa.text(WAITING.format("")),
    )  # fmt: skip


def _count(connection: sa.Connection) -> None:
    found: Counter[tuple[int, str, str]] = Counter()
    decided = sa.select(suggestion.c.theme_id, suggestion.c.decision, suggestion.c.reasons).where(
        suggestion.c.decision.is_not(None), suggestion.c.moved_to_id.is_(None)
    )
    for theme_id, decision, reasons in connection.execute(decided).yield_per(1000):
        cues = {each["text"] for each in reasons if each.get("kind") == "cue"}
        found.update((theme_id, cue, decision) for cue in {"", *cues})
    rows = [
        {
            "theme_id": theme_id, "cue": cue, "accepted": found[theme_id, cue, "accepted"],
            "rejected": found[theme_id, cue, "rejected"],
        }
        for theme_id, cue in sorted({(theme_id, cue) for theme_id, cue, _ in found})
    ]  # fmt: skip
    if rows:
        connection.execute(sa.insert(tally), rows)


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_suggestion_waiting", "suggestion")
    op.drop_index("ix_coding_newest", "coding")
    op.drop_index("ix_coding_mark", "coding")
    op.drop_table("decision_tally")
