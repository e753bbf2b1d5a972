from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from casefinder.analyse.desk import queue
from casefinder.analyse.desk.queue import Filters
from casefinder.answer.reading import service as reading
from casefinder.answer.responses.models import Response
from casefinder.answer.returns.service import return_response
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.responses import make_response
from tests.factories.suggestions import make_reading, make_suggestion

ALL = Filters()


def make_doubted(session: Session, doubts: int, *, hour: int = 0) -> Response:
    """A submitted response in which so many sentences are doubted, and one more has a sure proposal."""
    response = make_response(session, is_submitted=True, now=NOON + timedelta(hours=hour))
    make_reading(session, response).threshold = 0.5
    session.flush()
    for key in ("C3", "D1", "D3", "E2")[:doubts]:
        make_suggestion(session, response=response, question_key=key, score=0.48, is_ticked=False)
    make_suggestion(session, response=response, question_key="J1", score=0.9)
    return response


@pytest.fixture
def ids(session: Session) -> list[int]:
    """The queue as it should be: begun, then by doubt and day, then returned, then read."""
    account = make_account(session)
    read, returned, begun = (make_doubted(session, number, hour=3) for number in (4, 3, 0))
    late, early, most = (make_doubted(session, n, hour=h) for n, h in ((1, 2), (1, 1), (2, 3)))
    later = NOON + timedelta(days=1)
    reading.note_first_read(session, begun.id, now=later)
    return_response(session, returned.id, "もう一度", account_id=account.id, now=later)
    reading.accept_response(session, read.id, account_id=account.id, now=later)
    session.flush()
    return [each.id for each in (begun, most, early, late, returned, read)]


def test_begun_ones_come_first_then_those_the_engine_doubts_most_then_older_ones(
    session: Session, ids: list[int]
) -> None:
    rows = queue.rows(session, ALL)

    assert [row.response_id for row in rows] == ids
    assert [row.group for row in rows] == ["reading", "unread", "unread", "unread", "returned", "read"]


def test_what_is_read_shows_no_doubts(session: Session, ids: list[int]) -> None:
    assert [row.doubts for row in queue.rows(session, ALL)] == [0, 2, 1, 1, 3, 0]


def test_one_page_is_a_part_of_the_queue(session: Session, ids: list[int]) -> None:
    assert [row.response_id for row in queue.rows(session, ALL, limit=2, offset=1)] == ids[1:3]


def test_neighbours_are_those_that_stand_beside_it_in_the_list(session: Session, ids: list[int]) -> None:
    beside = [queue.neighbours(session, ALL, each) for each in ids]

    assert beside == list(zip([None, *ids[:-1]], [*ids[1:], None], strict=True))


def test_neighbours_pass_over_what_the_filter_leaves_out(session: Session, ids: list[int]) -> None:
    unread = Filters(group="unread")

    assert queue.neighbours(session, unread, ids[1]) == (None, ids[2])
    assert queue.neighbours(session, unread, ids[3]) == (ids[2], None)


def test_from_a_response_outside_the_filter_one_goes_on_to_the_first(
    session: Session, ids: list[int]
) -> None:
    assert queue.neighbours(session, Filters(group="unread"), ids[-1]) == (None, ids[1])
    assert queue.neighbours(session, Filters(words="どこにもない町"), ids[-1]) == (None, None)


def test_a_sentence_counts_once_however_many_themes_are_proposed_for_it(session: Session) -> None:
    response = make_doubted(session, 1)
    for key in ("ch_budget", "ch_data"):
        make_suggestion(session, response=response, question_key="J1", theme_key=key, score=0.6)

    (row,) = queue.rows(session, ALL)

    assert (row.sentences, row.settled, row.doubts) == (1, 0, 1)


def test_a_sentence_is_settled_when_no_proposal_for_it_is_open(session: Session) -> None:
    response = make_doubted(session, 0)
    more = make_suggestion(session, response=response, question_key="J1", theme_key="ch_budget")
    more.decision, more.decided_at = "rejected", NOON
    other = make_suggestion(session, response=response, question_key="D1")
    other.decision, other.decided_at = "accepted", NOON
    session.flush()

    (row,) = queue.rows(session, ALL)

    assert (row.sentences, row.settled) == (2, 1)
