"""The staff's list of responses and one response in full."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from casefinder.answer.responses import queries
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.rules import ResponseState
from casefinder.answer.returns.models import ReturnMessage
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.faces import Role
from casefinder.mail.models import Letter
from tests.factories.accounts import sign_in
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import make_invitation, make_invited_organisation
from tests.factories.responses import complete_answers, make_response, save_answers

EVIL = '"><svg/onload=alert(1)>\'"{{7*7}}${7*7}'


def _submitted(app: Flask, *, name: str = "白楡町", **changes: object) -> int:
    with app.extensions["database"].transaction() as session:
        campaign = session.scalars(select(make_campaign(session).__class__)).first()
        organisation = make_invited_organisation(session, name=name)
        invitation = make_invitation(session, campaign=campaign, organisation=organisation)
        answers = complete_answers(**changes)  # type: ignore[arg-type]
        return make_response(session, invitation=invitation, answers=answers, is_submitted=True).id


def _state(app: Flask, response_id: int) -> ResponseState:
    with app.extensions["database"].reading() as session:
        return queries.state_of(session.get_one(Response, response_id))


def test_looking_changes_nothing_and_reading_ends_taking_back(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    response_id = _submitted(app)

    client.get(f"/staff/responses/{response_id}")
    client.get("/staff/responses/")
    assert _state(app, response_id) is ResponseState.SUBMITTED

    client.post(f"/staff/responses/{response_id}/read")
    assert _state(app, response_id) is ResponseState.READING


def test_a_response_goes_back_with_a_message_and_a_letter(app: Flask, client: FlaskClient) -> None:
    own_id = sign_in(client, app)
    response_id = _submitted(app)

    answer = client.post(f"/staff/responses/{response_id}/return", data={"message": "F3 を\r\n詳しく。"})

    assert answer.status_code == 303
    assert _state(app, response_id) is ResponseState.RETURNED
    assert "F3 を\n詳しく。" in client.get(f"/staff/responses/{response_id}").get_data(as_text=True)
    with app.extensions["database"].reading() as session:
        message = session.scalars(select(ReturnMessage)).one()
        assert (message.account_id, message.message) == (own_id, "F3 を\n詳しく。")
        assert "answer/responses/returned" in session.scalars(select(Letter.kind)).all()


@pytest.mark.parametrize(
    ("message", "says"), [("", "書いてください"), ("  \n ", "書いてください"), ("長" * 2001, "2000文字以内")]
)
def test_a_return_without_a_fitting_message_is_refused_and_kept(
    app: Flask, client: FlaskClient, message: str, says: str
) -> None:
    sign_in(client, app)
    response_id = _submitted(app)

    answer = client.post(f"/staff/responses/{response_id}/return", data={"message": message})

    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert says in text
    assert message.strip()[:50] in text
    assert _state(app, response_id) is ResponseState.SUBMITTED


def test_what_is_with_the_respondent_is_not_returned(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    response_id = _submitted(app)
    client.post(f"/staff/responses/{response_id}/return", data={"message": "直してください"})

    assert (
        client.post(f"/staff/responses/{response_id}/return", data={"message": "もう一度"}).status_code == 409
    )
    assert client.post(f"/staff/responses/{response_id}/accept").status_code == 409


def test_a_response_is_accepted(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    response_id = _submitted(app)

    client.post(f"/staff/responses/{response_id}/accept")

    assert _state(app, response_id) is ResponseState.ACCEPTED


def test_the_page_shows_answers_levels_consents_and_history(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    response_id = _submitted(app)

    text = client.get(f"/staff/responses/{response_id}").get_data(as_text=True)

    for words in (
        "書かない窓口",
        "待ち時間",
        "01234-5-6789",
        "公開",
        "編集のみ",
        "事例集とサイトへの掲載",
        "提出",
        "第1稿",
    ):
        assert words in text


def test_a_reader_sees_neither_telephone_nor_address(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.READER)
    response_id = _submitted(app)

    text = client.get(f"/staff/responses/{response_id}").get_data(as_text=True)

    assert "書かない窓口" in text
    assert "01234-5-6789" not in text
    assert "joho@example.jp" not in text
    assert "編集者だけに表示します" in text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"白楡町", "北斗町"}),
        ("?q=北斗", {"北斗町"}),
        ("?q=乗合", {"北斗町"}),
        ("?topic=transport", {"北斗町"}),
        ("?topic=administration", {"白楡町"}),
        ("?topic=admin", set()),
        ("?state=submitted", {"白楡町", "北斗町"}),
        ("?state=with_us", {"白楡町", "北斗町"}),
        ("?state=accepted", set()),
        ("?state=none", set()),
        ("?place=空知総合振興局&kind=municipality&sort=name", {"白楡町", "北斗町"}),
        ("?place=宗谷総合振興局", set()),
        ("?q=%25", set()),
        ("?page=5&sort=place", {"白楡町", "北斗町"}),
    ],
)
def test_the_list_is_narrowed_down(app: Flask, client: FlaskClient, query: str, names: set[str]) -> None:
    sign_in(client, app, Role.READER)
    _submitted(app)
    _submitted(app, name="北斗町", C1={"": "乗合バス"}, C4={"": ["transport"]})

    text = client.get(f"/staff/responses/{query}").get_data(as_text=True)

    assert set(re.findall(r">(白楡町|北斗町)（見本）</a>", text)) == names


def test_a_receipt_number_finds_its_response(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    response_id = _submitted(app)
    with app.extensions["database"].reading() as session:
        number = (
            session.scalars(select(Response.receipt_number).where(Response.id == response_id)).one() or ""
        )

    assert "白楡町" in client.get(f"/staff/responses/?q={number.lower()}").get_data(as_text=True)


def test_sec_01_what_respondents_write_is_never_markup(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    response_id = _submitted(
        app, name=EVIL, C1={"": EVIL}, F3={"": EVIL},
        B3={"post": EVIL, "name": EVIL, "phone": "01234-5-6789", "email": "joho@example.jp"},
        G1={"rows": [{"when": "2024-06", "event": EVIL, "result": EVIL}]},
    )  # fmt: skip
    with app.extensions["database"].reading() as session:
        campaign_id = session.get_one(Response, response_id).invitation.campaign_id

    for path in (
        f"/staff/responses/{response_id}",
        "/staff/responses/",
        f"/staff/campaigns/{campaign_id}",
        "/staff/",
    ):
        text = client.get(path).get_data(as_text=True)
        assert "<svg/onload" not in text
        assert "$49" not in text


def test_what_is_being_changed_says_so(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    response_id = _submitted(app)
    client.post(f"/staff/responses/{response_id}/return", data={"message": "直してください"})
    with app.extensions["database"].transaction() as session:
        save_answers(session, response_id, {"C1": GivenAnswer({"": "新しい名前"})})

    page = client.get(f"/staff/responses/{response_id}").get_data(as_text=True)
    assert "最後に提出された内容です" in page
    assert "新しい名前" not in page


def test_a_draft_is_not_shown_to_the_staff(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    with app.extensions["database"].transaction() as session:
        answers = {"C1": GivenAnswer({"": "書きかけの名前"})}
        response_id = make_response(session, answers=answers).id

    page = client.get(f"/staff/responses/{response_id}").get_data(as_text=True)

    assert "書きかけの内容は、回答者だけが見られます" in page
    assert "書きかけの名前" not in page
    assert "書きかけの名前" not in client.get("/staff/responses/").get_data(as_text=True)


def test_an_invitation_leads_to_its_response(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    response_id = _submitted(app)
    with app.extensions["database"].reading() as session:
        invitation_id = session.get_one(Response, response_id).invitation_id

    assert (
        client.get(f"/staff/responses/of/{invitation_id}").headers["Location"]
        == f"/staff/responses/{response_id}"
    )
    assert client.get("/staff/responses/of/99999").status_code == 404
    assert client.get("/staff/responses/99999").status_code == 404


def test_the_board_of_a_draft_leads_to_its_preparation(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    with app.extensions["database"].transaction() as session:
        campaign_id = make_campaign(session, is_open=False).id

    answer = client.get(f"/staff/campaigns/{campaign_id}")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/campaigns/{campaign_id}/open")
    assert client.get("/staff/campaigns/999").status_code == 404


def test_readers_are_not_led_to_the_desk(app: Flask, client: FlaskClient) -> None:
    response_id = _submitted(app)
    sign_in(client, app, Role.READER)

    assert "/staff/desk" not in client.get(f"/staff/responses/{response_id}").text
    assert "/staff/desk" not in client.get("/staff/").text
