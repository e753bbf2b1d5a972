"""Cases remember which word of the organisation they rest on: who said yes, when, how.

Up: the table, empty: nobody knows what was said before, and a case of an edition that is not out yet has to be confirmed.
Down: it goes.
"""

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

UTC = casefinder.db.UtcDateTime(timezone=True)
STANDING = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "case_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("printed_hash", sa.String(), nullable=False),
        sa.Column("recorded_at", UTC, nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UTC, nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "way IN ('phone', 'mail', 'meeting', 'letter', 'other', 'proof')",
            name=op.f("ck_case_confirmation_known_way"),
        ),
        sa.CheckConstraint(
            "(way = 'proof') = (recorded_by IS NULL)", name=op.f("ck_case_confirmation_proof_has_no_recorder")
        ),
        sa.CheckConstraint(
            "withdrawn_by IS NULL OR withdrawn_at IS NOT NULL",
            name=op.f("ck_case_confirmation_withdrawal_has_time"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_confirmation_case_id_case")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_case_confirmation_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["account.id"], name=op.f("fk_case_confirmation_withdrawn_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_confirmation")),
    )
    op.create_index(op.f("ix_case_confirmation_case_id"), "case_confirmation", ["case_id"])
    op.create_index(
        "uq_case_confirmation_standing", "case_confirmation", ["case_id"], unique=True,
        sqlite_where=STANDING, postgresql_where=STANDING,
    )  # fmt: skip


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("case_confirmation")
