"""Organisations of before are found by what they are called, in whatever writing."""

import pytest
from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from casefinder import schema
from casefinder.ask.organisations.entries import sought
from tests.migrations.filled.loading import tables_of

pytestmark = pytest.mark.slow

BEFORE, AFTER = "0015", "0016"


class TestNamesAreSoughtFolded:
    @pytest.mark.filled(AFTER)
    def test_every_organisation_gets_its_copy(self, filled: Engine, filled_url: str) -> None:
        with Session(filled) as session:
            rows = session.execute(select(tables_of(filled)["organisation"])).all()
        assert len(rows) > 179
        assert [row.sought for row in rows] == [sought(row.name, row.kana, row.code) for row in rows]

    @pytest.mark.filled(AFTER)
    def test_going_down_takes_the_copy_away(self, filled: Engine, filled_url: str) -> None:
        schema.downgrade(filled_url, BEFORE)

        assert "sought" not in {column["name"] for column in inspect(filled).get_columns("organisation")}
