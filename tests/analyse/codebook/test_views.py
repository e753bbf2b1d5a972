from flask import Flask
from flask.testing import FlaskClient

from casefinder.analyse.themes import service
from casefinder.faces import Role
from casefinder.prefectures import HOKKAIDO
from tests.conftest import NOON
from tests.factories.accounts import sign_in


def load(app: Flask) -> None:
    with app.extensions["database"].transaction() as session:
        service.load_standard(session, HOKKAIDO, now=NOON)


def test_a_reader_looks_but_does_not_edit(client: FlaskClient, app: Flask) -> None:
    load(app)
    sign_in(client, app, Role.READER)

    page = client.get("/staff/codebook/ch_labor_shortage")

    assert page.status_code == 200
    assert "人手・担い手不足" in page.text
    assert "/staff/codebook/ch_labor_shortage/edit" not in page.text
    assert client.get("/staff/codebook/ch_labor_shortage/edit").status_code == 403
    assert client.post("/staff/codebook/ch_labor_shortage/retire").status_code == 403


def test_nobody_gets_in_without_signing_in(client: FlaskClient, app: Flask) -> None:
    assert client.get("/staff/codebook/").status_code in (302, 303)


def test_an_editor_changes_a_theme(client: FlaskClient, app: Flask) -> None:
    load(app)
    sign_in(client, app)
    words = {"seen": "1", "name": "人の不足", "definition": "人が足りない。", "cues": "人手不足\n多忙"}

    assert client.post("/staff/codebook/ch_labor_shortage/edit", data=words).status_code == 303

    assert "人の不足" in client.get("/staff/codebook/").text


def test_two_editors_both_see_both_texts(client: FlaskClient, app: Flask) -> None:
    load(app)
    sign_in(client, app)
    first = {"seen": "1", "name": "先の名前", "definition": "先の定義。"}
    second = {"seen": "1", "name": "後の名前", "definition": "後の定義。"}
    client.post("/staff/codebook/ch_budget/edit", data=first)

    page = client.post("/staff/codebook/ch_budget/edit", data=second)

    assert page.status_code == 409
    assert "先の定義。" in page.text
    assert "後の定義。" in page.text
    assert client.post("/staff/codebook/ch_budget/edit", data={**second, "seen": "2"}).status_code == 303


def test_an_empty_name_is_said_beside_the_field(client: FlaskClient, app: Flask) -> None:
    load(app)
    sign_in(client, app)

    page = client.post("/staff/codebook/new", data={"family": "ch", "word": "x y", "definition": "残る文"})

    assert page.status_code == 200
    assert "名前を入力してください" in page.text
    assert "残る文" in page.text


def test_a_bad_key_is_said_beside_the_field(client: FlaskClient, app: Flask) -> None:
    sign_in(client, app)
    words = {"family": "ch", "word": "大文字", "name": "名", "definition": "定義"}

    page = client.post("/staff/codebook/new", data=words)

    assert "半角の小文字" in page.text


def test_an_unknown_theme_is_not_found(client: FlaskClient, app: Flask) -> None:
    sign_in(client, app)

    assert client.get("/staff/codebook/ch_nothing").status_code == 404
    assert client.post("/staff/codebook/ch_nothing/retire").status_code == 404
