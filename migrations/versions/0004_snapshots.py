"""Freeze what was submitted, and key consents by their scope.

What counted was inferred from clocks; each submit and return of the past becomes a snapshot of the answers saved until
then, with the files and the consents of that moment as far as they are known.
"""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SCOPES = {"L1": "casebook", "L3": "open_data", "L4": "analysis"}
ITEMS = {scope: item for item, scope in SCOPES.items()}
KINDS = {"submitted": "submit", "resubmitted": "resubmit", "returned": "return"}
STANDING = sa.text("withdrawn_at IS NULL")

instant = casefinder.db.UtcDateTime(timezone=True)
response = sa.table(
    "response", sa.column("id"), sa.column("version_id"), sa.column("snapshot_id"), sa.column("submitted_at", instant),
    sa.column("taken_back_at", instant), sa.column("returned_at", instant),
)  # fmt: skip
event = sa.table(
    "response_event", sa.column("id"), sa.column("response_id"), sa.column("kind"), sa.column("at", instant),
    sa.column("revision"),
)  # fmt: skip
kept = sa.table(
    "answer_revision", sa.column("id"), sa.column("response_id"), sa.column("question_key"), sa.column("revision"),
    sa.column("saved_at", instant),
)  # fmt: skip
attachment = sa.table(
    "attachment", sa.column("id"), sa.column("response_id"), sa.column("uploaded_at", instant),
    sa.column("removed_at", instant), sa.column("description"), sa.column("credit"), sa.column("rights"),
)  # fmt: skip
consent = sa.table(
    "consent", sa.column("id"), sa.column("response_id"), sa.column("scope"), sa.column("question_key"),
    sa.column("item_key"), sa.column("choice"), sa.column("wording_hash"), sa.column("given_at", instant),
    sa.column("withdrawn_at", instant),
)  # fmt: skip
build = sa.table("build", sa.column("id"), sa.column("consents", casefinder.db.Json))
snapshot = sa.table(
    "snapshot", sa.column("id"), sa.column("response_id"), sa.column("version_id"), sa.column("number"),
    sa.column("kind"), sa.column("response_revision"), sa.column("taken_at", instant),
    sa.column("taken_back_at", instant),
)  # fmt: skip


def upgrade() -> None:
    make_tables()
    with op.batch_alter_table("response") as batch:
        batch.add_column(sa.Column("snapshot_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_response_snapshot_id_snapshot", "snapshot", ["snapshot_id"], ["id"])
    scopes_instead_of_items()
    connection = op.get_bind()
    freeze_the_past(connection)
    rename_in_builds(connection, SCOPES)


def downgrade() -> None:
    rename_in_builds(op.get_bind(), ITEMS)
    items_instead_of_scopes()
    with op.batch_alter_table("response") as batch:
        batch.drop_constraint("fk_response_snapshot_id_snapshot", type_="foreignkey")
        batch.drop_column("snapshot_id")
    for table in ("snapshot_consent", "snapshot_file", "snapshot_answer", "snapshot"):
        op.drop_table(table)


def make_tables() -> None:
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("response_revision", sa.Integer(), nullable=False),
        sa.Column("taken_at", instant, nullable=False),
        sa.Column("taken_back_at", instant, nullable=True),
        sa.CheckConstraint(
            "kind IN ('submit', 'resubmit', 'return', 'approval', 'proof')", name=op.f("ck_snapshot_known_kind")
        ),
        sa.CheckConstraint(
            "taken_back_at IS NULL OR kind IN ('submit', 'resubmit')",
            name=op.f("ck_snapshot_only_submits_are_taken_back"),
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_snapshot_response_id_response"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_version.id"],
            name=op.f("fk_snapshot_version_id_questionnaire_version"), ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("response_id", "number", name=op.f("uq_snapshot_response_id_number")),
    )  # fmt: skip
    op.create_index(op.f("ix_snapshot_response_id"), "snapshot", ["response_id"])
    op.create_table(
        "snapshot_answer",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("answer_revision_id", sa.Integer(), nullable=False),
        *part_of_a_snapshot("snapshot_answer", "question_key"),
        sa.ForeignKeyConstraint(
            ["answer_revision_id"], ["answer_revision.id"],
            name=op.f("fk_snapshot_answer_answer_revision_id_answer_revision"), ondelete="RESTRICT",
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_snapshot_answer_answer_revision_id"), "snapshot_answer", ["answer_revision_id"])
    op.create_table(
        "snapshot_file",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("credit", sa.String(), nullable=False),
        sa.Column("rights", sa.String(), nullable=False),
        *part_of_a_snapshot("snapshot_file", "attachment_id"),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_snapshot_file_attachment_id_attachment"),
            ondelete="RESTRICT",
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_snapshot_file_attachment_id"), "snapshot_file", ["attachment_id"])
    op.create_table(
        "snapshot_consent",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("wording_hash", sa.String(), nullable=False),
        *part_of_a_snapshot("snapshot_consent", "scope"),
    )


def part_of_a_snapshot(table: str, key: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshot.id"],
            name=op.f(f"fk_{table}_snapshot_id_snapshot"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("snapshot_id", key, name=op.f(f"pk_{table}")),
    )


def scopes_instead_of_items() -> None:
    op.drop_index("uq_consent_standing", table_name="consent")
    with op.batch_alter_table("consent") as batch:
        batch.alter_column("item_key", new_column_name="question_key", existing_type=sa.String())
        batch.add_column(sa.Column("scope", sa.String(), nullable=True))
    scope = sa.case(SCOPES, value=consent.c.question_key, else_=consent.c.question_key)
    op.get_bind().execute(sa.update(consent).values(scope=scope))
    with op.batch_alter_table("consent") as batch:
        batch.alter_column("scope", nullable=False, existing_type=sa.String())
    unique_standing("scope")


def items_instead_of_scopes() -> None:
    op.drop_index("uq_consent_standing", table_name="consent")
    with op.batch_alter_table("consent") as batch:
        batch.drop_column("scope")
        batch.alter_column("question_key", new_column_name="item_key", existing_type=sa.String())
    unique_standing("item_key")


def unique_standing(column: str) -> None:
    op.create_index(
        "uq_consent_standing", "consent", ["response_id", column], unique=True, sqlite_where=STANDING,
        postgresql_where=STANDING,
    )  # fmt: skip


def rename_in_builds(connection: sa.Connection, names: dict[str, str]) -> None:
    for row in connection.execute(sa.select(build.c.id, build.c.consents)).all():
        renamed = {
            key: {names.get(name, name): choice for name, choice in said.items()}
            for key, said in row.consents.items()
        }
        connection.execute(sa.update(build).where(build.c.id == row.id).values(consents=renamed))


def freeze_the_past(connection: sa.Connection) -> None:
    """Make a snapshot of each submit and return, in order; the last submit that was not taken back counts."""
    files, consents, revisions = (rows_of(connection, table) for table in (attachment, consent, kept))
    for row in connection.execute(sa.select(response).order_by(response.c.id)).all():
        events = connection.execute(
            sa.select(event).where(event.c.response_id == row.id, event.c.kind.in_([*KINDS, "taken_back"]))
            .order_by(event.c.id)
        ).all()  # fmt: skip
        counts: list[int] = []
        last_submit = None
        for number, each in enumerate((e for e in events if e.kind in KINDS), start=1):
            back = taken_back_after(events, each)
            last_submit = each if KINDS[each.kind] != "return" else last_submit
            made = freeze(connection, row, each, number, back, last_submit)
            freeze_parts(
                connection, made, (last_submit or each).at, revisions[row.id], files[row.id], consents[row.id]
            )
            if KINDS[each.kind] != "return" and back is None:
                counts.append(made)
        if counts:
            connection.execute(
                sa.update(response).where(response.c.id == row.id).values(snapshot_id=counts[-1])
            )


def rows_of(connection: sa.Connection, table: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(
        sa.select(*(c for c in table.c if c.key != "item_key")).order_by(table.c.id)
    ):
        found[row.response_id].append(row)
    return found


def taken_back_after(events: Any, submit: Any) -> Any:
    """Return when a submit was taken back: the next thing that happened to it."""
    if KINDS[submit.kind] == "return":
        return None
    later = [each for each in events if each.id > submit.id]
    return later[0].at if later and later[0].kind == "taken_back" else None


def freeze(connection: sa.Connection, row: Any, each: Any, number: int, back: Any, submit: Any) -> int:
    values = {
        "response_id": row.id, "version_id": row.version_id, "number": number, "kind": KINDS[each.kind],
        "response_revision": (submit or each).revision, "taken_at": each.at, "taken_back_at": back,
    }  # fmt: skip
    made = connection.execute(sa.insert(snapshot).values(**values).returning(snapshot.c.id)).scalar_one()
    return int(made)


def freeze_parts(
    connection: sa.Connection, made: int, at: Any, revisions: list[Any], files: list[Any], consents: list[Any]
) -> None:
    newest = {
        each.question_key: each.id
        for each in sorted(revisions, key=lambda r: r.revision)
        if each.saved_at <= at
    }
    there = [f for f in files if f.uploaded_at <= at and (f.removed_at is None or f.removed_at > at)]
    said = [c for c in consents if c.given_at <= at and (c.withdrawn_at is None or c.withdrawn_at > at)]
    insert(connection, "snapshot_answer", [
        {"snapshot_id": made, "question_key": key, "answer_revision_id": ref} for key, ref in newest.items()
    ])  # fmt: skip
    insert(connection, "snapshot_file", [
        {"snapshot_id": made, "attachment_id": f.id, "description": f.description, "credit": f.credit, "rights": f.rights}
        for f in there
    ])  # fmt: skip
    insert(connection, "snapshot_consent", [
        {"snapshot_id": made, "scope": scope, "question_key": c.question_key, "choice": c.choice,
         "wording_hash": c.wording_hash}
        for scope, c in {c.scope: c for c in said}.items()
    ])  # fmt: skip


def insert(connection: sa.Connection, name: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(sa.table(name, *map(sa.column, rows[0]))), rows)
