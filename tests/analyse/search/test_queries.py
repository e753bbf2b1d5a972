from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from casefinder.analyse.search import queries, service
from casefinder.answer.returns.service import return_response
from casefinder.answer.submitting import service as submitting
from casefinder.ask.questionnaires.answers import GivenAnswer
from tests.analyse.search.searching import found, hits, indexed, marked
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.responses import save_answers
from tests.queries import counted

TEXT = "担当者の人手が足りず、ＲＰＡのサーバーを置く場所もなかった。髙橋さんの引っ越しの日、Wi-Fiも切れた。"


@pytest.fixture
def response_id(session: Session) -> int:
    return indexed(session, F3={"": TEXT}, F5={"": "内密の反省がある。"})


def test_it_is_found_however_it_is_typed(session: Session, response_id: int) -> None:
    for query in (
        "人手", "人", "rpa", "ＲＰＡの", "人手 RPA", "担当者の人手が足りず", "「人手が足り」", '"サーバー"', "人手　サーバー",
        "ｻｰﾊﾞｰ", "さーばー", "サ‐バー", "高橋", "髙橋", "wifi", "ＷＩ－ＦＩ", "足りず、ＲＰＡ", "足りずRPA",
    ):  # fmt: skip
        assert found(session, query) == [response_id], query


def test_another_spelling_of_a_word_is_found(session: Session, response_id: int) -> None:
    indexed(session, F3={"": "別の町の話。"})

    for query in ("サーバ", "サーバー", "引越し", "引越", "引っ越し", "足りる", "担当"):
        assert found(session, query) == [response_id], query


def test_what_does_not_stand_there_is_not_found(session: Session, response_id: int) -> None:
    for query in (
        "手人", "人手 農業機械", "「足り 人手」", '"サーバーがー"', '"引越し"', "鱈", "%", "_", "、。", "' OR 1=1 --", "", "ビール",
        "足りない人手", "引越し人手",
    ):  # fmt: skip
        assert found(session, query) == [], query


def test_a_word_that_is_only_part_of_another_form_is_not_found(session: Session) -> None:
    response_id = indexed(session, F3={"": "担当課で決めた。引っ越しを手続した。"})

    assert found(session, "担当者") == []
    assert found(session, "引越し手続") == []
    assert found(session, "引越しを") == [response_id]


def test_all_words_may_stand_in_different_answers(session: Session, response_id: int) -> None:
    assert found(session, "人手 反省") == [response_id]


def test_a_word_does_not_go_from_cell_to_cell(session: Session) -> None:
    rows = [{"standing": "officer", "post": "情報", "name": "", "role": "政策の声"}]
    response_id = indexed(session, H1={"rows": rows})

    assert found(session, "政策の声") == [response_id]
    assert found(session, "情報政策") == []


def test_the_snippet_shows_the_text_as_typed(session: Session, response_id: int) -> None:
    (hit,) = hits(session, "rpa")

    assert hit.number == "F3"
    assert marked(hit) == ["ＲＰＡ"]


def test_what_is_marked_is_what_stands_there(session: Session, response_id: int) -> None:
    for query, typed in (("サーバ", "サーバ"), ("引越し", "引っ越し"), ("高橋", "髙橋"), ("wifi", "Wi-Fi")):
        assert marked(hits(session, query)[0]) == [typed]


def test_filters_narrow(session: Session, response_id: int) -> None:
    assert found(session, "人手", field="administration", state="submitted") == [response_id]
    assert found(session, "人手", field="education") == []
    assert found(session, "人手", state="accepted") == []
    assert found(session, "人手", subprefecture="宗谷総合振興局") == []


def test_without_consent_to_analysis_only_letters_are_found(session: Session) -> None:
    response_id = indexed(session, F3={"": TEXT}, L4={"": "no"})
    indexed(session, F3={"": "引っ越しの話。"}, C3={"": "別の話。"})

    assert found(session, "サーバー") == [response_id]
    assert response_id not in found(session, "引越し")


def test_a_response_that_was_taken_back_is_not_found_from_that_moment(
    session: Session, response_id: int
) -> None:
    submitting.take_back(session, response_id, now=NOON + timedelta(minutes=1))

    assert found(session, "人手") == []


def test_a_correction_that_was_not_sent_is_not_found(session: Session, response_id: int) -> None:
    return_response(
        session,
        response_id,
        "F3をお確かめください。",
        account_id=make_account(session).id,
        now=NOON + timedelta(hours=1),
    )
    save_answers(session, response_id, {"F3": GivenAnswer({"": "鱈の話。"})}, now=NOON + timedelta(hours=2))
    service.index_response(session, response_id)

    assert found(session, "鱈") == []
    assert found(session, "人手") == [response_id]
    assert marked(hits(session, "人手")[0]) == ["人手"]


def test_pages_are_kept_inside_what_was_found(session: Session, response_id: int) -> None:
    result = queries.search(session, "人手", with_internal=True, page=99)

    assert (result.page, result.total) == (1, 1)
    assert len(result.results) == 1


def test_all_that_was_found_is_counted_and_paged(session: Session) -> None:
    ids = [indexed(session, C1={"": "鱈の町"}) for _ in range(queries.PAGE_SIZE + 3)]

    first = queries.search(session, "鱈", with_internal=True)
    second = queries.search(session, "鱈", with_internal=True, page=2)

    assert first.total == len(ids)
    assert [each.response_id for each in (*first.results, *second.results)] == ids


def test_a_page_takes_the_same_queries_however_much_is_found(session: Session) -> None:
    def asked(query: str) -> int:
        session.expire_all()
        with counted() as statements:
            queries.search(session, query, with_internal=True)
        return len(statements)

    looked_for = ("鱈", "人手 鱈の町", "引越し", "見つからないもの")
    for _ in range(3):
        indexed(session, C1={"": "鱈の町の人手"}, F3={"": TEXT})
    few = [asked(query) for query in looked_for]
    for _ in range(9):
        indexed(session, C1={"": "鱈の町の人手"}, F3={"": TEXT})

    assert [asked(query) for query in looked_for] == few
    assert max(few) <= 12
