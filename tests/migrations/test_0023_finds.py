"""Cases of before have their words looked through; going down takes the tables away and leaves the cases."""

import pytest
from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from casefinder import schema
from tests.migrations.filled.loading import tables_of

BEFORE, AFTER = "0022", "0023"


class TestPeopleDecideWhatCasesSay:
    @pytest.mark.filled(AFTER)
    def test_every_case_that_is_not_put_away_waits_to_be_looked_through(
        self, filled: Engine, filled_url: str
    ) -> None:
        tables = tables_of(filled)
        with Session(filled) as session:
            cases = session.execute(select(tables["case"])).all()
            waiting = session.execute(select(tables["case_reading"])).all()

        assert cases
        assert {row.case_id for row in waiting} == {row.id for row in cases if row.discarded_at is None}
        assert {(row.done_at, row.failed_at, row.attempts) for row in waiting} == {(None, None, 0)}

    @pytest.mark.filled(AFTER)
    def test_going_down_takes_the_tables_away(self, filled: Engine, filled_url: str) -> None:
        schema.downgrade(filled_url, BEFORE)

        names = set(inspect(filled).get_table_names())
        assert names.isdisjoint({"find_decision", "case_reading", "case_words"})
        assert "case_confirmation" in names
