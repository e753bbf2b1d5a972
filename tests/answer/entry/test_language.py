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


def test_the_choice_on_a_personal_links_first_page_opens_nothing(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)

    answer = client.post(f"/i/{link.token}", data={"language": "en"})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/i/{link.token}")
    page = client.get(f"/i/{link.token}").get_data(as_text=True)
    assert "Open the answer page" in page
    assert client.get(f"/r/{link.ref}/").status_code == 404
    assert f'next" value="/i/{link.token}' not in page


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere", "x"])
def test_the_choice_leads_nowhere_else(client: FlaskClient, back: str) -> None:
    answer = client.post("/language", data={"language": "en", "next": back})

    assert answer.headers["Location"] == "/"


def test_an_unknown_language_is_not_kept(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.post("/language", data={"language": "xx"}).headers
