"""The first page behind a personal link does not repeat the link."""

from flask import Flask
from flask.testing import FlaskClient

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
