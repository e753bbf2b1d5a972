"""The first page behind a personal link does not repeat the link."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from casefinder.ask.campaigns.models import Campaign
from tests.factories.invitations import make_link


def test_sec_06_the_first_page_and_the_page_of_a_wrong_link_do_not_hold_the_token(
    app: Flask, client: FlaskClient
) -> None:
    link = make_link(app)

    page = client.get(f"/i/{link.token}")
    wrong = client.get(f"/i/{link.token[::-1]}")

    assert page.status_code == 200
    assert link.token not in page.text
    assert wrong.status_code == 404
    assert link.token[::-1] not in wrong.text


def test_without_an_address_the_form_goes_back_to_the_link_and_opens_the_response(
    app: Flask, client: FlaskClient
) -> None:
    link = make_link(app)

    assert 'method="post">' in client.get(f"/i/{link.token}").text
    assert client.post(f"/i/{link.token}").headers["Location"] == f"/r/{link.ref}/"


@pytest.mark.parametrize("purpose", ["事例集の作成", "事例集の作成に使います。"])
def test_what_it_is_for_ends_before_the_next_sentence_begins(
    app: Flask, client: FlaskClient, purpose: str
) -> None:
    link = make_link(app)
    with app.extensions["database"].transaction() as session:
        session.execute(update(Campaign).values(purpose=purpose))

    page = client.get(f"/i/{link.token}").get_data(as_text=True)

    assert f"{purpose.rstrip('。')}。</span>設問ごとに公開範囲を選べます" in page
