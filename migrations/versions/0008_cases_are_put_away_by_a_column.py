"""A case is discarded by a column of its own, and a response may hold several cases."""

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

instant = casefinder.db.UtcDateTime(timezone=True)
case = sa.table(
    "case", sa.column("id", sa.Integer()), sa.column("response_id", sa.Integer()), sa.column("revision", sa.Integer()),
    sa.column("discarded_at", instant),
)  # fmt: skip
kept = sa.table(
    "case_revision", sa.column("case_id", sa.Integer()), sa.column("revision", sa.Integer()),
    sa.column("content", sa.String()), sa.column("what", sa.String()), sa.column("kept_at", instant),
    sa.column("account_id", sa.Integer()),
)  # fmt: skip
DISCARDED = "discarded"  # what the newest kept state of a discarded case said


def upgrade() -> None:
    """Note on each case when it was put away, as its newest kept state says."""
    op.add_column("case", sa.Column("discarded_at", instant, nullable=True))
    connection = op.get_bind()
    for case_id, kept_at in connection.execute(newest(kept.c.kept_at).where(kept.c.what == DISCARDED)).all():
        connection.execute(sa.update(case).where(case.c.id == case_id).values(discarded_at=kept_at))
    with op.batch_alter_table("case") as batch:
        batch.drop_constraint(op.f("uq_case_response_id"), type_="unique")
        batch.create_index(op.f("ix_case_response_id"), ["response_id"])
        batch.create_check_constraint(
            op.f("ck_case_discarded_not_approved"), "discarded_at IS NULL OR approved_hash IS NULL"
        )


def downgrade() -> None:
    """Let the newest kept state say it again; where it does not, one is added that does."""
    connection = op.get_bind()
    several = sa.select(case.c.response_id).group_by(case.c.response_id).having(sa.func.count() > 1)
    if found := connection.execute(several).scalars().all():
        raise RuntimeError(f"responses {found} hold several cases, which the older schema cannot keep")
    columns = (kept.c.revision, kept.c.content, kept.c.account_id, case.c.discarded_at)
    silent = newest(*columns).where(case.c.discarded_at.is_not(None), kept.c.what != DISCARDED)
    for case_id, revision_, content, account_id, discarded_at in connection.execute(silent).all():
        said = {
            "case_id": case_id, "revision": revision_ + 1, "content": content, "what": DISCARDED,
            "kept_at": discarded_at, "account_id": account_id,
        }  # fmt: skip
        connection.execute(sa.insert(kept).values(said))
        connection.execute(sa.update(case).where(case.c.id == case_id).values(revision=revision_ + 1))
    with op.batch_alter_table("case") as batch:
        batch.drop_constraint(op.f("ck_case_discarded_not_approved"), type_="check")
        batch.drop_index(op.f("ix_case_response_id"))
        batch.drop_column("discarded_at")
        batch.create_unique_constraint(op.f("uq_case_response_id"), ["response_id"])


def newest(*columns: sa.ColumnElement) -> sa.Select:  # type: ignore[type-arg]
    """Return each case's id with columns of its newest kept state."""
    same = sa.and_(kept.c.case_id == case.c.id, kept.c.revision == case.c.revision)
    return sa.select(case.c.id, *columns).join(kept, same)
