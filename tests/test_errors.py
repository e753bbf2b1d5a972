"""What a visitor sees when there is nothing."""

from flask import Flask
from flask.testing import FlaskClient

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
