"""On the way up no entry of the trail is touched, and from then on it refuses REPLACE and TRUNCATE; down it stays whole."""

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from casefinder import schema

BEFORE, AFTER = "0023", "0024"
ENTRIES = text("SELECT count(*), max(id) FROM audit_entry")


class TestTheTrailIsSealed:
    @pytest.mark.filled(AFTER)
    def test_on_the_way_up_nothing_is_replaced_any_more(self, filled: Engine, filled_url: str) -> None:
        is_sqlite = filled.dialect.name == "sqlite"
        attack = (
            "REPLACE INTO audit_entry SELECT * FROM audit_entry LIMIT 1"
            if is_sqlite
            else "TRUNCATE audit_entry CASCADE"
        )
        with filled.connect() as connection:
            before = connection.execute(ENTRIES).one()

        with pytest.raises(DatabaseError, match="append-only"), filled.begin() as connection:
            connection.execute(text(attack))

        with filled.connect() as connection:
            assert connection.execute(ENTRIES).one() == before
            assert connection.scalar(text("SELECT count(*) FROM audit_seal")) == 0
        assert before[0] > 0

    @pytest.mark.filled(AFTER)
    def test_on_the_way_down_every_entry_stays(self, filled: Engine, filled_url: str) -> None:
        with filled.connect() as connection:
            before = connection.execute(ENTRIES).one()

        schema.downgrade(filled_url, BEFORE)

        assert "audit_seal" not in inspect(filled).get_table_names()
        with filled.connect() as connection:
            assert connection.execute(ENTRIES).one() == before
