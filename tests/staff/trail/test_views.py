"""The page of the trail is for administrators."""

from flask import Flask
from flask.testing import FlaskClient

from casefinder.faces import Role
from casefinder.staff.trail.trail_words import PAGES
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


def test_every_page_and_list_that_is_noted_has_a_name(app: Flask) -> None:
    noted = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.rpartition("_")[2] in ("csv", "xlsx")
        or hasattr(app.view_functions[rule.endpoint], "subject_kind")
    }

    assert noted - PAGES.keys() == set()
    assert PAGES.keys() - set(app.view_functions) == set()


def test_the_trail_says_in_words_what_was_looked_at_and_saved(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.ADMINISTRATOR)
    client.get("/staff/organisations/")
    client.get("/staff/cases/cases.csv?q=町&chapter=health")

    page = client.get("/staff/audit/").text

    assert "画面：団体" in page
    assert "画面：事例" in page
    assert "絞り込み：章、" in page
    assert "organisations.index" not in page
    assert "cases.export" not in page
