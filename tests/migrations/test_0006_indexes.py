"""The indexes that were missing are there, and making them leaves rows and the trail's triggers as they were."""

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from casefinder import schema
from tests.migrations.filled.loading import Rows, all_rows

pytestmark = pytest.mark.slow

MISSING = {
    ("response", "ix_response_version_id"), ("letter", "ix_letter_failed_at"), ("attachment", "ix_attachment_sha256"),
    ("case", "ix_case_approved_hash"), ("audit_entry", "ix_audit_entry_subject_kind_subject_id"),
    ("audit_entry", "ix_audit_entry_actor_id"),
}  # fmt: skip


def indexes(engine: Engine) -> set[tuple[str, str]]:
    found = inspect(engine)
    return {
        (table, str(index["name"])) for table in found.get_table_names() for index in found.get_indexes(table)
    }


def kept(engine: Engine) -> Rows:
    """All rows but the number of the schema itself."""
    return {table: rows for table, rows in all_rows(engine).items() if table != "alembic_version"}


class TestIndexes:
    @pytest.mark.filled("0005")
    def test_they_come_and_go_and_no_row_changes(self, filled: Engine, filled_url: str) -> None:
        before, rows = indexes(filled), kept(filled)
        assert before.isdisjoint(MISSING)

        schema.upgrade(filled_url, "0006")
        assert indexes(filled) - before == MISSING
        assert kept(filled) == rows

        schema.downgrade(filled_url, "0005")
        assert indexes(filled) == before
        assert kept(filled) == rows

    @pytest.mark.filled("0006")
    def test_the_trail_still_refuses_a_change(self, filled: Engine, filled_url: str) -> None:
        with pytest.raises(DatabaseError, match="append-only"), filled.begin() as connection:
            connection.execute(text("DELETE FROM audit_entry"))
