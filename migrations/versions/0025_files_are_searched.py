"""What the finished files of a book say is searched and decided.

A book that was made before was not searched: it has to be made again before it is released; what is released stays.
"""

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_STANDING = sa.text("undone_at IS NULL")


def upgrade() -> None:
    """Add what was found to a build, and the decisions."""
    op.add_column("build", sa.Column("searched", casefinder.db.Json, nullable=False, server_default="{}"))
    with op.batch_alter_table("build") as batch:
        batch.alter_column("searched", server_default=None)
    op.create_table(
        "file_find_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("find_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("undone_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_file_find_decision_has_reason")),
        sa.CheckConstraint(
            "undone_by IS NULL OR undone_at IS NOT NULL", name=op.f("ck_file_find_decision_undoing_has_time")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_file_find_decision_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_file_find_decision_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["account.id"], name=op.f("fk_file_find_decision_undone_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_find_decision")),
    )
    op.create_index(op.f("ix_file_find_decision_edition_id"), "file_find_decision", ["edition_id"])
    op.create_index(
        "uq_file_find_decision_standing", "file_find_decision", ["edition_id", "find_key"], unique=True,
        sqlite_where=_STANDING, postgresql_where=_STANDING,
    )  # fmt: skip


def downgrade() -> None:
    """Take them away; a book that says something is not known to say it then."""
    op.drop_table("file_find_decision")
    with op.batch_alter_table("build") as batch:
        batch.drop_column("searched")
