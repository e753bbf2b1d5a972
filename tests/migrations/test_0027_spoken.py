"""The index of spoken answers comes and goes and leaves every row as it was."""

import pytest
from sqlalchemy import Engine, inspect

from casefinder import schema
from tests.migrations.filled.loading import Rows, all_rows

pytestmark = pytest.mark.slow

BEFORE, AFTER, INDEX = "0026", "0027", "ix_answer_revision_spoken"


def kept(engine: Engine) -> Rows:
    """All rows but the number of the schema itself."""
    return {table: rows for table, rows in all_rows(engine).items() if table != "alembic_version"}


def has_it(engine: Engine) -> bool:
    return INDEX in {index["name"] for index in inspect(engine).get_indexes("answer_revision")}


class TestSpokenAnswers:
    @pytest.mark.filled(BEFORE)
    def test_the_index_comes_and_goes(self, filled: Engine, filled_url: str) -> None:
        rows = kept(filled)
        assert rows["answer_revision"]
        assert not has_it(filled)

        schema.upgrade(filled_url, AFTER)
        assert has_it(filled)
        assert kept(filled) == rows

        schema.downgrade(filled_url, BEFORE)
        assert not has_it(filled)
        assert kept(filled) == rows
