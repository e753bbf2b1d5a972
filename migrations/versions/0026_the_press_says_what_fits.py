"""What the press says of a case is kept: whether it fits on its two pages, and which places are too long.

Cases of before are laid out when somebody next looks at them or approves them. Down: what the press said goes; it can be asked anew.
"""

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

UTC = casefinder.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "case_fit",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("left_lines", sa.Integer(), nullable=False),
        sa.Column("right_lines", sa.Integer(), nullable=False),
        sa.Column("too_long", casefinder.db.Json, nullable=False),
        sa.Column("room", sa.Integer(), nullable=False),
        sa.Column("laid_out_at", UTC, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_fit_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_fit")),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("case_fit")
