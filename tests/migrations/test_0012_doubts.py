"""0012: what was counted on the fly stands in a table, the same number for every response."""

import pytest
from sqlalchemy import Engine, text

from casefinder import schema

pytestmark = pytest.mark.slow

COUNTED = """
    SELECT response_id, count(*) FROM (
        SELECT DISTINCT s.response_id, s.source_text_id, s.start_char FROM suggestion s
        JOIN reading r ON r.id = s.reading_id
        WHERE s.decision IS NULL AND s.superseded_at IS NULL AND abs(s.score - r.threshold) <= 0.05
    ) AS places GROUP BY response_id ORDER BY response_id
"""


class TestDoubts:
    @pytest.mark.filled("0012")
    def test_every_response_has_the_number_that_counting_gives(self, filled: Engine, filled_url: str) -> None:
        with filled.connect() as connection:
            counted = connection.execute(text(COUNTED)).all()
            kept = connection.execute(text("SELECT response_id, sentences FROM doubt ORDER BY 1")).all()
        assert [tuple(row) for row in kept] == [tuple(row) for row in counted] != []

    @pytest.mark.filled("0012")
    def test_down_and_up_again_counts_the_same(self, filled: Engine, filled_url: str) -> None:
        query = text("SELECT response_id, sentences FROM doubt ORDER BY 1")
        with filled.connect() as connection:
            before = connection.execute(query).all()

        schema.downgrade(filled_url, "0011")
        schema.upgrade(filled_url, "0012")

        with filled.connect() as connection:
            assert connection.execute(query).all() == before
