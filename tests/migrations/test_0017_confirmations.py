"""Cases of before have no word of their organisation; going down takes the table away and leaves the cases."""

import pytest
from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.orm import Session

from casefinder import schema
from tests.migrations.filled.loading import tables_of

BEFORE, AFTER = "0016", "0017"


class TestOrganisationsConfirmCases:
    @pytest.mark.filled(AFTER)
    def test_nobody_knows_what_was_said_before(self, filled: Engine, filled_url: str) -> None:
        tables = tables_of(filled)
        with Session(filled) as session:
            counts = [
                session.scalar(select(func.count()).select_from(tables[name]))
                for name in ("case_confirmation", "case")
            ]

        assert counts[0] == 0
        assert counts[1]

    @pytest.mark.filled(AFTER)
    def test_going_down_takes_the_table_away(self, filled: Engine, filled_url: str) -> None:
        schema.downgrade(filled_url, BEFORE)

        assert "case_confirmation" not in inspect(filled).get_table_names()
