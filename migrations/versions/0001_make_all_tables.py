"""Make all tables."""

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def audit_triggers() -> list[str]:
    """Return the statements that make the audit trail append-only on the present database."""
    if op.get_bind().dialect.name == "postgresql":
        return [
            "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$",
            "CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry "
            "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()",
        ]
    return [
        f"CREATE TRIGGER audit_entry_no_{verb.lower()} BEFORE {verb} ON audit_entry "
        "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def upgrade() -> None:

    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("initial_until", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('administrator', 'publisher', 'editor', 'reader')", name=op.f("ck_account_known_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("detail", casefinder.db.Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)

    op.create_table(
        "casebook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casebook")),
        sa.UniqueConstraint("slug", name=op.f("uq_casebook_slug")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kana", sa.String(), nullable=False),
        sa.Column("municipality_type", sa.String(), nullable=True),
        sa.Column("subprefecture", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("retired_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('municipality', 'company', 'national_office', 'department', 'association')",
            name=op.f("ck_organisation_known_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_subprefecture"), ["subprefecture"], unique=False)

    op.create_table(
        "questionnaire",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire")),
        sa.UniqueConstraint("slug", name=op.f("uq_questionnaire_slug")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_failure")),
    )
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("include", sa.String(), nullable=False),
        sa.Column("exclude", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("cues", casefinder.db.Json, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("retired_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("key", name=op.f("uq_theme_key")),
    )
    op.create_table(
        "account_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_session_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_account_session_token_digest")),
    )
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("valid_from", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("valid_to", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_contact_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "organisation_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_fact_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_fact")),
        sa.UniqueConstraint(
            "organisation_id", "kind", "year", name=op.f("uq_organisation_fact_organisation_id_kind_year")
        ),
    )
    with op.batch_alter_table("organisation_fact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_fact_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "questionnaire_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("document", casefinder.db.Json, nullable=False),
        sa.Column("published_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaire.id"],
            name=op.f("fk_questionnaire_version_questionnaire_id_questionnaire"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_version")),
        sa.UniqueConstraint("content_hash", name=op.f("uq_questionnaire_version_content_hash")),
    )
    with op.batch_alter_table("questionnaire_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_questionnaire_version_questionnaire_id"), ["questionnaire_id"], unique=False
        )

    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("publication", sa.String(), nullable=False),
        sa.Column("survey_number", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("opened_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closes_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "closed_at IS NULL OR opened_at IS NOT NULL", name=op.f("ck_campaign_closed_only_if_opened")
        ),
        sa.CheckConstraint("closes_at > created_at", name=op.f("ck_campaign_closes_after_created")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_campaign_version_id_questionnaire_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("slug", name=op.f("uq_campaign_slug")),
    )
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("casebook_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("subtitle", sa.String(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("front_matter", casefinder.db.Json, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("frozen_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_edition_number_positive")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_edition_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["casebook_id"], ["casebook.id"], name=op.f("fk_edition_casebook_id_casebook")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("casebook_id", "number", name=op.f("uq_edition_casebook_id_number")),
        sa.UniqueConstraint("slug", name=op.f("uq_edition_slug")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_casebook_id"), ["casebook_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("recipient_email", sa.String(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("created_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("opened_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("due_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("expires_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "sent_at IS NULL OR expires_at > sent_at", name=op.f("ck_invitation_expires_after_sent")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_invitation_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint(
            "campaign_id", "organisation_id", name=op.f("uq_invitation_campaign_id_organisation_id")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_invitation_ref")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitation_token_digest")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "build",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("edition_revision", sa.Integer(), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("content_sha256", sa.String(), nullable=False),
        sa.Column("consents", casefinder.db.Json, nullable=False),
        sa.Column("left_out", casefinder.db.Json, nullable=False),
        sa.Column("folder", sa.String(), nullable=True),
        sa.Column("book_sha256", sa.String(), nullable=True),
        sa.Column("book_bytes", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("lint", casefinder.db.Json, nullable=False),
        sa.Column("judgement", casefinder.db.Json, nullable=False),
        sa.Column("requested_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_s", sa.Float(), nullable=False),
        sa.Column("leased_until_s", sa.Float(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", casefinder.db.Json, nullable=False),
        sa.Column("done_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("failed_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.CheckConstraint("done_at IS NULL OR book_sha256 IS NOT NULL", name=op.f("ck_build_done_has_book")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_build_edition_id_edition")),
        sa.ForeignKeyConstraint(["requested_by"], ["account.id"], name=op.f("fk_build_requested_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_build")),
    )
    with op.batch_alter_table("build", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_build_done_at"), ["done_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_build_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("context", casefinder.db.Json, nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("skipped_reason", sa.String(), nullable=True),
        sa.Column("once_key", sa.String(), nullable=True),
        sa.Column("sent_to", sa.String(), nullable=True),
        sa.Column("queued_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("requested_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_s", sa.Float(), nullable=False),
        sa.Column("leased_until_s", sa.Float(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", casefinder.db.Json, nullable=False),
        sa.Column("done_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("failed_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_letter_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("message_id", name=op.f("uq_letter_message_id")),
        sa.UniqueConstraint("once_key", name=op.f("uq_letter_once_key")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_done_at"), ["done_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_invitation_id"), ["invitation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_kind"), ["kind"], unique=False)

    op.create_table(
        "response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("started_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("saved_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("submitted_revision", sa.Integer(), nullable=True),
        sa.Column("receipt_number", sa.String(), nullable=True),
        sa.Column("taken_back_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("first_read_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("returned_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "accepted_at IS NULL OR submitted_at IS NOT NULL", name=op.f("ck_response_accepted_was_submitted")
        ),
        sa.CheckConstraint(
            "first_read_at IS NULL OR submitted_at IS NOT NULL", name=op.f("ck_response_read_was_submitted")
        ),
        sa.CheckConstraint(
            "returned_at IS NULL OR submitted_at IS NOT NULL", name=op.f("ck_response_returned_was_submitted")
        ),
        sa.CheckConstraint(
            "submitted_at IS NULL OR receipt_number IS NOT NULL",
            name=op.f("ck_response_submitted_has_receipt"),
        ),
        sa.CheckConstraint(
            "taken_back_at IS NULL OR submitted_at IS NOT NULL",
            name=op.f("ck_response_taken_back_was_submitted"),
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_response_invitation_id_invitation"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_response_version_id_questionnaire_version"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_response_invitation_id")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_response_receipt_number")),
    )
    op.create_table(
        "answer",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("value", casefinder.db.Json, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=True),
        sa.Column("is_spoken", sa.Boolean(), nullable=False),
        sa.Column("alternative", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("saved_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_answer_response_id_response"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("response_id", "question_key", name=op.f("pk_answer")),
    )
    op.create_table(
        "answer_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("value", casefinder.db.Json, nullable=False),
        sa.Column("audience", sa.String(), nullable=True),
        sa.Column("is_spoken", sa.Boolean(), nullable=False),
        sa.Column("alternative", sa.String(), nullable=True),
        sa.Column("saved_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("kept_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_answer_revision_response_id_response"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_revision")),
        sa.UniqueConstraint(
            "response_id",
            "question_key",
            "revision",
            name=op.f("uq_answer_revision_response_id_question_key_revision"),
        ),
    )
    with op.batch_alter_table("answer_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_revision_response_id"), ["response_id"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("thumbnail_sha256", sa.String(), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("original_name", sa.String(), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=True),
        sa.Column("height_px", sa.Integer(), nullable=True),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("credit", sa.String(), nullable=False),
        sa.Column("rights", sa.String(), nullable=False),
        sa.Column("uploaded_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("removed_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "media_type IN ('image/jpeg', 'image/png', 'application/pdf')",
            name=op.f("ck_attachment_known_type"),
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_attachment_response_id_response"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_response_id"), ["response_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("wording_hash", sa.String(), nullable=False),
        sa.Column("given_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_at >= given_at", name=op.f("ck_consent_withdrawn_after_given")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_consent_response_id_response"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_response_id"), ["response_id"], unique=False)
        batch_op.create_index(
            "uq_consent_standing",
            ["response_id", "item_key"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("response_revision", sa.Integer(), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=True),
        sa.Column("threshold", sa.Double(), nullable=True),
        sa.Column("texts", casefinder.db.Json, nullable=False),
        sa.Column("requested_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_s", sa.Float(), nullable=False),
        sa.Column("leased_until_s", sa.Float(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", casefinder.db.Json, nullable=False),
        sa.Column("done_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("failed_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_reading_response_id_response"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint(
            "response_id", "response_revision", name=op.f("uq_reading_response_id_response_revision")
        ),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_done_at"), ["done_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_reading_response_id"), ["response_id"], unique=False)

    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("build_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("released_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("checksums", casefinder.db.Json, nullable=False),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_at >= released_at",
            name=op.f("ck_release_withdrawn_after_released"),
        ),
        sa.ForeignKeyConstraint(["build_id"], ["build.id"], name=op.f("fk_release_build_id_build")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_release_edition_id_edition")),
        sa.ForeignKeyConstraint(["released_by"], ["account.id"], name=op.f("fk_release_released_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("build_id", name=op.f("uq_release_build_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_release_slug")),
    )
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "response_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_response_event_response_id_response")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_event")),
    )
    with op.batch_alter_table("response_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_event_response_id"), ["response_id"], unique=False)

    op.create_table(
        "return_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("question_keys", casefinder.db.Json, nullable=False),
        sa.Column("returned_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_return_message_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_return_message_response_id_response")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_message")),
    )
    with op.batch_alter_table("return_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_return_message_response_id"), ["response_id"], unique=False)

    op.create_table(
        "search_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_search_term_response_id_response")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_term")),
    )
    with op.batch_alter_table("search_term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_term_response_id"), ["response_id"], unique=False)
        batch_op.create_index("ix_search_term_term_response", ["term", "response_id"], unique=False)

    op.create_table(
        "section_mark",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("section_key", sa.String(), nullable=False),
        sa.Column("is_finished", sa.Boolean(), nullable=False),
        sa.Column("marked_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_section_mark_response_id_response")
        ),
        sa.PrimaryKeyConstraint("response_id", "section_key", name=op.f("pk_section_mark")),
    )
    op.create_table(
        "case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("chapter", sa.String(), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("illustration_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("edited_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("approved_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_hash", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by IS NULL)", name=op.f("ck_case_approval_has_person")
        ),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_hash IS NULL)", name=op.f("ck_case_approval_has_hash")
        ),
        sa.CheckConstraint("headcount IS NULL OR headcount > 0", name=op.f("ck_case_headcount_positive")),
        sa.CheckConstraint("months IS NULL OR months > 0", name=op.f("ck_case_months_positive")),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"], name=op.f("fk_case_approved_by_account")),
        sa.ForeignKeyConstraint(
            ["illustration_id"], ["attachment.id"], name=op.f("fk_case_illustration_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_case_response_id_response"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("response_id", name=op.f("uq_case_response_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_case_slug")),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("detail", casefinder.db.Json, nullable=False),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name=op.f("fk_finding_reading_id_reading")),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_finding_response_id_response"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_reading_id"), ["reading_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_response_id"), ["response_id"], unique=False)

    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("answer_revision", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("is_ticked", sa.Boolean(), nullable=False),
        sa.Column("reasons", casefinder.db.Json, nullable=False),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("decided_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("superseded_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_suggestion_decision_has_time")
        ),
        sa.CheckConstraint("end_char > start_char", name=op.f("ck_suggestion_span_not_empty")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_suggestion_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["reading.id"], name=op.f("fk_suggestion_reading_id_reading")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_suggestion_response_id_response"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_suggestion_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint(
            "reading_id",
            "question_key",
            "start_char",
            "end_char",
            "theme_id",
            name=op.f("uq_suggestion_reading_id_question_key_start_char_end_char_theme_id"),
        ),
    )
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggestion_reading_id"), ["reading_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_suggestion_response_id"), ["response_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_suggestion_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "case_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("kept_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_case_revision_account_id_account")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_revision_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_revision")),
        sa.UniqueConstraint("case_id", "revision", name=op.f("uq_case_revision_case_id_revision")),
    )
    with op.batch_alter_table("case_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_revision_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_sentence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("origin_kind", sa.String(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=True),
        sa.Column("question_row", sa.Integer(), nullable=True),
        sa.Column("answer_revision", sa.Integer(), nullable=True),
        sa.Column("start_char", sa.Integer(), nullable=True),
        sa.Column("end_char", sa.Integer(), nullable=True),
        sa.Column("based_on", casefinder.db.Json, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(origin_kind = 'answer') = (question_key IS NOT NULL)",
            name=op.f("ck_case_sentence_answer_has_question"),
        ),
        sa.CheckConstraint(
            "origin_kind <> 'editor' OR author_id IS NOT NULL",
            name=op.f("ck_case_sentence_editor_has_author"),
        ),
        sa.CheckConstraint(
            "origin_kind IN ('answer', 'editor', 'register', 'attachment')",
            name=op.f("ck_case_sentence_known_origin"),
        ),
        sa.CheckConstraint(
            "(start_char IS NULL) = (end_char IS NULL)", name=op.f("ck_case_sentence_span_has_both_ends")
        ),
        sa.CheckConstraint(
            "start_char IS NULL OR end_char > start_char", name=op.f("ck_case_sentence_span_not_empty")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_case_sentence_author_id_account")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_sentence_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_sentence")),
        sa.UniqueConstraint(
            "case_id",
            "place",
            "row",
            "column",
            "position",
            name=op.f("uq_case_sentence_case_id_place_row_column_position"),
        ),
    )
    with op.batch_alter_table("case_sentence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_sentence_case_id"), ["case_id"], unique=False)

    op.create_table(
        "coding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("answer_revision", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", casefinder.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("removed_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", casefinder.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("end_char > start_char", name=op.f("ck_coding_span_not_empty")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_coding_account_id_account")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_coding_response_id_response"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_coding_suggestion_id_suggestion")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_coding_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding")),
    )
    with op.batch_alter_table("coding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coding_response_id"), ["response_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coding_theme_id"), ["theme_id"], unique=False)
        batch_op.create_index(
            "uq_coding_standing",
            ["response_id", "question_key", "start_char", "end_char", "theme_id"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL AND superseded_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL AND superseded_at IS NULL"),
        )

    op.create_table(
        "edition_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_edition_case_case_id_case"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_edition_case_edition_id_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_case")),
        sa.UniqueConstraint("edition_id", "case_id", name=op.f("uq_edition_case_edition_id_case_id")),
    )
    with op.batch_alter_table("edition_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_case_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_edition_case_edition_id"), ["edition_id"], unique=False)

    for statement in audit_triggers():
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_entry_no_change ON audit_entry")
        op.execute("DROP FUNCTION refuse_audit_change()")

    with op.batch_alter_table("edition_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_case_edition_id"))
        batch_op.drop_index(batch_op.f("ix_edition_case_case_id"))

    op.drop_table("edition_case")
    with op.batch_alter_table("coding", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_coding_standing",
            sqlite_where=sa.text("removed_at IS NULL AND superseded_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL AND superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_coding_theme_id"))
        batch_op.drop_index(batch_op.f("ix_coding_response_id"))

    op.drop_table("coding")
    with op.batch_alter_table("case_sentence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_sentence_case_id"))

    op.drop_table("case_sentence")
    with op.batch_alter_table("case_revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_revision_case_id"))

    op.drop_table("case_revision")
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suggestion_theme_id"))
        batch_op.drop_index(batch_op.f("ix_suggestion_response_id"))
        batch_op.drop_index(batch_op.f("ix_suggestion_reading_id"))

    op.drop_table("suggestion")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_response_id"))
        batch_op.drop_index(batch_op.f("ix_finding_reading_id"))

    op.drop_table("finding")
    op.drop_table("case")
    op.drop_table("section_mark")
    with op.batch_alter_table("search_term", schema=None) as batch_op:
        batch_op.drop_index("ix_search_term_term_response")
        batch_op.drop_index(batch_op.f("ix_search_term_response_id"))

    op.drop_table("search_term")
    with op.batch_alter_table("return_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_return_message_response_id"))

    op.drop_table("return_message")
    with op.batch_alter_table("response_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_event_response_id"))

    op.drop_table("response_event")
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_release_edition_id"))

    op.drop_table("release")
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_response_id"))
        batch_op.drop_index(batch_op.f("ix_reading_done_at"))

    op.drop_table("reading")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_consent_standing",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_consent_response_id"))

    op.drop_table("consent")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_response_id"))

    op.drop_table("attachment")
    with op.batch_alter_table("answer_revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_revision_response_id"))

    op.drop_table("answer_revision")
    op.drop_table("answer")
    op.drop_table("response")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_kind"))
        batch_op.drop_index(batch_op.f("ix_letter_invitation_id"))
        batch_op.drop_index(batch_op.f("ix_letter_done_at"))

    op.drop_table("letter")
    with op.batch_alter_table("build", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_build_edition_id"))
        batch_op.drop_index(batch_op.f("ix_build_done_at"))

    op.drop_table("build")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_campaign_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_casebook_id"))

    op.drop_table("edition")
    op.drop_table("campaign")
    with op.batch_alter_table("questionnaire_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_questionnaire_version_questionnaire_id"))

    op.drop_table("questionnaire_version")
    with op.batch_alter_table("organisation_fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_fact_organisation_id"))

    op.drop_table("organisation_fact")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_organisation_id"))

    op.drop_table("contact")
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_session_account_id"))

    op.drop_table("account_session")
    op.drop_table("theme")
    op.drop_table("sign_in_failure")
    op.drop_table("questionnaire")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_subprefecture"))
        batch_op.drop_index(batch_op.f("ix_organisation_kind"))

    op.drop_table("organisation")
    op.drop_table("casebook")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_action"))

    op.drop_table("audit_entry")
    op.drop_table("account")
