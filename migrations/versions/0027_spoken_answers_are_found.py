"""An index of the few answers that are to be asked by word of mouth, so that lists and the start page need not look at all.

Nothing is moved.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ON_SQLITE, ON_POSTGRESQL = sa.text("is_spoken = 1"), sa.text("is_spoken")  # as each is asked for it


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_answer_revision_spoken", "answer_revision", ["id"],
        sqlite_where=ON_SQLITE, postgresql_where=ON_POSTGRESQL,
    )  # fmt: skip


def downgrade() -> None:
    """Drop it again."""
    op.drop_index("ix_answer_revision_spoken", "answer_revision")
