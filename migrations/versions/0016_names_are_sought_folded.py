"""Organisations keep what a search looks through: name, reading and code, folded as the words of the search are.

Up: the copy is made for all that are there. Down: it goes; it is made of the rest.
"""

import sqlalchemy as sa
from alembic import op

from casefinder.ask.organisations.entries import sought

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

organisation = sa.table(
    "organisation", sa.column("id", sa.Integer()), sa.column("name", sa.String()), sa.column("kana", sa.String()),
    sa.column("code", sa.String()), sa.column("sought", sa.String()),
)  # fmt: skip


def upgrade() -> None:
    """Add the column and fill it."""
    op.add_column("organisation", sa.Column("sought", sa.String(), server_default="", nullable=False))
    connection = op.get_bind()
    every = sa.select(organisation.c.id, organisation.c.name, organisation.c.kana, organisation.c.code)
    for row in connection.execute(every).all():
        copy = sought(row.name, row.kana, row.code)
        connection.execute(sa.update(organisation).where(organisation.c.id == row.id).values(sought=copy))


def downgrade() -> None:
    """Take the column away."""
    with op.batch_alter_table("organisation") as batch:
        batch.drop_column("sought")
