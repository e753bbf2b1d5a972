"""Letters about a response: what they bring, and when they are no longer to be sent."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.answer.returns import service
from casefinder.answer.submitting.service import RECEIPT, submit_response
from casefinder.ask.invitations import service as invitations
from casefinder.mail.models import Letter
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.invitations import send_letters
from tests.factories.responses import make_response


def returned(app: Flask, text: str = "F3 を教えてください。", keys: tuple[str, ...] = ()) -> tuple[int, int]:
    """A response that is given back, its letter waiting; returns the ids of invitation and response."""
    key = app.extensions["settings"].link_key
    from tests.factories.invitations import make_invitation

    with app.extensions["database"].transaction() as session:
        invitation = make_invitation(session, link_key=key)
        response = make_response(session, invitation=invitation, is_submitted=True)
        account = make_account(session)
        service.return_response(
            session, response.id, text, account_id=account.id, now=NOON, question_keys=keys
        )
        return invitation.id, response.id


def fate(session: Session, kind: str) -> tuple[bool, str | None]:
    """Whether the letter went to somebody, and why it did not."""
    letter = session.scalars(select(Letter).where(Letter.kind == kind)).one()
    assert letter.done_at is not None
    return letter.sent_to is not None, letter.skipped_reason


RETURNED = service.RETURNED.name


def test_the_returned_letter_brings_the_message_and_the_link(app: Flask) -> None:
    returned(app)

    send_letters(app)

    with app.extensions["database"].reading() as session:
        assert fate(session, RETURNED) == (True, None)
    body = app.extensions["postman"].sent[-1].get_content()
    assert "F3 を教えてください。" in body
    assert "http://localhost/i/" in body


def test_the_returned_letter_does_not_leave_with_a_stopped_link(app: Flask) -> None:
    invitation_id, _ = returned(app)
    with app.extensions["database"].transaction() as session:
        invitations.revoke(session, invitation_id, now=NOON)

    send_letters(app)

    with app.extensions["database"].reading() as session:
        assert fate(session, RETURNED) == (False, "The link is not in use.")
    assert not any("F3 を教えて" in message.get_content() for message in app.extensions["postman"].sent)


def test_the_returned_letter_does_not_leave_with_an_expired_link(app: Flask) -> None:
    _, response_id = returned(app)
    with app.extensions["database"].transaction() as session:
        main = session.get_one(Response, response_id).invitation.main_link
        main.sent_at, main.expires_at = None, NOON - timedelta(days=1)

    send_letters(app)

    with app.extensions["database"].reading() as session:
        assert fate(session, RETURNED) == (False, "The link is not in use.")


def test_the_returned_letter_does_not_leave_when_it_was_submitted_again(app: Flask) -> None:
    _, response_id = returned(app)
    with app.extensions["database"].transaction() as session:
        response = session.get_one(Response, response_id)
        submit_response(session, response_id, seen=response.revision, now=NOON)

    send_letters(app)

    with app.extensions["database"].reading() as session:
        assert fate(session, RETURNED) == (False, "The response was submitted again.")


@pytest.mark.parametrize(("kind", "letter_class"), [(RECEIPT.name, "receipt"), (RETURNED, "notice")])
def test_letters_name_the_organisation_the_link_and_their_class(
    app: Flask, kind: str, letter_class: str
) -> None:
    _, response_id = returned(app)

    with app.extensions["database"].reading() as session:
        invitation = session.get_one(Response, response_id).invitation
        letter = session.scalars(select(Letter).where(Letter.kind == kind)).one()
        assert (letter.letter_class, letter.organisation_id, letter.invitation_id, letter.link_id) == (
            letter_class, invitation.organisation_id, invitation.id, invitation.main_link.id,
        )  # fmt: skip


def letter(app: Flask) -> str:
    """The body of the letter that leaves now, its lines joined where only the line's length broke them."""
    send_letters(app)
    return str(app.extensions["postman"].sent[-1].get_content())


def page(app: Flask, client: FlaskClient, invitation_id: int) -> str:
    """The first page that the letter's link then opens."""
    body = letter(app)
    token = body.partition("/i/")[2].split()[0]
    home = client.post(f"/i/{token}").headers["Location"]
    return body + "\f" + client.get(home).get_data(as_text=True)


WORDS = {
    "F3": "F3　いちばん苦労した点",
    "J5": "J5　今後の予定",
    "I2": "I2　成果の説明（数字にならない変化、住民・職員の声）",
}


@pytest.mark.parametrize(
    ("text", "keys", "named"),
    [
        ("Ｆ３の回数を教えてください。", (), ["F3"]),
        ("時期を教えてください。", ("J5",), ["J5"]),
        ("J5 の時期と、F3 の回数を。F3 は年度も。", ("I2",), ["I2", "J5", "F3"]),
    ],
)
def test_the_letter_lists_the_questions_by_number_and_words_as_the_page_does(
    app: Flask, client: FlaskClient, text: str, keys: tuple[str, ...], named: list[str]
) -> None:
    invitation_id, _ = returned(app, text, keys)

    body, _, shown = page(app, client, invitation_id).partition("\f")

    listed = body.partition("■ 直していただく設問")[2].partition("■")[0]
    assert "".join(listed.split()) == "".join("".join(WORDS[key].split()) for key in named)
    on_page = re.findall(
        r'#item-(\w+)">(\w+)　<span lang="ja">([^<]*)',
        shown.partition('class="named"')[2].partition("</ul>")[0],
    )
    assert [f"{number}　{title}" for _, number, title in on_page] == [WORDS[key] for key in named]
    assert "上の設問が並び" in body


def test_a_letter_that_names_no_question_promises_no_list(app: Flask, client: FlaskClient) -> None:
    invitation_id, _ = returned(app, "全体に、もう少し詳しく書いてください。")

    body, _, shown = page(app, client, invitation_id).partition("\f")

    assert "直していただく設問" not in body
    assert "上の設問" not in body
    assert "全体に、もう少し詳しく" in shown


def test_what_is_not_asked_of_this_recipient_is_not_listed(app: Flask, client: FlaskClient) -> None:
    returned(app, "M9 と F31 は設問ではありません。F3 だけです。")

    assert (
        "".join(letter(app).partition("■ 直していただく設問")[2].partition("■")[0].split())
        == "F3いちばん苦労した点"
    )


def test_the_letter_says_when_the_editors_wrote_it_and_whether_the_deadline_has_passed(app: Flask) -> None:
    returned(app)

    body = letter(app)

    assert "■ 事務局から（令和8年6月10日（水）12:00）" in body
    assert "締切は過ぎています" not in body


def test_after_the_deadline_the_letter_says_that_it_may_still_be_sent(
    app: Flask, client: FlaskClient
) -> None:
    invitation_id, response_id = returned(app)
    with app.extensions["database"].transaction() as session:
        campaign = session.get_one(Response, response_id).invitation.campaign
        campaign.closes_at, campaign.closed_at = NOON - timedelta(days=1), NOON

    body, _, shown = page(app, client, invitation_id).partition("\f")

    assert "締切は過ぎていますが、直して提出できます" in body
    assert "F3 を直す" in shown, "the page lets it be corrected, as the letter says"


def test_each_button_that_the_letter_names_is_on_the_page(app: Flask, client: FlaskClient) -> None:
    invitation_id, _ = returned(app)

    body, _, shown = page(app, client, invitation_id).partition("\f")
    token = body.partition("/i/")[2].split()[0]
    first = client.get(f"/i/{token}").get_data(as_text=True)

    assert "「回答ページを開く」" in body
    assert "回答ページを開く" in first
    assert "「確認して提出へ」" in body
    assert "確認して提出へ" in shown
