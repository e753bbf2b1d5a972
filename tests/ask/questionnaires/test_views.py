import json
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casefinder.ask.questionnaires.reading import read_document
from casefinder.ask.questionnaires.standard import standard
from casefinder.faces import Role
from tests.databases import prepared
from tests.factories.accounts import sign_in
from tests.factories.questionnaires import make_version

URL = "/staff/questionnaires"
DOCUMENT = standard("case_discovery")


@prepared
def version_id(app: Flask) -> int:
    with app.extensions["database"].transaction() as session:
        return make_version(session).id  # type: ignore[no-any-return]


def page(client: FlaskClient, path: str, **query: str) -> str:
    answer = client.get(URL + path, query_string=query)
    assert answer.status_code == 200
    return answer.text


def test_nobody_enters_without_signing_in(client: FlaskClient, version_id: int) -> None:
    for path in ("/", f"/versions/{version_id}", f"/versions/{version_id}/preview/A"):
        assert client.get(URL + path).status_code in (302, 303, 401, 404)


def test_versions_are_listed_and_searched(client: FlaskClient, app: Flask, version_id: int) -> None:
    with app.extensions["database"].transaction() as session:
        make_version(session, document=replace(DOCUMENT, name="second", title="別のシート"))
    sign_in(client, app, role=Role.READER)

    assert "54問（必須 26問）" in page(client, "/")
    found = page(client, "/", q="別の", sort="title")
    assert "別のシート" in found
    assert "事例発掘シート" not in found
    assert "当てはまる質問票がありません。" in page(client, "/", q="%")


def test_an_empty_list_says_why(client: FlaskClient, app: Flask) -> None:
    sign_in(client, app)

    assert "質問票がまだありません。" in page(client, "/")


def test_a_version_is_read_with_all_its_questions(client: FlaskClient, app: Flask, version_id: int) -> None:
    sign_in(client, app, role=Role.READER)

    text = page(client, f"/versions/{version_id}")

    assert all(item.title in text for item in DOCUMENT.items())
    assert "600字まで" in text


def test_a_version_is_saved_as_the_same_questionnaire(
    client: FlaskClient, app: Flask, version_id: int
) -> None:
    sign_in(client, app)

    answer = client.get(f"{URL}/versions/{version_id}/questionnaire.json")

    assert read_document(json.loads(answer.text)) == DOCUMENT
    assert "case_discovery-" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("section", DOCUMENT.sections, ids=lambda section: section.key)
def test_each_section_is_previewed_as_respondents_see_it(
    client: FlaskClient, app: Flask, version_id: int, section: object
) -> None:
    sign_in(client, app)
    key = section.key  # type: ignore[attr-defined]

    text = page(client, f"/versions/{version_id}/preview/{key}")

    assert all(item.title in text for item in section.items)  # type: ignore[attr-defined]
    assert "<fieldset disabled>" in text
    assert 'method="post"' not in text


def test_the_preview_begins_with_the_first_section(client: FlaskClient, app: Flask, version_id: int) -> None:
    sign_in(client, app)

    answer = client.get(f"{URL}/versions/{version_id}/preview")

    assert answer.location == f"{URL}/versions/{version_id}/preview/A"


@pytest.mark.parametrize("path", ["/versions/999", "/versions/999/preview", "/versions/1/preview/Z"])
def test_an_unknown_version_or_section_is_not_found(client: FlaskClient, app: Flask, path: str) -> None:
    sign_in(client, app)

    assert client.get(URL + path).status_code == 404
