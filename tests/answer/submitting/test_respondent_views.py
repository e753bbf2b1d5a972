"""Check page, submit, receipt, taking back, through the whole application."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from casefinder.answer.reading import service
from casefinder.answer.responses import queries
from casefinder.answer.responses.models import Response
from casefinder.answer.returns.service import return_response
from casefinder.answer.submitting.service import RECEIPT
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.mail.models import Letter
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.invitations import Link, enter, make_link, send_letters
from tests.factories.responses import complete_answers, save_answers

CONSENTS = {"L1": "yes", "L3": "no", "L4": "yes"}


def fill(app: Flask, link: Link, **changes: object) -> None:
    with app.extensions["database"].transaction() as session:
        response = queries.response_of(session, link.invitation_id)
        assert response is not None
        save_answers(session, response.id, complete_answers(**changes))  # type: ignore[arg-type]


def stored(app: Flask, link: Link) -> Response:
    with app.extensions["database"].reading() as session:
        response = queries.response_of(session, link.invitation_id)
        assert response is not None
        session.expunge(response)
        return response


def seen(client: FlaskClient, link: Link) -> str:
    page = client.get(f"/r/{link.ref}/check").get_data(as_text=True)
    return page.split('name="seen" value="')[1].split('"')[0]


def submit(client: FlaskClient, link: Link, **data: str) -> object:
    return client.post(f"/r/{link.ref}/check", data={"seen": seen(client, link), **CONSENTS, **data})


def test_the_check_page_shows_every_answer_and_who_may_see_it(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    fill(app, link, F5={"": "失敗の話"}, H2=None)
    with app.extensions["database"].transaction() as session:
        response = queries.response_of(session, link.invitation_id)
        assert response is not None
        save_answers(session, response.id, {"G3": GivenAnswer({}, is_spoken=True)})

    page = client.get(f"/r/{link.ref}/check").get_data(as_text=True)

    for words in ("書かない窓口", "待ち時間", "2026年2月", "失敗の話", "聞き取りで答える", "未記入"):
        assert words in page
    assert "編集のみ（事例集・データに載りません）" in page
    assert re.search(r"氏名は編集のみ", page)
    assert 'name="L1" value="yes" checked' in page, "an answer that was given is shown"
    assert "26<small>／26問 記入済み" in page


def test_consents_are_never_chosen_beforehand(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)

    page = client.get(f"/r/{link.ref}/check").get_data(as_text=True)

    consent = page.split("同意いただくこと")[1]
    assert "掲載の前に内容を確認いただき" in consent
    assert " checked" not in consent


def test_what_is_missing_or_wrong_refuses_the_submit_with_links(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    fill(app, link, F3={"": "長" * 700}, D1=None, L1=None, L4=None)

    answer = client.post(f"/r/{link.ref}/check", data={"seen": seen(client, link), "L1": "yes"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "提出していません。直すところが 3 か所あります" in page
    assert f'href="/r/{link.ref}/s/F?check=1#q-F3"' in page
    assert f'href="/r/{link.ref}/s/D?check=1#q-D1"' in page
    assert 'href="#consent-L4-1"' in page
    assert 'name="L1" value="yes" checked' in page, "the consent that was given is kept"
    assert stored(app, link).submitted_at is None


def test_a_complete_response_gets_its_receipt(app: Flask, client: FlaskClient) -> None:
    link = make_link(app, name="白楡町")
    enter(client, link)
    fill(app, link, L1=None, L4=None)

    answer = submit(client, link)

    assert answer.headers["Location"] == f"/r/{link.ref}/receipt"
    page = client.get(f"/r/{link.ref}/receipt").get_data(as_text=True)
    number = stored(app, link).receipt_number
    assert number
    assert number in page
    assert "令和8年6月10日 12:00　第1版" in page
    assert "回答を取り戻す" in page
    send_letters(app)
    bodies = [m.get_content() for m in app.extensions["postman"].sent if "受付" in str(m["Subject"])]
    assert len(bodies) == 1
    assert number in bodies[0]
    assert link.token not in bodies[0]


def test_fi_11_a_double_submit_gets_the_same_receipt(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    fill(app, link, L1=None, L4=None)
    data = {"seen": seen(client, link), **CONSENTS}

    answers = [client.post(f"/r/{link.ref}/check", data=data) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {303}
    with app.extensions["database"].reading() as session:
        kinds = list(session.scalars(select(Letter.kind)))
    assert kinds.count(RECEIPT.name) == 1


def test_a_submit_of_an_older_state_is_shown_again(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    fill(app, link)
    old = seen(client, link)
    client.post(f"/r/{link.ref}/s/J", data={"J2": "あとから書いた"})

    answer = client.post(f"/r/{link.ref}/check", data={"seen": old, **CONSENTS})

    assert answer.status_code == 409
    assert "このページを開いたあとで、回答が変わりました" in answer.get_data(as_text=True)
    assert stored(app, link).submitted_at is None


def test_taking_back_and_submitting_again_keeps_the_number(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    fill(app, link)
    submit(client, link)
    number = stored(app, link).receipt_number

    back = client.post(f"/r/{link.ref}/take-back")
    page = client.get(home).get_data(as_text=True)
    again = submit(client, link)

    assert back.headers["Location"] == home
    assert number in page
    assert again.status_code == 303
    assert stored(app, link).receipt_number == number
    assert "第2版" in client.get(f"/r/{link.ref}/receipt").get_data(as_text=True)


def test_once_an_editor_opened_it_the_receipt_says_so(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    fill(app, link)
    submit(client, link)
    with app.extensions["database"].transaction() as session:
        service.note_first_read(session, stored(app, link).id, now=NOON)

    page = client.get(f"/r/{link.ref}/receipt").get_data(as_text=True)
    refused = client.post(f"/r/{link.ref}/take-back")

    assert "回答を取り戻す" not in page
    assert refused.status_code == 409
    assert "事務局が読み始めました" in refused.get_data(as_text=True)


def test_the_return_letter_brings_message_and_link(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    fill(app, link)
    submit(client, link)
    send_letters(app)
    app.extensions["postman"].sent.clear()
    with app.extensions["database"].transaction() as session:
        account = make_account(session)
        return_response(
            session, stored(app, link).id, "説明会は何回でしたか。", account_id=account.id, now=NOON
        )

    send_letters(app)

    (message,) = app.extensions["postman"].sent
    assert str(message["Subject"]).startswith(f"【差戻し {stored(app, link).receipt_number}】")
    body = message.get_content()
    assert "説明会は何回でしたか。" in body
    assert f"http://localhost/i/{link.token}" in body.splitlines()


def test_a_letter_that_is_no_longer_true_is_not_sent(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    fill(app, link)
    submit(client, link)
    client.post(f"/r/{link.ref}/take-back")

    send_letters(app)

    assert [m for m in app.extensions["postman"].sent if "受付" in str(m["Subject"])] == []


def test_the_copy_shows_all_answers_after_the_submit(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    fill(app, link)
    submit(client, link)

    page = client.get(f"/r/{link.ref}/answers").get_data(as_text=True)

    assert "書かない窓口" in page
    assert "変更" not in page
    assert stored(app, link).receipt_number in page
