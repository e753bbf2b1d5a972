"""The page of the trail is for administrators."""

from flask import Flask
from flask.testing import FlaskClient

from casefinder.faces import Role
from tests.factories.accounts import sign_in


def test_the_trail_tells_who_did_what(app: Flask, client: FlaskClient) -> None:
    own_id = sign_in(client, app, Role.ADMINISTRATOR)

    text = client.get("/staff/audit/?noun=account").get_data(as_text=True)

    assert "アカウント：サインイン" in text
    assert f'href="/staff/find/of/account/{own_id}"' in text


def test_filters_leave_out_what_does_not_fit(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.ADMINISTRATOR)

    assert "条件に合う記録はありません" in client.get("/staff/audit/?noun=release").get_data(as_text=True)
    assert "条件に合う記録はありません" in client.get("/staff/audit/?until=2020-01-01").get_data(as_text=True)
    assert client.get("/staff/audit/?since=nonsense&page=-3").status_code == 200


def test_nobody_below_an_administrator_sees_it(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.PUBLISHER)

    assert client.get("/staff/audit/").status_code == 403
