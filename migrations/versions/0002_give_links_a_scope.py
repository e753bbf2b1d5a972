"""Links become rows of their own, with a scope; answers, letters and the trail name them.

Up: each invitation's link becomes its main link with the invitation's id, so that the tokens in letters and the
cookies in browsers stay what they were. Down: main links go back into their invitations; a link that was made after
the upgrade may have another id than its invitation: the letter that was sent goes on opening it, but before another
letter is sent it has to be renewed. Links for colleagues are dropped. Where an organisation has begun several
responses, going down is refused: the older tables have no place for the second one.
"""

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

UTC = casefinder.db.UtcDateTime(timezone=True)
CLASSES = {
    "ask/invitations/invite": "request",
    "answer/responses/receipt": "receipt",
    "answer/responses/returned": "notice",
}

meta = sa.MetaData()
invitation = sa.Table(
    "invitation", meta, sa.Column("id", sa.Integer), sa.Column("organisation_id", sa.Integer),
    sa.Column("ref", sa.String), sa.Column("token_digest", sa.LargeBinary), sa.Column("generation", sa.Integer),
    sa.Column("created_at", UTC), sa.Column("sent_at", UTC), sa.Column("opened_at", UTC), sa.Column("expires_at", UTC),
    sa.Column("revoked_at", UTC),
)  # fmt: skip
link = sa.Table(
    "link", meta, sa.Column("id", sa.Integer), sa.Column("invitation_id", sa.Integer),
    sa.Column("response_id", sa.Integer), sa.Column("ref", sa.String), sa.Column("token_digest", sa.LargeBinary),
    sa.Column("generation", sa.Integer), sa.Column("scope", sa.String), sa.Column("section_keys", casefinder.db.Json),
    sa.Column("is_main", sa.Boolean), sa.Column("recipient", sa.String), sa.Column("created_at", UTC),
    sa.Column("sent_at", UTC), sa.Column("opened_at", UTC), sa.Column("expires_at", UTC), sa.Column("revoked_at", UTC),
)  # fmt: skip
response = sa.Table("response", meta, sa.Column("id", sa.Integer), sa.Column("invitation_id", sa.Integer))
letter = sa.Table(
    "letter", meta, sa.Column("id", sa.Integer), sa.Column("kind", sa.String), sa.Column("class", sa.String),
    sa.Column("invitation_id", sa.Integer), sa.Column("organisation_id", sa.Integer), sa.Column("link_id", sa.Integer),
)  # fmt: skip
answer = sa.Table("answer", meta, sa.Column("response_id", sa.Integer), sa.Column("link_id", sa.Integer))
answer_revision = sa.Table(
    "answer_revision", meta, sa.Column("response_id", sa.Integer), sa.Column("link_id", sa.Integer)
)
COPIED = ("ref", "token_digest", "generation", "sent_at", "expires_at", "revoked_at")


def upgrade() -> None:
    """Make the links out of the invitations, then name them where they are used."""
    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("section_keys", casefinder.db.Json, nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=True),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("sent_at", UTC, nullable=True),
        sa.Column("opened_at", UTC, nullable=True),
        sa.Column("expires_at", UTC, nullable=False),
        sa.Column("revoked_at", UTC, nullable=True),
        sa.CheckConstraint(
            "sent_at IS NULL OR expires_at > sent_at", name=op.f("ck_link_expires_after_sent")
        ),
        sa.CheckConstraint(
            "scope IN ('response', 'sections', 'approval', 'proof', 'appointment')",
            name=op.f("ck_link_known_scope"),
        ),
        sa.CheckConstraint("NOT is_main OR scope = 'response'", name=op.f("ck_link_main_opens_response")),
        sa.CheckConstraint(
            "scope = 'response' OR response_id IS NOT NULL", name=op.f("ck_link_others_have_response")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_link_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_link_response_id_response")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint("ref", name=op.f("uq_link_ref")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_link_token_digest")),
    )
    op.create_index("ix_link_invitation_id", "link", ["invitation_id"])
    op.create_index("ix_link_response_id", "link", ["response_id"])
    op.create_index(
        "uq_link_main", "link", ["invitation_id"], unique=True,
        sqlite_where=sa.text("is_main"), postgresql_where=sa.text("is_main"),
    )  # fmt: skip
    _add_columns()
    _links_from_invitations()
    _name_links()
    with op.batch_alter_table("letter") as batch:
        batch.alter_column("class", existing_type=sa.String(), nullable=False)
    with op.batch_alter_table("invitation") as batch:
        batch.drop_constraint(op.f("ck_invitation_expires_after_sent"), type_="check")
        batch.drop_constraint("uq_invitation_ref", type_="unique")
        batch.drop_constraint("uq_invitation_token_digest", type_="unique")
        for name in COPIED:
            batch.drop_column(name)
    with op.batch_alter_table("response") as batch:
        batch.drop_constraint("uq_response_invitation_id", type_="unique")
        batch.create_index("ix_response_invitation_id", ["invitation_id"])


def _add_columns() -> None:
    with op.batch_alter_table("letter") as batch:
        batch.add_column(sa.Column("class", sa.String(), nullable=True))
        batch.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("link_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("not_before", UTC, nullable=True))
        batch.create_foreign_key(
            "fk_letter_organisation_id_organisation", "organisation", ["organisation_id"], ["id"]
        )
        batch.create_foreign_key("fk_letter_link_id_link", "link", ["link_id"], ["id"])
        batch.create_index("ix_letter_organisation_id", ["organisation_id"])
        batch.create_index("ix_letter_link_id", ["link_id"])
    for table in ("answer", "answer_revision"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("link_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(f"fk_{table}_link_id_link", "link", ["link_id"], ["id"])
    op.add_column("audit_entry", sa.Column("link_id", sa.Integer(), nullable=True))


def _links_from_invitations() -> None:
    connection = op.get_bind()
    first = (
        sa.select(sa.func.min(response.c.id))
        .where(response.c.invitation_id == invitation.c.id)
        .scalar_subquery()
    )
    names = ("created_at", "opened_at", *COPIED)
    rows = sa.select(
        invitation.c.id, invitation.c.id.label("invitation_id"), first.label("response_id"),
        sa.literal("response").label("scope"), sa.literal([], casefinder.db.Json).label("section_keys"),
        sa.true().label("is_main"), *(invitation.c[name] for name in names),
    )  # fmt: skip
    into = ("id", "invitation_id", "response_id", "scope", "section_keys", "is_main", *names)
    connection.execute(sa.insert(link).from_select(into, rows))
    if connection.dialect.name == "postgresql":
        connection.execute(
            sa.text(
                "SELECT setval(pg_get_serial_sequence('link', 'id'), coalesce(max(id), 0) + 1, false) FROM link"
            )
        )


def _name_links() -> None:
    """All that was written or sent so far was so by the only link there was."""
    connection = op.get_bind()
    connection.execute(sa.update(letter).values({"link_id": letter.c.invitation_id}))
    connection.execute(
        sa.update(letter).values(
            {
                "class": sa.case(CLASSES, value=letter.c.kind, else_="notice"),
                "organisation_id": sa.select(invitation.c.organisation_id)
                .where(invitation.c.id == letter.c.invitation_id)
                .scalar_subquery(),
            }
        )
    )
    for table in (answer, answer_revision):
        own = (
            sa.select(response.c.invitation_id).where(response.c.id == table.c.response_id).scalar_subquery()
        )
        connection.execute(sa.update(table).values(link_id=own))


def downgrade() -> None:
    """Put the main links back into the invitations."""
    connection = op.get_bind()
    several = connection.scalar(
        sa.select(sa.func.count()).select_from(
            sa.select(response.c.invitation_id)
            .group_by(response.c.invitation_id)
            .having(sa.func.count() > 1)
            .subquery()
        )
    )
    if several:
        raise RuntimeError(
            f"{several} organisations have begun several responses; the older tables hold one each"
        )
    with op.batch_alter_table("response") as batch:
        batch.drop_index("ix_response_invitation_id")
        batch.create_unique_constraint("uq_response_invitation_id", ["invitation_id"])
    with op.batch_alter_table("invitation") as batch:
        batch.add_column(sa.Column("ref", sa.String(), nullable=True))
        batch.add_column(sa.Column("token_digest", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("generation", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("sent_at", UTC, nullable=True))
        batch.add_column(sa.Column("expires_at", UTC, nullable=True))
        batch.add_column(sa.Column("revoked_at", UTC, nullable=True))
    for name in COPIED:
        main = (
            sa.select(link.c[name])
            .where(link.c.invitation_id == invitation.c.id, link.c.is_main)
            .scalar_subquery()
        )
        connection.execute(sa.update(invitation).values({name: main}))
    with op.batch_alter_table("invitation") as batch:
        for name, kind in (
            ("ref", sa.String()), ("token_digest", sa.LargeBinary()), ("generation", sa.Integer()), ("expires_at", UTC),
        ):  # fmt: skip
            batch.alter_column(name, existing_type=kind, nullable=False)
        batch.create_check_constraint(
            op.f("ck_invitation_expires_after_sent"), "sent_at IS NULL OR expires_at > sent_at"
        )
        batch.create_unique_constraint("uq_invitation_ref", ["ref"])
        batch.create_unique_constraint("uq_invitation_token_digest", ["token_digest"])
    op.drop_column("audit_entry", "link_id")
    for table in ("answer_revision", "answer"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(f"fk_{table}_link_id_link", type_="foreignkey")
            batch.drop_column("link_id")
    with op.batch_alter_table("letter") as batch:
        batch.drop_index("ix_letter_link_id")
        batch.drop_index("ix_letter_organisation_id")
        batch.drop_constraint("fk_letter_link_id_link", type_="foreignkey")
        batch.drop_constraint("fk_letter_organisation_id_organisation", type_="foreignkey")
        for name in ("not_before", "link_id", "organisation_id", "class"):
            batch.drop_column(name)
    op.drop_table("link")
