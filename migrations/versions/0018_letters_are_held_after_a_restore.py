"""After a backup was restored, letters are held until a person lets them go: one row says so."""

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "mail_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("backup_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("known_until", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_mail_hold_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_hold")),
    )


def downgrade() -> None:
    """Take it away: the earlier version knows nothing of it, and letters leave."""
    op.drop_table("mail_hold")
