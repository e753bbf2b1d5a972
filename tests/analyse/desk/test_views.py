import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from casefinder.analyse.coding.models import Coding
from casefinder.analyse.suggestions.models import Reading, Suggestion
from casefinder.analyse.suggestions.queries import present_training
from casefinder.analyse.themes import service as themes
from casefinder.answer.responses.models import Response
from casefinder.answer.submitting import service as submitting
from casefinder.faces import Role
from casefinder.prefectures import HOKKAIDO
from tests.conftest import NOON
from tests.databases import prepared
from tests.factories.accounts import sign_in
from tests.factories.responses import complete_answers, make_response
from tests.factories.suggestions import make_suggestion

TEXT = "<b>人が足りず</b>、紙のままだった。\n\n𠮷野さんが「動いた。」と言った。"
JSON = {"Accept": "application/json"}


@prepared
def ids(app: Flask) -> tuple[int, int]:
    """A submitted response and a suggestion on its first sentence."""
    with app.extensions["database"].transaction() as session:
        themes.load_standard(session, HOKKAIDO, now=NOON)
        response = make_response(
            session, answers=complete_answers(F3={"": TEXT}), is_submitted=True, now=NOON
        )
        suggestion = make_suggestion(session, response=response, words="<b>人が足りず</b>、紙のままだった。")
        reading = session.get_one(Reading, suggestion.reading_id)
        reading.threshold, reading.done_at = 0.5, NOON
        return response.id, suggestion.id


def decision(app: Flask, suggestion_id: int) -> str | None:
    with app.extensions["database"].reading() as session:
        return session.get_one(Suggestion, suggestion_id).decision


def first_read(app: Flask, response_id: int) -> bool:
    with app.extensions["database"].reading() as session:
        return session.get_one(Response, response_id).first_read_at is not None


def test_the_desk_is_for_editors(client: FlaskClient, app: Flask, ids: tuple[int, int]) -> None:
    sign_in(client, app, Role.READER)

    assert client.get("/staff/desk/").status_code == 403
    assert client.get(f"/staff/desk/{ids[0]}").status_code == 403
    assert client.post(f"/staff/desk/{ids[0]}/suggestions/{ids[1]}/accept").status_code == 403
    assert decision(app, ids[1]) is None


def test_looking_changes_nothing(client: FlaskClient, app: Flask, ids: tuple[int, int]) -> None:
    sign_in(client, app)

    assert client.get("/staff/desk/").status_code == 200
    assert client.get(f"/staff/desk/{ids[0]}").status_code == 200
    assert not first_read(app, ids[0])


def test_the_text_is_shown_as_typed_and_escaped(
    client: FlaskClient, app: Flask, ids: tuple[int, int]
) -> None:
    sign_in(client, app)

    page = client.get(f"/staff/desk/{ids[0]}").text

    assert "<b>人が" not in page
    assert "&lt;b&gt;人が足りず" in page
    assert re.search(r'data-start="23"[^>]*>[^<]*𠮷野', page), "offsets are code points of the text as typed"


def test_a_suggestion_is_marked_as_proposed(client: FlaskClient, app: Flask, ids: tuple[int, int]) -> None:
    sign_in(client, app)

    page = client.get(f"/staff/desk/{ids[0]}").text

    assert "提案・文" in page
    assert 'class="sn pro ch' in page
    assert 'class="sn acc' not in page


def test_accepting_by_a_plain_form_goes_on(client: FlaskClient, app: Flask, ids: tuple[int, int]) -> None:
    sign_in(client, app)

    answer = client.post(f"/staff/desk/{ids[0]}/suggestions/{ids[1]}/accept", data={"at": "5", "next": "1"})

    assert answer.status_code == 303
    assert decision(app, ids[1]) == "accepted"
    assert first_read(app, ids[0])
    assert 'class="sn acc ch' in client.get(answer.location).text


def test_accepting_by_script_gets_the_changed_question(
    client: FlaskClient, app: Flask, ids: tuple[int, int]
) -> None:
    sign_in(client, app)

    body = client.post(
        f"/staff/desk/{ids[0]}/suggestions/{ids[1]}/accept", data={"at": "5"}, headers=JSON
    ).json

    assert body["said"] == "採用：人手・担い手不足"
    assert body["question"] == "F3"
    assert "sn acc ch" in body["text"]
    assert body["settled"] == body["total"] == 1
    undone = client.post(body["undo"], data={"at": "5"}, headers=JSON).json
    assert "sn pro ch" in undone["text"]
    assert decision(app, ids[1]) is None


def test_rejecting_keeps_the_suggestion_struck_through(
    client: FlaskClient, app: Flask, ids: tuple[int, int]
) -> None:
    sign_in(client, app)

    client.post(f"/staff/desk/{ids[0]}/suggestions/{ids[1]}/reject", data={"at": "5"})

    page = client.get(f"/staff/desk/{ids[0]}").text
    assert "<s>人手・担い手不足</s>" in page
    assert 'class="sn pro' not in page


def test_a_theme_on_a_selected_span(client: FlaskClient, app: Flask, ids: tuple[int, int]) -> None:
    sign_in(client, app)
    page = client.get(f"/staff/desk/{ids[0]}").text
    digest = re.search(r'data-question="F3" data-hash="(\w+)"', page)
    assert digest
    start = TEXT.index("𠮷野さん")
    form = {"question": "F3", "hash": digest[1], "span": f"{start}-{start + 4}", "theme": "kp_connector"}

    assert client.post(f"/staff/desk/{ids[0]}/codings", data=form).status_code == 303

    with app.extensions["database"].reading() as session:
        coding = session.scalars(select(Coding)).one()
        assert TEXT[coding.start_char : coding.end_char] == "𠮷野さん"
        coding_id = coding.id
    body = client.post(f"/staff/desk/{ids[0]}/codings/{coding_id}/remove", headers=JSON).json
    assert client.post(body["undo"], headers=JSON).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"span": "5-2"},
        {"span": "0-9999"},
        {"span": "a-b"},
        {"hash": "0" * 64},
        {"theme": "ch_none"},
        {"question": "C1"},
    ],
)
def test_a_bad_span_is_refused_and_nothing_is_stored(
    client: FlaskClient, app: Flask, ids: tuple[int, int], change: dict[str, str]
) -> None:
    sign_in(client, app)
    page = client.get(f"/staff/desk/{ids[0]}").text
    digest = re.search(r'data-question="F3" data-hash="(\w+)"', page)
    assert digest
    form = {"question": "F3", "hash": digest[1], "span": "0-5", "theme": "ch_budget", **change}

    answer = client.post(f"/staff/desk/{ids[0]}/codings", data=form, headers=JSON)

    assert answer.status_code in (404, 409)
    assert answer.json["error"]
    with app.extensions["database"].reading() as session:
        assert session.scalars(select(Coding)).all() == []


def test_a_suggestion_of_another_response_is_not_touched(
    client: FlaskClient, app: Flask, ids: tuple[int, int]
) -> None:
    sign_in(client, app)
    with app.extensions["database"].transaction() as session:
        other = make_response(session, is_submitted=True, now=NOON).id

    assert client.post(f"/staff/desk/{other}/suggestions/{ids[1]}/accept").status_code == 404
    assert decision(app, ids[1]) is None


def test_another_editors_decision_is_told_not_overruled(
    client: FlaskClient, app: Flask, ids: tuple[int, int]
) -> None:
    sign_in(client, app)
    client.post(f"/staff/desk/{ids[0]}/suggestions/{ids[1]}/reject")
    other = app.test_client()
    sign_in(other, app)

    answer = other.post(f"/staff/desk/{ids[0]}/suggestions/{ids[1]}/accept", headers=JSON)

    assert answer.status_code == 409
    assert "先に別の判断をしました" in answer.json["error"]


def test_a_response_without_consent_shows_that_it_is_outside_analysis(
    client: FlaskClient, app: Flask
) -> None:
    with app.extensions["database"].transaction() as session:
        themes.load_standard(session, HOKKAIDO, now=NOON)
        response_id = make_response(
            session, answers=complete_answers(F3={"": TEXT}, L4={"": "no"}), is_submitted=True, now=NOON
        ).id
    sign_in(client, app)

    page = client.get(f"/staff/desk/{response_id}").text

    assert "分析の対象外" in page
    assert "分析の対象外" in client.get("/staff/desk/").text
    assert "紙のままだった。" in page, "it can still be read"
    assert "data-act" not in page


def test_reading_begins_and_ends_by_a_post(client: FlaskClient, app: Flask, ids: tuple[int, int]) -> None:
    sign_in(client, app)
    assert client.get(f"/staff/desk/{ids[0]}/start").status_code == 405

    client.post(f"/staff/desk/{ids[0]}/start")
    assert "読みかけ" in client.get("/staff/desk/?state=reading").text
    assert f"/staff/desk/{ids[0]}" in client.get("/staff/desk/?state=reading").text

    client.post(f"/staff/desk/{ids[0]}/finish")
    assert f'href="/staff/desk/{ids[0]}' in client.get("/staff/desk/?state=read").text
    assert f'href="/staff/desk/{ids[0]}' not in client.get("/staff/desk/?state=unread").text

    client.post(f"/staff/desk/{ids[0]}/reopen")
    assert f"/staff/desk/{ids[0]}" in client.get("/staff/desk/?state=reading").text


def test_filters_narrow_the_queue(client: FlaskClient, app: Flask, ids: tuple[int, int]) -> None:
    sign_in(client, app)
    link = f'href="/staff/desk/{ids[0]}'

    assert link in client.get("/staff/desk/?field=administration").text
    assert link not in client.get("/staff/desk/?field=education").text
    assert link in client.get("/staff/desk/?subprefecture=空知総合振興局").text
    assert link not in client.get("/staff/desk/?subprefecture=宗谷総合振興局").text
    assert "条件に合う回答はありません" in client.get("/staff/desk/?q=%25").text


def test_a_response_that_was_taken_back_leaves_the_desk(
    client: FlaskClient, app: Flask, ids: tuple[int, int]
) -> None:
    sign_in(client, app)
    with app.extensions["database"].transaction() as session:
        submitting.take_back(session, ids[0], now=NOON + timedelta(minutes=1))

    assert client.get(f"/staff/desk/{ids[0]}").status_code == 404
    assert f'href="/staff/desk/{ids[0]}' not in client.get("/staff/desk/").text


def test_an_empty_desk_offers_the_next_work(client: FlaskClient, app: Flask) -> None:
    sign_in(client, app)

    assert "読む回答はまだありません" in client.get("/staff/desk/").text
    assert client.get("/staff/desk/999").status_code == 404


def test_a_range_is_changed_and_changed_back(client: FlaskClient, app: Flask, ids: tuple[int, int]) -> None:
    sign_in(client, app)
    client.post(f"/staff/desk/{ids[0]}/suggestions/{ids[1]}/accept")

    def standing() -> list[tuple[int, int]]:
        with app.extensions["database"].reading() as session:
            rows = session.scalars(select(Coding).where(Coding.removed_at.is_(None)))
            return [(row.start_char, row.end_char) for row in rows]

    (before,) = standing()
    with app.extensions["database"].reading() as session:
        coding_id = session.scalars(select(Coding.id)).one()
    body = client.post(
        f"/staff/desk/{ids[0]}/codings/{coding_id}/move", data={"start": "3", "end": "8"}, headers=JSON
    ).json
    assert standing() == [(3, 8)]

    client.post(body["undo"], headers=JSON)

    assert standing() == [before]


def test_leaving_proposals_undecided_is_asked_about(
    client: FlaskClient, app: Flask, ids: tuple[int, int]
) -> None:
    sign_in(client, app)
    asked = "提案が残っています"

    assert asked in client.get(f"/staff/desk/{ids[0]}").text
    client.post(f"/staff/desk/{ids[0]}/suggestions/{ids[1]}/reject")
    assert asked not in client.get(f"/staff/desk/{ids[0]}").text


OLDER = "今のテーマ表で作り直す"


def test_after_the_codebook_changed_a_response_can_be_read_anew(
    client: FlaskClient, app: Flask, ids: tuple[int, int]
) -> None:
    with app.extensions["database"].transaction() as session:
        for reading in session.scalars(select(Reading)):
            reading.training_hash = present_training(session).hash
    sign_in(client, app)
    assert OLDER not in client.get(f"/staff/desk/{ids[0]}").text
    added = {
        "family": "ch", "word": "snow", "name": "雪", "definition": "雪で止まる。", "include": "", "exclude": "",
        "note": "", "cues": "吹雪",
    }  # fmt: skip
    assert client.post("/staff/codebook/new", data=added).status_code == 303

    assert OLDER in client.get(f"/staff/desk/{ids[0]}").text
    client.post(f"/staff/desk/{ids[0]}/read-again")
    page = client.get(f"/staff/desk/{ids[0]}").text

    assert OLDER not in page
    assert "提案を作っています" in page
