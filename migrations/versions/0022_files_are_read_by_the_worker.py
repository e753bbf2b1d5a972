"""Files are read and re-encoded by the worker: an attachment says when it was ready, and why it could not be read.

Up: whatever is there was read when it came. Down: what was not read yet goes with its row's work; it was never handed out.
"""

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table of the work."""
    instant = casefinder.db.UtcDateTime(timezone=True)
    op.add_column("attachment", sa.Column("sent_sha256", sa.String(), nullable=True))
    op.add_column("attachment", sa.Column("ready_at", instant, nullable=True))
    op.add_column("attachment", sa.Column("refusal", sa.String(), nullable=True))
    op.execute("UPDATE attachment SET ready_at = uploaded_at")
    op.create_table(
        "file_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", instant, nullable=False),
        sa.Column("due_s", sa.Float(), nullable=False),
        sa.Column("leased_until_s", sa.Float(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", casefinder.db.Json, nullable=False),
        sa.Column("done_at", instant, nullable=True),
        sa.Column("failed_at", instant, nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_file_reading_attachment_id_attachment"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_reading")),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_file_reading_attachment_id")),
    )
    op.create_index(op.f("ix_file_reading_done_at"), "file_reading", ["done_at"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_file_reading_done_at"), "file_reading")
    op.drop_table("file_reading")
    for column in ("refusal", "ready_at", "sent_sha256"):
        op.drop_column("attachment", column)
