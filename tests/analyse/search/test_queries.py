from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.search import queries, service
from casefinder.analyse.search.models import SearchTerm
from casefinder.analyse.search.queries import Filters
from casefinder.answer.responses import service as responses
from tests.conftest import NOON
from tests.databases import prepared
from tests.factories.responses import complete_answers, make_response

TEXT = "担当者の人手が足りず、ＲＰＡのサーバーを置く場所もなかった。"


def found(session: Session, query: str, *, with_internal: bool = True, **filters: str) -> list[int]:
    result = queries.search(session, query, with_internal=with_internal, filters=Filters(**filters))
    return [each.response_id for each in result.results]


@prepared
def response_id(session: Session) -> int:
    response = make_response(
        session,
        answers=complete_answers(F3={"": TEXT}, F5={"": "内密の反省がある。"}),
        is_submitted=True,
        now=NOON,
    )
    service.index_response(session, response.id)
    return response.id


@pytest.mark.parametrize(
    "query",
    [
        "人手",
        "人",
        "。",
        "rpa",
        "ＲＰＡの",
        "人手 RPA",
        "担当者の人手が足りず",
        "「人手が足り」",
        '"サーバー"',
        "サーバ",
        "人手　サーバー",
    ],
)
def test_it_is_found(session: Session, response_id: int, query: str) -> None:
    assert found(session, query) == [response_id]


@pytest.mark.parametrize(
    "query", ["手人", "人手 農業機械", "「足り 人手」", '"サーバーがー"', "鱈", "%", "_", "' OR 1=1 --", ""]
)
def test_it_is_not_found(session: Session, response_id: int, query: str) -> None:
    assert found(session, query) == []


def test_all_words_may_stand_in_different_answers(session: Session, response_id: int) -> None:
    assert found(session, "人手 反省") == [response_id]


def test_the_snippet_shows_the_text_as_typed(session: Session, response_id: int) -> None:
    result = queries.search(session, "rpa", with_internal=True)

    (hit,) = result.results[0].hits
    assert hit.question_key == "F3"
    assert [p.text for p in hit.pieces if p.is_found] == ["ＲＰＡ"]


def test_another_spelling_of_the_word_is_marked(session: Session, response_id: int) -> None:
    result = queries.search(session, "サーバ", with_internal=True)

    assert [p.text for p in result.results[0].hits[0].pieces if p.is_found] == ["サーバ"]


def test_answers_for_editors_are_found_by_editors_only(session: Session, response_id: int) -> None:
    assert found(session, "反省") == [response_id]
    assert found(session, "反省", with_internal=False) == []
    assert found(session, "人手 反省", with_internal=False) == []
    assert found(session, "人手", with_internal=False) == [response_id]


def test_who_filled_it_in_is_for_editors_and_numbers_are_for_nobody(
    session: Session, response_id: int
) -> None:
    assert found(session, "見本 花子") == [response_id]
    assert found(session, "花子", with_internal=False) == []
    assert found(session, "01234") == []
    assert found(session, "joho@example") == []


def test_filters_narrow(session: Session, response_id: int) -> None:
    assert found(session, "人手", field="administration", state="submitted") == [response_id]
    assert found(session, "人手", field="education") == []
    assert found(session, "人手", state="accepted") == []
    assert found(session, "人手", subprefecture="宗谷総合振興局") == []


def test_without_consent_to_analysis_only_letters_are_kept(session: Session) -> None:
    response = make_response(
        session, answers=complete_answers(F3={"": TEXT}, L4={"": "no"}), is_submitted=True, now=NOON
    )
    service.index_response(session, response.id)

    terms = session.scalars(select(SearchTerm.term)).all()
    assert not [term for term in terms if term.startswith("\x01")]
    assert found(session, "サーバー") == [response.id]


def test_a_response_that_was_taken_back_is_not_found(session: Session, response_id: int) -> None:
    responses.take_back(session, response_id, now=NOON + timedelta(minutes=1))

    assert found(session, "人手") == []


def test_indexing_again_changes_nothing(session: Session, response_id: int) -> None:
    def terms() -> list[tuple[str, str]]:
        return sorted(map(tuple, session.execute(select(SearchTerm.question_key, SearchTerm.term))))

    before = terms()

    assert service.rebuild(session) == 1

    assert terms() == before
    assert len(set(before)) == len(before)


def test_pages_are_kept_inside_what_was_found(session: Session, response_id: int) -> None:
    result = queries.search(session, "人手", with_internal=True, page=99)

    assert (result.page, result.last_page, result.total) == (1, 1, 1)
