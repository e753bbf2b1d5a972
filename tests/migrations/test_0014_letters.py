"""Letters that were not tried yet give up a domain that was nobody's, and get it back on the way down."""

import pytest
from sqlalchemy import Engine, select, text, update

from casefinder import schema
from tests.migrations.filled.loading import tables_of

pytestmark = pytest.mark.slow

BEFORE, AFTER = "0013", "0014"
UNTRIED = {"attempts": 0, "done_at": None, "sent_to": None}


@pytest.fixture
def untried_id(filled: Engine, filled_url: str) -> int:
    """A letter of 0013 that waits and was never tried."""
    schema.upgrade(filled_url, BEFORE)
    table = tables_of(filled)["letter"]
    with filled.begin() as connection:
        number: int = connection.scalars(select(table.c.id).order_by(table.c.id).limit(1)).one()
        values = {**UNTRIED, "message_id": "<17.42@casefinder.invalid>"}
        connection.execute(update(table).where(table.c.id == number).values(**values))
    return number


def message_ids(engine: Engine) -> dict[int, str]:
    with engine.connect() as connection:
        return dict(connection.execute(text("SELECT id, message_id FROM letter")).all())  # type: ignore[arg-type]


class TestLettersSayWhatTheyMet:
    def test_only_what_was_not_tried_gives_up_the_domain(
        self, filled: Engine, filled_url: str, untried_id: int
    ) -> None:
        before = message_ids(filled)

        schema.upgrade(filled_url, AFTER)

        assert message_ids(filled) == {**before, untried_id: "17.42"}

    def test_going_down_gives_it_back(self, filled: Engine, filled_url: str, untried_id: int) -> None:
        before = message_ids(filled)
        schema.upgrade(filled_url, AFTER)

        schema.downgrade(filled_url, BEFORE)

        assert message_ids(filled) == before

    @pytest.mark.filled(AFTER)
    def test_letters_of_before_have_used_up_nothing(self, filled: Engine, filled_url: str) -> None:
        with filled.connect() as connection:
            rows = connection.execute(text("SELECT DISTINCT tries, trouble, tried_at FROM letter")).all()
        assert [tuple(row) for row in rows] == [(0, None, None)]
