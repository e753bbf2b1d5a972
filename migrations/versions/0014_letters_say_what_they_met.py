"""Letters say what they met on their way, and our own mail server's trouble is one thing, not each letter's.

Up: letters that were not tried yet give up the domain of their Message-ID, which was nobody's; they get the sender's with
their first try. Letters that failed are held for refused. Down: they get the old domain back; what the mail server's
trouble was is forgotten.
"""

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

DOMAIN = "@casefinder.invalid>"

letter = sa.table(
    "letter", sa.column("id", sa.Integer()), sa.column("message_id", sa.String()),
    sa.column("attempts", sa.Integer()), sa.column("done_at", casefinder.db.UtcDateTime()),
)  # fmt: skip


def upgrade() -> None:
    """Add the columns and the table; take the made-up domain away."""
    with op.batch_alter_table("letter") as batch:
        batch.add_column(sa.Column("tries", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("trouble", sa.String(), nullable=True))
        batch.add_column(sa.Column("tried_at", casefinder.db.UtcDateTime(), nullable=True))
    op.create_table(
        "mail_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("since_at", casefinder.db.UtcDateTime(), nullable=False),
        sa.Column("tried_at", casefinder.db.UtcDateTime(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_try_s", sa.Float(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_mail_stop_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_stop")),
    )
    _rename(lambda old: old[1:].removesuffix(DOMAIN), letter.c.message_id.endswith(DOMAIN))


def downgrade() -> None:
    """Take them away; letters that were not tried get back what they had."""
    _rename(lambda old: f"<{old}{DOMAIN}", ~letter.c.message_id.startswith("<"))
    op.drop_table("mail_stop")
    with op.batch_alter_table("letter") as batch:
        for column in ("tried_at", "trouble", "tries"):
            batch.drop_column(column)


def _rename(renamed, which) -> None:  # type: ignore[no-untyped-def]
    connection = op.get_bind()
    untried = sa.select(letter.c.id, letter.c.message_id).where(
        which, letter.c.attempts == 0, letter.c.done_at.is_(None)
    )
    for row in connection.execute(untried).all():
        changed = sa.update(letter).where(letter.c.id == row.id).values(message_id=renamed(row.message_id))
        connection.execute(changed)
