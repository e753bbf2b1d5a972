"""A book that was made before is known not to have been searched; on the way down nothing else is lost."""

import pytest
from sqlalchemy import Engine, inspect, text

from casefinder import schema

BEFORE, AFTER = "0024", "0025"


class TestFilesAreSearched:
    @pytest.mark.filled(AFTER)
    def test_on_the_way_up_no_book_was_searched(self, filled: Engine) -> None:
        with filled.connect() as connection:
            found = [str(row[0]) for row in connection.execute(text("SELECT searched FROM build"))]

        assert found
        assert set(found) == {"{}"}

    @pytest.mark.filled(AFTER)
    def test_on_the_way_down_every_book_stays(self, filled: Engine, filled_url: str) -> None:
        with filled.connect() as connection:
            before = connection.scalar(text("SELECT count(*) FROM build"))

        schema.downgrade(filled_url, BEFORE)

        assert "file_find_decision" not in inspect(filled).get_table_names()
        assert "searched" not in {each["name"] for each in inspect(filled).get_columns("build")}
        with filled.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM build")) == before
