"""Accounts have a second factor, sessions know whether it was proved, and recovery codes stand on paper.

Up: nobody has set one up; publishers and administrators do so at their next page. Failures counted by address are
forgotten: they are counted by network and browser from now on. Down: second factors and recovery codes are forgotten.
"""

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table."""
    instant = casefinder.db.UtcDateTime(timezone=True)
    op.add_column("account", sa.Column("factor_since", instant, nullable=True))
    op.add_column("account", sa.Column("factor_generation", sa.Integer(), server_default="1", nullable=False))
    op.add_column("account", sa.Column("factor_step", sa.Integer(), server_default="0", nullable=False))
    op.add_column("account_session", sa.Column("proved_at", instant, nullable=True))
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", instant, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_recovery_code_digest")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"])
    op.execute("DELETE FROM sign_in_failure")


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_recovery_code_account_id"), "recovery_code")
    op.drop_table("recovery_code")
    op.drop_column("account_session", "proved_at")
    for column in ("factor_step", "factor_generation", "factor_since"):
        op.drop_column("account", column)
    op.execute("DELETE FROM sign_in_failure")
