"""Releases know what each printed case rests on, and what in them may not be shown any more.

Up: of the builds that are there the fields are read from the states of their cases that were approved then; releases that
are public are looked at in the first night. Down: it goes; a release that was stopped stays stopped.
"""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import casefinder.db

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
INSTANT = casefinder.db.UtcDateTime
build = sa.table(
    "build", sa.column("id", sa.Integer()), sa.column("content", sa.String()), sa.column("requested_at", INSTANT()),
    sa.column("done_at", INSTANT()),
)  # fmt: skip
case = sa.table(
    "case",
    sa.column("id", sa.Integer()),
    sa.column("slug", sa.String()),
    sa.column("response_id", sa.Integer()),
)
case_revision = sa.table(
    "case_revision", sa.column("case_id", sa.Integer()), sa.column("revision", sa.Integer()),
    sa.column("content", sa.String()), sa.column("kept_at", INSTANT()),
)  # fmt: skip
build_rest = sa.table(
    "build_rest", sa.column("build_id", sa.Integer()), sa.column("response_id", sa.Integer()),
    sa.column("case_number", sa.Integer()), sa.column("title", sa.String()), sa.column("page", sa.Integer()),
    sa.column("is_named", sa.Boolean()), sa.column("is_open", sa.Boolean()), sa.column("keys", JSON),
    sa.column("picture_id", sa.Integer()),
)  # fmt: skip


def upgrade() -> None:
    """Make the tables, read what is there, and plan the first night."""
    _make_build_rest()
    _make_concern()
    _make_check()
    with op.batch_alter_table("release") as batch:
        batch.add_column(sa.Column("withdrawn_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("withdrawn_reason", sa.String(), nullable=True))
        batch.add_column(sa.Column("notice", sa.String(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_release_withdrawn_by_account"), "account", ["withdrawn_by"], ["id"]
        )
    connection = op.get_bind()
    ids = connection.scalars(sa.select(build.c.id).where(build.c.done_at.is_not(None))).all()
    for build_id in ids:  # one at a time: each holds a whole book
        if rows := list(_rests(connection, build_id)):
            connection.execute(sa.insert(build_rest), rows)
    if connection.scalar(sa.text("SELECT count(*) FROM release")):
        connection.execute(
            sa.text(
                "INSERT INTO release_check (requested_at, due_s, leased_until_s, attempts, progress)"
                " SELECT max(released_at), 0, 0, 0, '{}' FROM release"
            )
        )


def _rests(connection: sa.Connection, build_id: int) -> Iterator[dict[str, Any]]:
    row = connection.execute(
        sa.select(build.c.content, build.c.requested_at).where(build.c.id == build_id)
    ).one()
    for page in json.loads(row.content).get("cases", ()):
        found = connection.execute(
            sa.select(case.c.id, case.c.response_id).where(case.c.slug == page["slug"])
        ).one_or_none()
        if found is None:
            continue
        kept = connection.scalar(
            sa.select(case_revision.c.content)
            .where(case_revision.c.case_id == found.id, case_revision.c.kept_at <= row.requested_at)
            .order_by(case_revision.c.revision.desc())
            .limit(1)
        )
        yield {
            "build_id": build_id, "response_id": found.response_id, "case_number": page["number"],
            "title": page["title"], "page": None, "is_named": page["organisation"].get("named", True),
            "is_open": page.get("open_data", False), **_of_content(json.loads(kept) if kept else {}),
        }  # fmt: skip


def _of_content(content: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that a kept state of a case tells of, and its picture."""
    keys = set()
    for rows in content.get("places", {}).values():
        for sentence in (each for row in rows for cell in row.values() for each in cell):
            origin = sentence["origin"]
            keys |= (
                {origin["question_key"]} if origin.get("question_key") else set(origin.get("based_on", ()))
            )
    picture = content.get("details", {}).get("illustration") or {}
    return {"keys": sorted(keys), "picture_id": picture.get("attachment_id")}


def _make_build_rest() -> None:
    op.create_table(
        "build_rest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("build_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("keys", JSON, nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["build_id"], ["build.id"], name=op.f("fk_build_rest_build_id_build")),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_build_rest_response_id_response"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_build_rest")),
        sa.UniqueConstraint("build_id", "case_number", name=op.f("uq_build_rest_build_id_case_number")),
    )
    op.create_index(op.f("ix_build_rest_response_id"), "build_rest", ["response_id"])


def _make_concern() -> None:
    op.create_table(
        "release_concern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("keys", JSON, nullable=False),
        sa.Column("found_at", INSTANT(), nullable=False),
        sa.Column("holds_at", INSTANT(), nullable=True),
        sa.Column("settled_at", INSTANT(), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "settled_at IS NULL OR settled_at >= found_at", name=op.f("ck_release_concern_settled_after_found")
        ),
        sa.CheckConstraint(
            "(settled_by IS NULL) = (reason IS NULL)", name=op.f("ck_release_concern_person_has_reason")
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_release_concern_release_id_release")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_release_concern_response_id_response"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"], name=op.f("fk_release_concern_settled_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_concern")),
    )  # fmt: skip
    op.create_index(op.f("ix_release_concern_release_id"), "release_concern", ["release_id"])
    op.create_index(
        "uq_release_concern_open",
        "release_concern",
        ["release_id", "kind", "subject"],
        unique=True,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )


def _make_check() -> None:
    op.create_table(
        "release_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("requested_at", INSTANT(), nullable=False),
        sa.Column("due_s", sa.Float(), nullable=False),
        sa.Column("leased_until_s", sa.Float(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", JSON, nullable=False),
        sa.Column("done_at", INSTANT(), nullable=True),
        sa.Column("failed_at", INSTANT(), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_release_check_response_id_response"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_check")),
    )
    op.create_index(op.f("ix_release_check_done_at"), "release_check", ["done_at"])


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("release") as batch:
        batch.drop_constraint(batch.f("fk_release_withdrawn_by_account"), type_="foreignkey")
        for column in ("notice", "withdrawn_reason", "withdrawn_by"):
            batch.drop_column(column)
    for table in ("release_check", "release_concern", "build_rest"):
        op.drop_table(table)
