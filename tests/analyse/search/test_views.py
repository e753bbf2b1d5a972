from flask import Flask
from flask.testing import FlaskClient

from casefinder.faces import Role
from tests.analyse.search.searching import index_all
from tests.conftest import NOON
from tests.factories.accounts import sign_in
from tests.factories.responses import complete_answers, make_response
from tests.queries import counted


def submit(app: Flask, text: str) -> int:
    with app.extensions["database"].transaction() as session:
        answers = complete_answers(F3={"": text}, F5={"": "内密の反省がある。"})
        response_id = make_response(session, answers=answers, is_submitted=True, now=NOON).id
    index_all(app.extensions["database"])
    return response_id


def test_a_submitted_answer_is_found_once_it_is_indexed(client: FlaskClient, app: Flask) -> None:
    response_id = submit(app, "<i>人手</i>が足りなかった。")
    sign_in(client, app)

    page = client.get("/staff/search/?q=人手").text

    assert f"/staff/desk/{response_id}" in page
    assert "<mark>人手</mark>" in page
    assert "&lt;i&gt;" in page


def test_a_reader_finds_what_is_not_for_editors_only(client: FlaskClient, app: Flask) -> None:
    submit(app, "人手が足りなかった。")
    sign_in(client, app, Role.READER)

    assert "<mark>人手</mark>" in client.get("/staff/search/?q=人手").text
    assert "見つかりませんでした" in client.get("/staff/search/?q=反省").text
    assert "/staff/desk/" not in client.get("/staff/search/?q=人手").text.split("<main")[1]


def test_long_and_hostile_queries_get_an_answer(client: FlaskClient, app: Flask) -> None:
    submit(app, "人手が足りなかった。")
    sign_in(client, app)
    for query in ("あ" * 5000, '"' * 500, "( " * 900, "%00", "🦀🦀", "%F0%9F", "' OR 1=1"):
        assert client.get("/staff/search/", query_string={"q": query}).status_code == 200


def test_an_empty_search_says_how(client: FlaskClient, app: Flask) -> None:
    sign_in(client, app, Role.READER)

    assert "何を探しますか" in client.get("/staff/search/").text


def test_the_page_says_that_something_cannot_be_found_yet(client: FlaskClient, app: Flask) -> None:
    with app.extensions["database"].transaction() as session:
        make_response(session, is_submitted=True, now=NOON)
    sign_in(client, app)

    assert "まだ検索できません" in client.get("/staff/search/?q=人手").text
    index_all(app.extensions["database"])
    assert "まだ検索できません" not in client.get("/staff/search/?q=人手").text


def test_the_page_asks_the_same_of_the_database_however_much_is_found(
    client: FlaskClient, app: Flask
) -> None:
    def asked() -> int:
        with counted() as statements:
            client.get("/staff/search/?q=人手")
        return len(statements)

    sign_in(client, app)
    for _ in range(3):
        submit(app, "人手が足りなかった。")
    few = asked()
    for _ in range(9):
        submit(app, "人手が足りなかった。")

    assert asked() == few <= 25
