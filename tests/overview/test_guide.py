"""The guide stands inside the product: every room leads to its chapter, every link in it leads somewhere, headings are found."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casefinder import guide
from casefinder.faces import Face, FaceBlueprint, Role
from tests.factories.accounts import sign_in
from tests.factories.invitations import enter, make_link


@pytest.mark.parametrize("name", guide.names())
def test_every_chapter_is_shown_and_all_its_links_and_pictures_are_there(
    app: Flask, client: FlaskClient, name: str
) -> None:
    sign_in(client, app, Role.READER)
    page = client.get(f"/staff/guide/{name}")

    assert page.status_code == 200
    article = page.text.split("<article", 1)[1].split("</article>", 1)[0]
    assert "<h1" in article
    assert ".md" not in re.sub(r"<code>.*?</code>", "", article)
    for address in set(re.findall(r'(?:href|src)="(/[^"#]+)', article)):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("name", [each for each in guide.names() if guide.is_for_respondents(each)])
def test_respondents_open_their_chapters_without_a_link_of_their_own(client: FlaskClient, name: str) -> None:
    page = client.get(f"/guide/{name}")

    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    article = page.text.split("<article", 1)[1].split("</article>", 1)[0]
    for address in set(re.findall(r'(?:href|src)="(/[^"#]+)', article)):
        assert address.startswith("/guide/")
        assert client.get(address).status_code == 200, address


def test_respondents_do_not_open_the_staffs_chapters(client: FlaskClient) -> None:
    for name in ("edit-desk", "admin-audit", "install", "..%2Finstall", "nothing"):
        assert client.get(f"/guide/{name}").status_code == 404


def test_every_room_has_its_chapter(app: Flask) -> None:
    rooms = {name for name, each in app.blueprints.items() if isinstance(each, FaceBlueprint)}
    own = {"guide", "guide_pages"} | {
        n for n, b in app.blueprints.items() if getattr(b, "face", None) is Face.PUBLIC
    }

    assert rooms - own - guide.CHAPTERS.keys() == set(), "say in guide.CHAPTERS where the room is told of"
    assert set(guide.CHAPTERS.values()) <= set(guide.names())


def test_each_page_leads_to_its_chapter(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.ADMINISTRATOR)
    for address, chapter in (
        ("/staff/", "edit-start"), ("/staff/desk/", "edit-desk"), ("/staff/audit/", "admin-audit"),
        ("/staff/organisations/", "edit-organisations"), ("/staff/post/", "admin-mail"),
    ):  # fmt: skip
        assert f'href="/staff/guide/{chapter}"' in client.get(address).text, address
    link = make_link(app)

    assert 'href="/guide/answer-open"' in client.get(f"/i/{link.token}").text
    assert 'href="/guide/answer-write"' in client.get(enter(client, link)).text


def test_headings_are_found_however_they_are_typed(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.READER)

    found = client.get("/staff/guide/", query_string={"q": "ｻｲﾝｲﾝ"}).text

    assert "サインインする" in found
    anchor = re.search(r'href="/staff/guide/edit-start#(h-\d+)"', found)
    assert anchor
    assert f'id="{anchor[1]}"' in client.get("/staff/guide/edit-start").text
    assert "見出しはありません" in client.get("/staff/guide/?q=鱈場蟹").text
    assert "edit-start" not in client.get("/guide/?q=サインイン").text


def test_what_is_written_in_the_guide_is_no_markup() -> None:
    page = guide.page("index", "/staff/guide")

    assert page is not None
    assert "<script" not in page.body
