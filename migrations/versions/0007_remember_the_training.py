"""A reading names the training that the engine had learned from; a revision may be read anew.

Up: what was read so far was read with the codebook that ships; its file was never written, so the column stays empty and
such a response is offered to be read anew. Down: of several readings of one revision the newest stays, with the
suggestions and findings of the others.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WAITING = sa.text("done_at IS NULL AND failed_at IS NULL")

meta = sa.MetaData()
reading = sa.Table(
    "reading", meta, sa.Column("id", sa.Integer), sa.Column("response_id", sa.Integer),
    sa.Column("response_revision", sa.Integer),
)  # fmt: skip
suggestion = sa.Table("suggestion", meta, sa.Column("id", sa.Integer), sa.Column("reading_id", sa.Integer))
finding = sa.Table("finding", meta, sa.Column("id", sa.Integer), sa.Column("reading_id", sa.Integer))


def upgrade() -> None:
    """Add the column; let only one reading of a revision wait."""
    with op.batch_alter_table("reading") as batch:
        batch.add_column(sa.Column("training_hash", sa.String(), nullable=True))
        batch.drop_constraint("uq_reading_response_id_response_revision", type_="unique")
    op.create_index(
        "uq_reading_waiting", "reading", ["response_id", "response_revision"], unique=True,
        sqlite_where=WAITING, postgresql_where=WAITING,
    )  # fmt: skip


def downgrade() -> None:
    """Keep the newest reading of each revision."""
    op.drop_index("uq_reading_waiting", "reading")
    _join_readings()
    with op.batch_alter_table("reading") as batch:
        batch.drop_column("training_hash")
        batch.create_unique_constraint(
            "uq_reading_response_id_response_revision", ["response_id", "response_revision"]
        )


def _join_readings() -> None:
    other = reading.alias()
    newest = (
        sa.select(sa.func.max(other.c.id))
        .where(
            other.c.response_id == reading.c.response_id,
            other.c.response_revision == reading.c.response_revision,
        )
        .scalar_subquery()
    )
    connection = op.get_bind()
    older = sa.select(reading.c.id, newest.label("kept")).where(reading.c.id != newest)
    for each in connection.execute(older).all():
        for table in (suggestion, finding):
            connection.execute(
                sa.update(table).where(table.c.reading_id == each.id).values(reading_id=each.kept)
            )
        connection.execute(sa.delete(reading).where(reading.c.id == each.id))
