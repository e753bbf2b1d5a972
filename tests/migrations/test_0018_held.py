"""After the way up no letter is held; on the way down nothing but the table goes."""

import pytest
from sqlalchemy import Engine, inspect, text

from casefinder import schema

BEFORE, AFTER = "0017", "0018"


class TestLettersAreHeldAfterARestore:
    @pytest.mark.filled(AFTER)
    def test_on_the_way_up_no_letter_is_held(self, filled: Engine, filled_url: str) -> None:
        with filled.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM mail_hold")) == 0

    @pytest.mark.filled(AFTER)
    def test_on_the_way_down_all_letters_stay(self, filled: Engine, filled_url: str) -> None:
        with filled.connect() as connection:
            before = connection.scalar(text("SELECT count(*) FROM letter"))

        schema.downgrade(filled_url, BEFORE)

        assert "mail_hold" not in inspect(filled).get_table_names()
        with filled.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM letter")) == before
