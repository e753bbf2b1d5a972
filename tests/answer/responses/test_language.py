"""The respondent's choice of language: in the footer, kept in a cookie, Japanese unless chosen."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.invitations import enter, make_link


def test_a_respondent_reads_the_pages_in_english_and_goes_back(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    assert "回答の目次" in client.get(home, headers={"Accept-Language": "en"}).get_data(as_text=True)

    chosen = client.post("/language", data={"language": "en", "next": home})
    assert (chosen.status_code, chosen.headers["Location"]) == (303, home)
    page = client.get(home).get_data(as_text=True)
    assert 'lang="en"' in page
    assert "List of sections" in page

    client.post("/language", data={"language": "ja", "next": home})
    assert "回答の目次" in client.get(home).get_data(as_text=True)


def test_the_choice_works_from_a_personal_link_that_was_not_opened(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)

    answer = client.post(
        "/language", data={"language": "en"}, headers={"Referer": f"http://localhost/i/{link.token}"}
    )

    assert answer.headers["Location"] == f"/i/{link.token}"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere", "x"])
def test_the_choice_leads_nowhere_else(client: FlaskClient, back: str) -> None:
    answer = client.post("/language", data={"language": "en", "next": back}, headers={"Referer": back})

    assert answer.headers["Location"] == "/"


def test_an_unknown_language_is_not_kept(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.post("/language", data={"language": "xx"}).headers
