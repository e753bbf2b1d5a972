"""What a visitor sees when there is nothing."""

from functools import wraps

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy.exc import DataError

from casefinder.faces import Role
from casefinder.measure import is_row_id
from tests.factories.accounts import sign_in


def test_an_unknown_address_gets_a_japanese_page_with_headers(client: FlaskClient) -> None:
    answer = client.get("/nowhere", headers={"Host": "localhost"})

    assert answer.status_code == 404
    assert "見つかりませんでした" in answer.get_data(as_text=True)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_foreign_host_header_is_refused(client: FlaskClient) -> None:
    assert client.get("/nowhere", headers={"Host": "evil.example"}).status_code == 400


def test_the_staffs_error_page_leads_back(client: FlaskClient, app: Flask) -> None:
    sign_in(client, app)

    answer = client.get("/staff/cases/999", headers={"Referer": "http://localhost/staff/cases/"})
    astray = client.get("/staff/nowhere", headers={"Referer": "http://localhost//evil.example/"})

    assert answer.status_code == 404
    assert 'href="/staff/cases/"' in answer.text
    assert 'href="/staff/"' in answer.text
    assert 'href="//' not in astray.text


@pytest.mark.parametrize(
    "error", [OverflowError("int too large"), DataError("SELECT", {}, Exception("overflow"))]
)
def test_a_fault_of_ours_is_told_as_ours_and_leaves_its_trace(
    app: Flask, client: FlaskClient, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    view = app.view_functions["library.index"]

    @wraps(view)
    def fails() -> str:
        raise error

    app.view_functions["library.index"] = fails
    try:
        answer = client.get("/")
    finally:
        app.view_functions["library.index"] = view

    assert answer.status_code == 500
    assert [record.exc_info[1] for record in caplog.records if record.exc_info] == [error]


@pytest.mark.parametrize(
    "address",
    [
        "/casebooks/a%00b/", "/casebooks/a%00b/book.pdf", "/casebooks/a/b%00.pdf", "/i/a%00b", "/r/a%00b/",
        "/staff/cases/99999999999", "/staff/cases/2147483648", "/staff/codebook/a%00b",
    ],
)  # fmt: skip
def test_an_address_that_no_row_can_have_leads_nowhere(app: Flask, client: FlaskClient, address: str) -> None:
    sign_in(client, app, Role.ADMINISTRATOR)

    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "account=2147483648", "account=-1", "account=x", "since=0001-01-01", "until=9999-12-31", "noun=a%00", "page=%00",
    ],
)  # fmt: skip
def test_an_argument_that_no_row_can_have_narrows_nothing(
    app: Flask, client: FlaskClient, query: str
) -> None:
    sign_in(client, app, Role.ADMINISTRATOR)

    assert client.get(f"/staff/audit/?{query}").status_code == 200


def test_no_database_is_asked_for_a_letter_that_it_cannot_keep(app: Flask) -> None:
    with app.test_request_context("/?q=a%00b", method="POST", data={"na\0me": "va\0lue", "plain": "あ"}):
        assert request.args["q"] == "ab"
        assert dict(request.form) == {"name": "value", "plain": "あ"}


@pytest.mark.parametrize(
    ("text", "is_fine"),
    [("0", True), ("17", True), ("2147483647", True), ("2147483648", False), ("-1", False), ("１", False), ("", False), ("²", False), ("9" * 5000, False)],
)  # fmt: skip
def test_a_rows_number_is_one_that_a_row_can_have(text: str, is_fine: bool) -> None:
    assert is_row_id(text) is is_fine
