"""The pages of press, release and library."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from casefinder.db import database
from casefinder.faces import Role
from casefinder.publish.builds.models import Build
from casefinder.publish.installation import publisher_of
from tests.factories.accounts import sign_in
from tests.factories.builds import make_edition, make_made_build


@pytest.fixture
def build_id(app: Flask, monkeypatch: pytest.MonkeyPatch) -> int:
    from tests.factories import builds

    settings = app.extensions["settings"]
    monkeypatch.setattr(builds, "PUBLISHER", publisher_of(settings))
    with database().transaction() as session:
        return make_made_build(session, make_edition(session, slug="dx-2026"), settings.home / "builds").id


def fetch(client: FlaskClient, address: str, **headers: str) -> TestResponse:
    """Get a file and close it."""
    return client.get(address, buffered=True, headers={k.replace("_", "-"): v for k, v in headers.items()})


def released(client: FlaskClient, app: Flask, build_id: int) -> str:
    sign_in(client, app, role=Role.PUBLISHER)
    answer = client.post(f"/staff/releases/prepare/{build_id}")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_the_press_lists_books_and_takes_an_order(app: Flask, client: FlaskClient) -> None:
    with database().transaction() as session:
        edition_id = make_edition(session).id
    sign_in(client, app)
    assert "本を組む" in client.get("/staff/builds/").text

    answer = client.post("/staff/builds/", data={"edition_id": edition_id})

    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    assert "順番待ち" in page
    assert client.get(f"{answer.headers['Location']}/state").json["state"] == "waiting"


def test_an_order_that_cannot_be_taken_is_said_in_words(app: Flask, client: FlaskClient) -> None:
    with database().transaction() as session:
        edition_id = make_edition(session, cases=[]).id
    sign_in(client, app)

    answer = client.post("/staff/builds/", data={"edition_id": edition_id})

    assert answer.status_code == 409
    assert "掲載できる承認済みの事例がありません" in answer.text


def test_a_made_book_can_be_looked_at_by_the_staff_only(
    app: Flask, client: FlaskClient, build_id: int
) -> None:
    assert fetch(client, f"/staff/builds/{build_id}/files/book.pdf").status_code in (302, 303)
    sign_in(client, app, role=Role.READER)

    assert fetch(client, f"/staff/builds/{build_id}/files/book.pdf").data.startswith(b"%PDF")
    assert "veraPDFで適合" in client.get(f"/staff/builds/{build_id}").text
    for path in ("content.json", "../../casefinder.db", "site/../content.json", "lint.json"):
        assert fetch(client, f"/staff/builds/{build_id}/files/{path}").status_code == 404


def test_only_a_publisher_releases(app: Flask, client: FlaskClient, build_id: int) -> None:
    sign_in(client, app, role=Role.EDITOR)

    assert client.get(f"/staff/releases/prepare/{build_id}").status_code == 200
    assert client.post(f"/staff/releases/prepare/{build_id}").status_code == 403
    assert "まだありません" in client.get("/").text


def test_a_released_casebook_stands_in_the_library_with_its_downloads(
    app: Flask, client: FlaskClient, build_id: int
) -> None:
    page = released(client, app, build_id)
    assert "公開中" in client.get(page).text
    reader = app.test_client()

    assert "北海道 地域DX事例集 2026" in reader.get("/").text
    casebook = reader.get("/casebooks/dx-2026/")
    assert "どちらにも適合" in casebook.text
    assert "Set-Cookie" not in casebook.headers
    book = fetch(reader, "/casebooks/dx-2026/book.pdf")
    assert book.mimetype == "application/pdf"
    assert fetch(reader, "/casebooks/dx-2026/book.pdf", If_None_Match=book.headers["ETag"]).status_code == 304
    assert fetch(reader, "/casebooks/dx-2026/site/index.html").mimetype == "text/html"
    data = fetch(reader, "/casebooks/dx-2026/data/cases.csv")
    assert data.headers["Content-Disposition"].startswith("attachment")
    assert fetch(reader, "/casebooks/dx-2026/dx-2026.zip").data.startswith(b"PK")


@pytest.mark.parametrize(
    "path",
    [
        "content.json",
        "lint.json",
        "../dx-2026/content.json",
        "site/../content.json",
        "site/",
        "no.html",
        "%2e%2e/x",
    ],
)
def test_nothing_but_the_listed_files_is_served(
    app: Flask, client: FlaskClient, build_id: int, path: str
) -> None:
    released(client, app, build_id)

    assert app.test_client().get(f"/casebooks/dx-2026/{path}").status_code == 404


def test_gates_in_the_way_are_named_and_the_button_is_shut(
    app: Flask, client: FlaskClient, build_id: int
) -> None:
    with database().transaction() as session:
        session.get_one(Build, build_id).judgement = {"verdicts": [{"flavour": "ua1", "compliant": False, "assertions": 3, "failures": {"7.1-1": 2}}], "passed": False}  # fmt: skip
    sign_in(client, app, role=Role.PUBLISHER)

    page = client.get(f"/staff/releases/prepare/{build_id}").text

    assert "veraPDFで不適合" in page
    assert "disabled" in page
    assert client.post(f"/staff/releases/prepare/{build_id}").status_code == 409


def test_pages_hold_no_inline_style_or_script(app: Flask, client: FlaskClient, build_id: int) -> None:
    page = released(client, app, build_id)
    for address in (
        "/",
        "/casebooks/dx-2026/",
        page,
        "/staff/releases/",
        "/staff/builds/",
        f"/staff/builds/{build_id}",
    ):
        text = client.get(address).text
        assert "style=" not in text, address
        assert "<style" not in text, address


def test_publisher_of_takes_its_words_from_the_settings(app: Flask) -> None:
    settings = replace(
        app.extensions["settings"], issuer="見本道 推進課", public_base_url="https://x.example.jp"
    )

    assert publisher_of(settings).short == "見本道"
    assert publisher_of(settings).web_url == "https://x.example.jp"
