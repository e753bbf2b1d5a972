"""Indexes for what is looked up often and had none: versions in use, failed letters, the trail, files by hash.

Nothing is moved. The trail's table is not rebuilt, so that its triggers stay.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEXES = (
    ("response", ("version_id",)),
    ("letter", ("failed_at",)),
    ("attachment", ("sha256",)),
    ("case", ("approved_hash",)),
    ("audit_entry", ("subject_kind", "subject_id")),
    ("audit_entry", ("actor_id",)),
)


def upgrade() -> None:
    """Make the indexes."""
    for table, columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def downgrade() -> None:
    """Drop them again."""
    for table, columns in INDEXES:
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
