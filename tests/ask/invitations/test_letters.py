"""The letter with the personal link."""

import email.header
import logging

import pytest
from flask import Flask
from sqlalchemy import select

from casefinder.ask.invitations import rules, service
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.questionnaires.reading import read_document
from casefinder.mail.models import Letter
from tests.conftest import NOON
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import make_invitation, make_link, send_letters
from tests.factories.made_up import item
from tests.factories.questionnaires import make_version

SHORT = {
    "name": "short", "title": "短い票", "edition": "1",
    "sections": [{"key": "one", "title": "一つ", "items": [item("told", "何でも", "long_text", limit=400)]}],
}  # fmt: skip


def send_all(app: Flask) -> list[str]:
    send_letters(app)
    return [message.get_content() for message in app.extensions["postman"].sent]


def test_the_letter_says_why_until_when_how_long_and_whom_to_ask(app: Flask) -> None:
    link = make_link(app, name="白楡町")

    (body,) = send_all(app)

    (message,) = app.extensions["postman"].sent
    subject = str(email.header.make_header(email.header.decode_header(message["Subject"])))
    assert subject == "【要回答 6/17まで】市町村DX事例調査"
    assert "白楡町（見本）　御中" in body
    assert "令和8年6月17日（水）12:00" in body
    assert "見本道デジタル推進計画" in body
    assert "約58分" in body
    assert "電話 01234-5-6700" in body
    lines = body.splitlines()
    (line,) = [line for line in lines if link.token in line]
    assert line == f"http://localhost/i/{link.token}"
    assert len(line) <= 70


def test_lines_of_the_letter_are_short_enough_for_plain_text(app: Flask) -> None:
    make_link(app)

    (body,) = send_all(app)

    assert max(len(line) for line in body.splitlines()) <= 70
    assert "\n\n\n" not in body


def test_an_older_generations_letter_is_not_sent(app: Flask) -> None:
    link = make_link(app)
    key = app.extensions["settings"].link_key
    with app.extensions["database"].transaction() as session:
        service.renew(session, link.invitation_id, link_key=key, now=NOON)

    bodies = send_all(app)

    assert len(bodies) == 1
    assert rules.token_for(key, link.ref, 2) in bodies[0]
    assert "前にお送りしたリンクは使えなくなりました" in bodies[0]
    with app.extensions["database"].reading() as session:
        reasons = session.scalars(select(Letter.skipped_reason).order_by(Letter.id))
        assert list(reasons) == ["A newer link was sent.", None]


def test_a_revoked_invitations_letter_is_not_sent(app: Flask) -> None:
    link = make_link(app)
    with app.extensions["database"].transaction() as session:
        service.revoke(session, link.invitation_id, now=NOON)

    assert send_all(app) == []


def test_sec_06_no_log_holds_the_token(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    link = make_link(app)
    app.extensions["postman"].refusals.append(RuntimeError("451 try later"))
    send_all(app)
    client = app.test_client()
    client.get(f"/i/{link.token}")
    client.post(f"/i/{link.token}")

    assert link.token not in caplog.text
    with app.extensions["database"].reading() as session:
        main = session.get_one(Invitation, link.invitation_id).main_link
        assert main.token_digest == rules.digest(link.token)


def test_the_letter_says_how_many_are_required_how_nothing_is_told_and_whose_approval(app: Flask) -> None:
    make_link(app)

    (body,) = send_all(app)

    assert "必須の設問は26問です。" in body
    assert "最初の画面で「今回は該当なし」を選び、\n　　次の画面で提出してください。" in body.replace(
        "\r\n", "\n"
    )
    assert "提出するときに、済んだか、要らないかを選びます（L5）。" in body


def test_a_questionnaire_without_these_questions_makes_no_such_words(app: Flask) -> None:
    with app.extensions["database"].transaction() as session:
        campaign = make_campaign(session, version_id=make_version(session, document=read_document(SHORT)).id)
        make_invitation(session, campaign=campaign)

    (body,) = send_all(app)

    assert "該当なし" not in body
    assert "決裁" not in body


def test_one_may_answer_a_letter_and_whoever_asks_reads_it(app: Flask) -> None:
    make_link(app)

    (body,) = send_all(app)

    (message,) = app.extensions["postman"].sent
    assert message["Reply-To"] == app.extensions["settings"].contact_email
    assert "返信は、上のメールアドレスに届きます。" in body
