"""Readers learn nothing of answers for editors only: each guard alone, the others in place."""

from sqlalchemy.orm import Session

from casefinder.analyse.search import queries, service
from casefinder.analyse.search.queries import Filters
from casefinder.ask.questionnaires.answers import GivenAnswer
from tests.analyse.search.searching import found, hits, indexed, marked
from tests.conftest import NOON
from tests.factories.responses import complete_answers, make_response

INTERNAL = {"": "鱈の引っ越しで失敗した。"}


def total(session: Session, query: str, *, with_internal: bool) -> int:
    return queries.search(session, query, with_internal=with_internal, filters=Filters()).total


def test_answers_for_editors_are_found_by_editors_only(session: Session) -> None:
    response_id = indexed(session, F5=INTERNAL)

    assert found(session, "鱈") == [response_id]
    assert found(session, "鱈", with_internal=False) == []


def test_a_reader_cannot_count_what_is_for_editors(session: Session) -> None:
    indexed(session, F5=INTERNAL)
    indexed(session, F5={"": "別の話。"})

    for query in ("鱈", "鱈の", "引越し", "引っ越し", "鱈 窓口", "窓口 鱈の引っ越しで失敗", "引越しで失敗"):
        assert total(session, query, with_internal=True) == 1, query
        assert total(session, query, with_internal=False) == 0, query


def test_the_words_of_an_open_answer_are_looked_for_in_open_answers(session: Session) -> None:
    """One letter by letter in an open answer, the other in an internal one: for a reader it is not there."""
    response_id = indexed(session, F3={"": "鮭の話。"}, F5=INTERNAL)

    assert found(session, "鮭 鱈", with_internal=True) == [response_id]
    assert found(session, "鮭 鱈", with_internal=False) == []


def test_a_reader_sees_no_snippet_of_an_answer_for_editors(session: Session) -> None:
    indexed(session, F3={"": "鱈は旨い。"}, F5=INTERNAL)

    assert [hit.number for hit in hits(session, "鱈")] == ["F3", "F5"]
    (hit,) = hits(session, "鱈", with_internal=False)
    assert hit.number == "F3"
    assert hit.is_internal is False
    assert marked(hit) == ["鱈"]


def test_a_reader_is_not_told_of_more_answers_than_they_may_see(session: Session) -> None:
    indexed(session, F3={"": "鱈は旨い。"}, F5=INTERNAL)

    (result,) = queries.search(session, "鱈", with_internal=False).results
    assert result.more == 0


def test_a_spelling_that_only_editors_answers_taught_serves_editors_only(session: Session) -> None:
    """That somebody wrote へった for 減った, a reader must not learn from what is found elsewhere."""
    response_id = indexed(session, F3={"": "残業が減った。"}, F5={"": "人もへった。"})

    assert found(session, "へった") == [response_id]
    assert [hit.number for hit in hits(session, "へった")] == ["F3", "F5"]
    assert found(session, "へった", with_internal=False) == []
    assert found(session, "減った", with_internal=False) == [response_id]


def test_the_title_of_an_answer_for_editors_is_not_shown_to_readers(session: Session) -> None:
    answers = complete_answers(C1={"": "鱈の町"})
    answers["C1"] = GivenAnswer({"": "鱈の町"}, "editors")
    service.index_response(session, make_response(session, answers=answers, is_submitted=True, now=NOON).id)

    (editors,) = queries.search(session, "窓口", with_internal=True).results
    (readers,) = queries.search(session, "窓口", with_internal=False).results
    assert editors.title == "鱈の町"
    assert readers.title == ""


def test_who_filled_it_in_is_for_editors_and_numbers_are_for_nobody(session: Session) -> None:
    response_id = indexed(session)

    assert found(session, "見本 花子") == [response_id]
    assert found(session, "花子", with_internal=False) == []
    assert found(session, "01234") == []
    assert found(session, "joho@example") == []
