"""What a case says that may not be printed is decided by people; its words are looked through for names.

Up: the tables, and for each case that is not put away a request to have its words looked through. Down: they go.
"""

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

UTC = casefinder.db.UtcDateTime(timezone=True)
DECIDED = sa.text("undone_at IS NULL")
WAITING = sa.text("done_at IS NULL AND failed_at IS NULL")
case = sa.table("case", sa.column("id"), sa.column("edited_at", UTC), sa.column("discarded_at", UTC))
case_reading = sa.table(
    "case_reading", sa.column("case_id"), sa.column("requested_at", UTC), sa.column("due_s"),
    sa.column("leased_until_s"), sa.column("attempts"), sa.column("progress", casefinder.db.Json),
)  # fmt: skip


def upgrade() -> None:
    """Make the tables, then ask for all cases to be looked through."""
    _decisions()
    _readings()
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(case.c.id, case.c.edited_at).where(case.c.discarded_at.is_(None))
    ).all()
    if rows:
        connection.execute(
            sa.insert(case_reading),
            [
                {"case_id": row.id, "requested_at": row.edited_at, "due_s": 0.0, "leased_until_s": 0.0, "attempts": 0,
                 "progress": {}}
                for row in rows
            ],
        )  # fmt: skip


def _decisions() -> None:
    op.create_table(
        "find_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("find_key", "kind", "place", "words", "sentence", "verdict", "reason")
        ),
        sa.Column("decided_at", UTC, nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("undone_at", UTC, nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("verdict IN ('may_print', 'to_fix')", name=op.f("ck_find_decision_known_verdict")),
        sa.CheckConstraint(
            "verdict = 'to_fix' OR reason <> ''", name=op.f("ck_find_decision_printing_has_reason")
        ),
        sa.CheckConstraint(
            "undone_by IS NULL OR undone_at IS NOT NULL", name=op.f("ck_find_decision_undoing_has_time")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_find_decision_case_id_case")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_find_decision_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["account.id"], name=op.f("fk_find_decision_undone_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_find_decision")),
    )
    op.create_index(op.f("ix_find_decision_case_id"), "find_decision", ["case_id"])
    op.create_index(
        "uq_find_decision_standing", "find_decision", ["case_id", "find_key"], unique=True,
        sqlite_where=DECIDED, postgresql_where=DECIDED,
    )  # fmt: skip


def _readings() -> None:
    op.create_table(
        "case_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", UTC, nullable=False),
        sa.Column("due_s", sa.Float(), nullable=False),
        sa.Column("leased_until_s", sa.Float(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", casefinder.db.Json, nullable=False),
        sa.Column("done_at", UTC, nullable=True),
        sa.Column("failed_at", UTC, nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_reading_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_reading")),
    )
    op.create_index(op.f("ix_case_reading_case_id"), "case_reading", ["case_id"])
    op.create_index(op.f("ix_case_reading_done_at"), "case_reading", ["done_at"])
    op.create_index(
        "uq_case_reading_waiting", "case_reading", ["case_id"], unique=True, sqlite_where=WAITING, postgresql_where=WAITING
    )  # fmt: skip
    op.create_table(
        "case_words",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("names", casefinder.db.Json, nullable=False),
        sa.Column("read_at", UTC, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_words_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_words")),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("case_words", "case_reading", "find_decision"):
        op.drop_table(name)
