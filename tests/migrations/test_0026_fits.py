"""What the press says is kept in a table of its own; going down takes it away and leaves the cases."""

import pytest
from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.orm import Session

from casefinder import schema
from tests.migrations.filled.loading import tables_of

BEFORE, AFTER = "0025", "0026"


class TestThePressSaysWhatFits:
    @pytest.mark.filled(AFTER)
    def test_of_cases_of_before_nothing_is_known_and_they_stay_as_they_were(
        self, filled: Engine, filled_url: str
    ) -> None:
        tables = tables_of(filled)
        with Session(filled) as session:
            assert session.scalar(select(func.count()).select_from(tables["case"]))
            assert session.scalar(select(func.count()).select_from(tables["case_fit"])) == 0

    @pytest.mark.filled(AFTER)
    def test_going_down_takes_the_table_away(self, filled: Engine, filled_url: str) -> None:
        schema.downgrade(filled_url, BEFORE)

        names = set(inspect(filled).get_table_names())
        assert "case_fit" not in names
        assert {"case", "find_decision", "audit_seal"} <= names
