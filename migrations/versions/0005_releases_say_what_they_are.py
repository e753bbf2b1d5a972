"""A release says of itself what the public pages show; a build knows since when it is released."""

import json
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SAID = (
    sa.Column("title", sa.String()),
    sa.Column("subtitle", sa.String()),
    sa.Column("edition_label", sa.String()),
    sa.Column("fiscal_year", sa.Integer()),
    sa.Column("issued_on", sa.Date()),
    sa.Column("publisher", sa.String()),
    sa.Column("licence", sa.String()),
    sa.Column("case_count", sa.Integer()),
    sa.Column("pages", sa.Integer()),
    sa.Column("book_bytes", sa.Integer()),
)
build = sa.table(
    "build", sa.column("id", sa.Integer()), sa.column("content", sa.String()), sa.column("pages", sa.Integer()),
    sa.column("book_bytes", sa.Integer()), sa.column("released_at", casefinder.db.UtcDateTime(timezone=True)),
)  # fmt: skip
release = sa.table(
    "release", sa.column("id", sa.Integer()), sa.column("build_id", sa.Integer()),
    sa.column("released_at", casefinder.db.UtcDateTime(timezone=True)),
    *(sa.column(each.name, each.type) for each in SAID),
)  # fmt: skip


def upgrade() -> None:
    """Add the columns, fill them from the frozen content, then require them."""
    op.add_column("build", sa.Column("released_at", casefinder.db.UtcDateTime(timezone=True), nullable=True))
    for column in SAID:
        op.add_column("release", sa.Column(column.name, column.type, nullable=True))
    connection = op.get_bind()
    query = sa.select(
        release.c.id, release.c.released_at, build.c.id, build.c.content, build.c.pages, build.c.book_bytes
    ).join(build, build.c.id == release.c.build_id)
    for release_id, released_at, build_id, content, pages, book_bytes in connection.execute(query).all():
        values = {**said(json.loads(content)), "pages": pages or 0, "book_bytes": book_bytes or 0}
        connection.execute(sa.update(release).where(release.c.id == release_id).values(values))
        connection.execute(sa.update(build).where(build.c.id == build_id).values(released_at=released_at))
    with op.batch_alter_table("release") as batch:
        for column in SAID:
            batch.alter_column(column.name, existing_type=column.type, nullable=False)
        batch.create_check_constraint(op.f("ck_release_has_cases"), "case_count > 0")


def said(content: dict[str, Any]) -> dict[str, Any]:
    """Return what a frozen content says of its edition, as the pages put it."""
    title = f"{content['title_prefix']} {content['title']} {content['fiscal_year']}".strip()
    return {
        "title": title, "subtitle": "".join(content["subtitle"]), "edition_label": content["edition_label"],
        "fiscal_year": content["fiscal_year"], "issued_on": date.fromisoformat(content["issued_on"]),
        "publisher": content["publisher"], "licence": content["licence"],
        "case_count": len(content["cases"]),
    }  # fmt: skip


def downgrade() -> None:
    """Drop the columns; the frozen content still says it all."""
    with op.batch_alter_table("release") as batch:
        batch.drop_constraint(op.f("ck_release_has_cases"), type_="check")
        for column in SAID:
            batch.drop_column(column.name)
    with op.batch_alter_table("build") as batch:
        batch.drop_column("released_at")
