"""The message of a returned response leads to the questions that it names."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from casefinder import clock
from casefinder.answer.answers.queries import answers_of
from casefinder.answer.responses.models import Response
from casefinder.answer.returns import service
from tests.answer.present import hand_in, response_id, seen
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.invitations import Link, enter, make_link


def returned(app: Flask, client: FlaskClient, text: str) -> Link:
    link = make_link(app)
    enter(client, link)
    hand_in(app, link)
    with app.extensions["database"].transaction() as session:
        response = session.get_one(Response, response_id(app, link))
        account = make_account(session)
        service.return_response(
            session, response.id, text, account_id=account.id, now=NOON + timedelta(minutes=1)
        )
    clock.set_source(lambda: NOON + timedelta(minutes=2))
    return link


def test_the_next_thing_is_the_first_question_that_the_message_names(app: Flask, client: FlaskClient) -> None:
    link = returned(app, client, "Ｆ３の回数と、D1 の時期を教えてください。X9とF31は、設問ではありません。")

    page = client.get(f"/r/{link.ref}/").get_data(as_text=True)
    assert "F3 を直す" in page
    assert page.index("/s/F#item-F3") < page.index("/s/D#item-D1")
    assert "X9" in page
    assert "#item-F31" not in page

    client.post(f"/r/{link.ref}/s/F", data={"seen.F3": seen(app, link, "F3"), "F3": "三回です。"})
    page = client.get(f"/r/{link.ref}/").get_data(as_text=True)
    assert "D1 を直す" in page
    assert "F3 を直す" not in page

    client.post(f"/r/{link.ref}/s/D", data={"seen.D1": seen(app, link, "D1"), "D1": "昨年の冬です。"})
    page = client.get(f"/r/{link.ref}/").get_data(as_text=True)
    assert "を直す" not in page


def test_a_message_that_names_nothing_leads_to_the_check_page(app: Flask, client: FlaskClient) -> None:
    link = returned(app, client, "全体に、もう少し詳しく書いてください。")

    page = client.get(f"/r/{link.ref}/").get_data(as_text=True)

    assert "を直す" not in page
    assert 'class="btn primary" href="/r/' in page


def test_the_link_of_a_submitted_response_says_so(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    assert "今回は該当なし" in client.get(f"/i/{link.token}").get_data(as_text=True)
    hand_in(app, link)

    page = client.get(f"/i/{link.token}").get_data(as_text=True)

    assert "提出済みです。受付番号は " in page
    assert "回答ページを開く" in page
    assert 'value="not_applicable"' not in page


def test_box_state_and_button_come_from_the_questions_that_are_named(app: Flask, client: FlaskClient) -> None:
    link = returned(app, client, "F3 の回数と、I2 の時期を教えてください。")
    home = f"/r/{link.ref}/"

    def marked() -> list[str]:
        page = client.get(home).get_data(as_text=True)
        rows = page.split('<tr class="')[1:]
        return [row.partition('class="k">')[2][0] for row in rows if row.startswith("fixrow")]

    def section(key: str) -> str:
        return client.get(f"{home}s/{key}").get_data(as_text=True)

    assert marked() == ["F", "I"]
    assert section("F").count("事務局からの確認") == 1
    assert (
        section("F").index('id="item-F3"')
        < section("F").index("F3 の回数と")
        < section("F").index('id="item-F4"')
    )
    assert "保存して I2 へ進む" in section("F")
    assert "F3 の回数と" not in section("C")

    saved = client.post(
        f"{home}s/F", data={"seen.F3": seen(app, link, "F3"), "F3": "三回です。", "save": "next"}
    )
    assert saved.headers["Location"] == f"{home}s/I#item-I2"
    assert marked() == ["I"]
    assert "保存して、確認へ" in section("I") or "確認" in section("I").partition('value="next">')[2][:40]

    last = client.post(f"{home}s/I", data={"seen.I2": "0.", "I2": "昨年の冬です。", "save": "next"})
    assert last.headers["Location"] == f"{home}check"
    assert marked() == []


def test_a_question_changed_and_changed_back_is_asked_still(app: Flask, client: FlaskClient) -> None:
    link = returned(app, client, "F3 の回数を教えてください。")
    home = f"/r/{link.ref}/"
    with app.extensions["database"].reading() as session:
        before = str(answers_of(session, response_id(app, link))["F3"].value[""])

    client.post(f"{home}s/F", data={"seen.F3": seen(app, link, "F3"), "F3": "三回です。"})
    assert "F3 を直す" not in client.get(home).get_data(as_text=True)
    client.post(f"{home}s/F", data={"seen.F3": seen(app, link, "F3"), "F3": before})

    assert "F3 を直す" in client.get(home).get_data(as_text=True)
