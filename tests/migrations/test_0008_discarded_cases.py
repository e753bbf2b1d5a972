"""0008: a case put away stays so both ways, and is not taken up by anybody's new kept state."""

import pytest
from sqlalchemy import Engine, text

from casefinder import schema

pytestmark = pytest.mark.slow

DISCARD = (
    "UPDATE case_revision SET what = 'discarded' WHERE case_id = :id "
    'AND revision = (SELECT revision FROM "case" WHERE id = :id)'
)
OPEN = 'UPDATE "case" SET approved_at = NULL, approved_by = NULL, approved_hash = NULL WHERE id = :id'
NEWEST = (
    'SELECT r.what FROM case_revision r JOIN "case" c ON c.id = r.case_id AND c.revision = r.revision '
    "WHERE c.id = :id"
)


def put_away(filled: Engine) -> int:
    """Discard one of the sample's cases as the first schema did."""
    with filled.begin() as connection:
        case_id = connection.execute(text('SELECT max(id) FROM "case"')).scalar_one()
        for statement in (OPEN, DISCARD):
            connection.execute(text(statement), {"id": case_id})
    return case_id


class TestDiscardedCases:
    def test_what_the_newest_state_said_becomes_the_cases_own_word(
        self, filled: Engine, filled_url: str
    ) -> None:
        case_id = put_away(filled)

        schema.upgrade(filled_url)

        with filled.connect() as connection:
            away = text(
                'SELECT c.id, c.discarded_at = r.kept_at FROM "case" c JOIN case_revision r '
                "ON r.case_id = c.id AND r.revision = c.revision WHERE c.discarded_at IS NOT NULL"
            )
            assert [tuple(row) for row in connection.execute(away)] == [(case_id, True)]

    def test_on_the_way_down_the_newest_state_says_it_again(self, filled: Engine, filled_url: str) -> None:
        case_id = put_away(filled)
        schema.upgrade(filled_url)
        with filled.begin() as connection:
            connection.execute(
                text("UPDATE case_revision SET what = 'details' WHERE case_id = :id AND what = 'discarded'"),
                {"id": case_id},
            )

        schema.downgrade(filled_url, "0001")

        with filled.connect() as connection:
            assert connection.execute(text(NEWEST), {"id": case_id}).scalar_one() == "discarded"

    @pytest.mark.filled("head")
    def test_two_cases_of_one_response_are_not_thrown_away_silently(
        self, filled: Engine, filled_url: str
    ) -> None:
        with filled.begin() as connection:
            connection.execute(
                text(
                    'UPDATE "case" SET response_id = (SELECT min(response_id) FROM "case") '
                    'WHERE id = (SELECT max(id) FROM "case")'
                )
            )

        with pytest.raises(RuntimeError, match="several cases"):
            schema.downgrade(filled_url, "0007")
