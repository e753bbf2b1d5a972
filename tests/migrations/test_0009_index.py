"""After the migration every response that says something waits to be indexed, and is found once it was."""

import pytest
from sqlalchemy import Engine, select, text

from casefinder import schema
from casefinder.analyse.search import queries, service
from casefinder.answer.responses.models import Response
from casefinder.db import Database

pytestmark = pytest.mark.slow


@pytest.mark.filled("head")
def test_every_response_that_says_something_waits_to_be_indexed(filled: Engine, filled_url: str) -> None:
    with filled.connect() as connection:
        waiting = connection.scalars(
            text("SELECT response_id FROM indexing WHERE done_at IS NULL ORDER BY id")
        )
        saying = text("SELECT id FROM response WHERE snapshot_id IS NOT NULL ORDER BY id")
        assert waiting.all() == connection.scalars(saying).all() != []


@pytest.mark.filled("head")
def test_what_was_indexed_after_the_migration_is_found(filled_url: str) -> None:
    database = Database(filled_url)
    with database.transaction() as session:
        response_id = session.scalar(select(Response.id).where(Response.snapshot_id.is_not(None)).limit(1))
        assert response_id is not None
        material = service.gather(session, response_id)
        assert service.index_response(session, response_id)

        found = queries.search(session, material.texts[0].text, with_internal=True)

        assert [result.response_id for result in found.results] == [response_id]
    database.engine.dispose()


@pytest.mark.filled("head")
def test_going_down_leaves_the_table_of_terms_empty(filled: Engine, filled_url: str) -> None:
    schema.downgrade(filled_url, "0008")

    with filled.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM search_term")) == 0
