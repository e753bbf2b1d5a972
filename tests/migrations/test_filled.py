"""A filled database of the first schema goes up, works, and comes down again with every row."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from casefinder import schema
from tests.migrations.filled.loading import all_rows, counts, stored_rows

pytestmark = pytest.mark.slow

DERIVED = {"search_term", "alembic_version"}  # the index is made anew by its migration


def test_the_stored_rows_fill_the_first_schema(filled: Engine) -> None:
    stored = stored_rows()
    found = counts(filled)
    assert {name: found[name] for name in stored} == {name: len(rows) for name, rows in stored.items()}


def test_up_and_down_gives_every_row_back(filled: Engine, filled_url: str) -> None:
    before = all_rows(filled)

    schema.upgrade(filled_url)
    schema.downgrade(filled_url, "0001")

    after = all_rows(filled)
    assert set(after) == set(before)
    for name in sorted(set(before) - DERIVED):
        assert after[name] == before[name], name


def test_the_trail_stays_append_only_on_the_way_up_and_down(filled: Engine, filled_url: str) -> None:
    for step in (schema.upgrade, lambda url: schema.downgrade(url, "0001")):
        step(filled_url)
        for statement in ("UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"):
            with pytest.raises(DatabaseError, match="append-only"), filled.begin() as connection:
                connection.execute(text(statement))
