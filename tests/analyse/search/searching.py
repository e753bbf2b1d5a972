"""Looking for something in tests, and responses that can be found."""

from typing import Any

from sqlalchemy.orm import Session

from casefinder import work
from casefinder.analyse.search import queries, service
from casefinder.analyse.search.queries import Filters, Hit
from casefinder.db import Database
from tests.conftest import NOON
from tests.factories.responses import complete_answers, make_response


def found(session: Session, query: str, *, with_internal: bool = True, **filters: str) -> list[int]:
    """The responses on the first page."""
    result = queries.search(session, query, with_internal=with_internal, filters=Filters(**filters))
    return [each.response_id for each in result.results]


def hits(session: Session, query: str, *, with_internal: bool = True) -> list[Hit]:
    """The hits of all responses on the first page."""
    result = queries.search(session, query, with_internal=with_internal)
    return [hit for each in result.results for hit in each.hits]


def marked(hit: Hit) -> list[str]:
    """What is marked in a snippet."""
    return [piece.text for piece in hit.pieces if piece.is_found]


def indexed(session: Session, **answers: Any) -> int:
    """A submitted response that can be found; the answers are `complete_answers` with these changes."""
    response = make_response(session, answers=complete_answers(**answers), is_submitted=True, now=NOON)
    service.index_response(session, response.id)
    return response.id


def index_all(database: Database) -> None:
    """Do the indexing that is due, and no other work."""
    (kind,) = [kind for kind in work.kinds() if kind.name == "index"]
    work.perform_due(database, kind)
