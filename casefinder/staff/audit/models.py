"""The append-only trail: who did what to what, when."""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, Index, event
from sqlalchemy.orm import Mapped, mapped_column

from casefinder.db import Base


class AuditEntry(Base):
    """One thing that happened. Holds ids only, no answers, no tokens; a trigger refuses change."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_kind: Mapped[str]  # account | respondent | system
    actor_id: Mapped[int | None] = mapped_column(index=True)  # the account; of a respondent, the invitation
    link_id: Mapped[int | None]  # of a respondent, whose link was used
    action: Mapped[str] = mapped_column(index=True)  # "response.submitted"
    subject_kind: Mapped[str]
    subject_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]]


class AuditSeal(Base):
    """How the trail stood: the end of a chain of hashes over all entries up to one. Append-only, too.

    Printed on paper or kept elsewhere, a seal shows that nothing before it was changed, added or taken away since.
    """

    __tablename__ = "audit_seal"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    up_to_id: Mapped[int] = mapped_column(unique=True)
    entries: Mapped[int]
    digest: Mapped[str]  # SHA-256 of all entries in order, chained: 64 hexadecimal digits


SQLITE_TRIGGERS = tuple(
    f"CREATE TRIGGER audit_entry_no_{verb.lower()} BEFORE {verb} ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
# REPLACE deletes without asking the trigger above, unless a connection wants recursive triggers: it is refused as an insert.
SQLITE_NO_REPLACE = (
    "CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry "
    "WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
)
SQLITE_SEAL = (
    *(each.replace("audit_entry", "audit_seal") for each in SQLITE_TRIGGERS),
    SQLITE_NO_REPLACE[0]
    .replace("audit_entry", "audit_seal")
    .replace("id = NEW.id", "id = NEW.id OR up_to_id = NEW.up_to_id"),
)
POSTGRESQL_NO_TRUNCATE = (
    "CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
)
POSTGRESQL_SEAL = (
    "CREATE TRIGGER audit_seal_no_change BEFORE UPDATE OR DELETE ON audit_seal "
    "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()",
    "CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON audit_seal "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
)
POSTGRESQL_TRIGGERS = (
    "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$",
    "CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry "
    "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()",
)

for _table, _dialect, _statements in (
    (AuditEntry, "sqlite", SQLITE_TRIGGERS + SQLITE_NO_REPLACE),
    (AuditEntry, "postgresql", POSTGRESQL_TRIGGERS + POSTGRESQL_NO_TRUNCATE),
    (AuditSeal, "sqlite", SQLITE_SEAL),
    (AuditSeal, "postgresql", POSTGRESQL_SEAL),
):
    for _statement in _statements:
        event.listen(_table.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))
