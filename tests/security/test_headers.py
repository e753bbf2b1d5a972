"""Headers of every page of every face, foreign host names, and how much one may send (SEC-17, SEC-20, SEC-25, SEC-27)."""

import io
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from casefinder import work
from casefinder.faces import Face, Role, face_of
from tests.factories.invitations import enter, make_link
from tests.security.world import World, addresses, rules_of

pytestmark = pytest.mark.slow

TOO_LARGE = "一度に送る量が大きすぎます"


def test_sec_27_every_answer_of_every_face_carries_its_headers(world: World) -> None:
    for each in world.crawl:
        headers, where = each.answer.headers, each.address
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, where
        assert "unsafe-inline" not in policy, where
        assert "unsafe-eval" not in policy, where
        assert "frame-ancestors 'none'" in policy or "sandbox" in policy, where
        assert headers["X-Content-Type-Options"] == "nosniff", where
        secret_path = where.startswith("/i/")  # the address itself is the key
        assert headers["Referrer-Policy"] == ("no-referrer" if secret_path else "same-origin"), where
        assert "Access-Control-Allow-Origin" not in headers, where
        if each.answer.mimetype.startswith("text/"):
            assert "charset=utf-8" in headers["Content-Type"], where


def test_sec_20_pages_of_persons_are_never_kept_and_public_ones_set_no_cookie(world: World) -> None:
    stranger = world.app.test_client()

    for each in world.crawl:
        if face_of(world.app, each.rule.endpoint) is Face.PUBLIC:
            answer = stranger.get(each.address, buffered=True)
            assert "Set-Cookie" not in answer.headers, each.address
            assert "no-store" not in answer.headers.get("Cache-Control", ""), each.address
        else:
            headers = each.answer.headers
            assert headers["Cache-Control"] == "no-store", each.address
            assert "Cookie" in headers["Vary"], each.address
            assert "noindex" in headers["X-Robots-Tag"], each.address


def test_sec_17_a_foreign_host_name_is_answered_nowhere(world: World) -> None:
    client = world.client(Role.ADMINISTRATOR)

    for rule in rules_of(world.app, "GET"):
        each = next(addresses(world, rule))
        assert client.get(each, headers={"Host": "evil.example"}).status_code == 400, each


def test_sec_17_letters_and_redirects_never_take_their_address_from_the_request(
    app: Flask, client: FlaskClient
) -> None:
    link = make_link(app)
    forged = {
        "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher", "X-Forwarded-Prefix": "/evil",
        "Forwarded": "host=evil.example", "X-Original-URL": "/evil",
    }  # fmt: skip

    page = client.get(f"/i/{link.token}", headers=forged)
    entered = client.post(f"/i/{link.token}", headers=forged)
    work.drain(app.extensions["database"])

    assert entered.headers["Location"] == f"/r/{link.ref}/"
    assert "evil" not in page.text + str(entered.headers)
    (letter,) = app.extensions["postman"].sent
    assert "evil" not in letter.as_string()
    assert f"http://localhost/i/{link.token}" in letter.get_content()


def multipart(data: dict[str, object]) -> dict[str, object]:
    """Return a form as a browser sends one with files (bytes are a file)."""
    files = {
        name: FileStorage(io.BytesIO(each), "a.jpg") for name, each in data.items() if isinstance(each, bytes)
    }
    boundary, body = encode_multipart({**data, **files})
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


@pytest.mark.parametrize(
    "data",
    [
        {f"C2.{n}": "x" for n in range(2500)},
        {"C2": "あ" * 1_000_000},
        {"K1.upload": b"x" * 65 * 1024 * 1024},
    ],
    ids=["too many fields", "too much text", "too large a file"],
)
def test_sec_25_a_form_beyond_all_measure_is_refused_in_japanese(
    app: Flask, client: FlaskClient, data: dict[str, object]
) -> None:
    home = enter(client, make_link(app))

    answer = client.post(f"{home}s/C", **multipart(data))

    assert answer.status_code == 413
    assert TOO_LARGE in unescape(answer.text)
    assert "Content-Security-Policy" in answer.headers
    assert client.get(f"{home}s/C").status_code == 200


def test_sec_25_the_staff_face_has_the_same_measure(client: FlaskClient) -> None:
    answer = client.post("/staff/sign-in", data={"email": "x" * 3_000_000})

    assert answer.status_code == 413
    assert TOO_LARGE in answer.text
