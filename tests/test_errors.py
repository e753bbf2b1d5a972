"""What a visitor sees when there is nothing."""

from flask.testing import FlaskClient


def test_an_unknown_address_gets_a_japanese_page_with_headers(client: FlaskClient) -> None:
    answer = client.get("/nowhere", headers={"Host": "localhost"})

    assert answer.status_code == 404
    assert "見つかりませんでした" in answer.get_data(as_text=True)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_foreign_host_header_is_refused(client: FlaskClient) -> None:
    assert client.get("/nowhere", headers={"Host": "evil.example"}).status_code == 400
