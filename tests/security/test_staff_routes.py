"""SEC-05, SEC-27: every staff route against every role, and its headers; what GETs and POSTs do is in test_routes."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from casefinder.faces import Face, Open, Role, face_of, policy_of
from tests.factories.accounts import sign_in


def staff_rules(app: Flask) -> list[tuple[Rule, str, str]]:
    """All staff routes, with a method and a path whose numbers are all 1."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or face_of(app, rule.endpoint) is not Face.STAFF:
            continue
        path = re.sub(r"<int:\w+>", "1", rule.rule)
        path = re.sub(r"<(?:\w+:)?\w+>", "x", path)
        found += [(rule, method, path) for method in sorted(rule.methods or ()) if method in ("GET", "POST")]
    return found


def test_sec_05_every_staff_route_has_a_policy_that_names_a_role(app: Flask) -> None:
    open_ones = {r.endpoint for r, _, _ in staff_rules(app) if policy_of(app, r.endpoint) is Open.EVERYONE}

    assert open_ones == {
        "accounts.sign_in", "accounts.send_sign_in", "accounts.sign_out", "accounts.set_language",
    }  # fmt: skip
    assert all(isinstance(policy_of(app, r.endpoint), Role | Open) for r, _, _ in staff_rules(app))


def test_sec_05_without_signing_in_no_staff_page_is_seen(app: Flask, client: FlaskClient) -> None:
    for rule, method, path in staff_rules(app):
        if policy_of(app, rule.endpoint) is Open.EVERYONE:
            continue
        answer = client.open(path, method=method)

        assert answer.status_code == 303, path
        assert answer.headers["Location"].startswith("/staff/sign-in"), path


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.PUBLISHER])
def test_sec_05_a_role_too_low_is_refused_everywhere(app: Flask, client: FlaskClient, role: Role) -> None:
    sign_in(client, app, role)

    for rule, method, path in staff_rules(app):
        policy = policy_of(app, rule.endpoint)
        if isinstance(policy, Role) and policy > role:
            assert client.open(path, method=method).status_code == 403, (method, path)


def test_sec_05_what_changes_something_needs_an_editor(app: Flask) -> None:
    own = {
        "accounts.change_password", "accounts.end_own_session", "accounts.end_other_sessions", "overview.set_keys",
        "second_factor.prove", "second_factor.renew_codes", "second_factor.set_up",
    }  # fmt: skip
    weak = {
        rule.endpoint
        for rule, method, _ in staff_rules(app)
        if method == "POST" and policy_of(app, rule.endpoint) is Role.READER
    }
    assert weak <= own


def test_sec_27_staff_pages_are_neither_framed_nor_cached_nor_shared(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.ADMINISTRATOR)

    for rule, method, path in staff_rules(app):
        if method != "GET" or "1" in path.split("/"):
            continue
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], rule
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store", path
        assert "Cookie" in headers["Vary"]
        assert "Access-Control-Allow-Origin" not in headers
        assert headers.get("Referrer-Policy") == "same-origin"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example"])
def test_sec_17_a_foreign_host_is_refused(client: FlaskClient, host: str) -> None:
    assert client.get("/staff/sign-in", headers={"Host": host}).status_code == 400


def test_sec_19_the_session_id_is_new_at_each_sign_in(app: Flask, client: FlaskClient) -> None:
    tokens = set()
    for _ in range(5):
        sign_in(client, app)
        cookie = client.get_cookie("cf-staff")
        assert cookie is not None
        tokens.add(cookie.value)

    assert len(tokens) == 5
