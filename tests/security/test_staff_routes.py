"""SEC-05, SEC-27: every staff route against every role, and its headers; what GETs and POSTs do is in test_routes."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from casefinder.faces import Face, Open, Role, face_of, policy_of
from tests.factories.accounts import sign_in
from tests.factories.invitations import make_link


def paths(app: Flask, face: Face | None = None) -> list[tuple[Rule, str, str]]:
    """All routes, of one face or of all, with each method and a path whose numbers are nobody's."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or face not in (None, face_of(app, rule.endpoint)):
            continue
        path = re.sub(r"<int:\w+>", NOBODYS, rule.rule)
        path = re.sub(r"<(?:\w+:)?\w+>", "x", path)
        found += [(rule, method, path) for method in sorted(rule.methods or ()) if method != "OPTIONS"]
    return found


def staff_rules(app: Flask) -> list[tuple[Rule, str, str]]:
    """The routes of the staff with the methods that a browser sends."""
    return [each for each in paths(app, Face.STAFF) if each[1] != "HEAD"]


def test_sec_05_every_staff_route_has_a_policy_that_names_a_role(app: Flask) -> None:
    open_ones = {r.endpoint for r, _, _ in staff_rules(app) if policy_of(app, r.endpoint) is Open.EVERYONE}

    assert open_ones == {
        "accounts.sign_in", "accounts.send_sign_in", "accounts.sign_out", "accounts.set_language",
    }  # fmt: skip
    assert all(isinstance(policy_of(app, r.endpoint), Role | Open) for r, _, _ in staff_rules(app))


on_one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)  # a policy asks none


@pytest.mark.slow
@on_one_database
@pytest.mark.parametrize("role", [None, *Role])
def test_sec_05_every_route_lets_in_whom_its_policy_says_and_nobody_else(
    app: Flask, client: FlaskClient, role: Role | None
) -> None:
    """Nothing stands behind these addresses: who may come in finds nothing there, or what is there for all."""
    invited = client.post(f"/i/{make_link(app).token}")
    assert invited.status_code == 303, "a respondent's cookie opens no door of the staff"
    if role:
        sign_in(client, app, role)

    wrong = {}
    for rule, method, path in paths(app):
        if rule.endpoint in ENDS_THE_SESSION:
            continue
        with client.open(path, method=method, buffered=True) as answer:
            outcome = outcome_of(answer.status_code, answer.headers.get("Location", ""))
        if outcome != expected(app, rule, role):
            wrong[method, path] = (outcome, answer.status_code)

    assert wrong == {}


NOBODYS = "987654"
ENDS_THE_SESSION = ("accounts.sign_out", "accounts.end_other_sessions")


def expected(app: Flask, rule: Rule, role: Role | None) -> str:
    """What becomes of somebody with this role, or without one, at a route."""
    policy = policy_of(app, rule.endpoint)
    if isinstance(policy, Role):
        return "to sign in" if role is None else "refused" if role < policy else "in"
    return "in"  # Open.INVITED finds nothing without the cookie of just that link: 404 is what it says to all


def outcome_of(status: int, location: str) -> str:
    """What an answer says of who may come in; an address behind which nothing is says that one may."""
    if location.startswith("/staff/sign-in"):
        return "to sign in"
    return {403: "refused", 401: "refused"}.get(status, "in" if status < 500 else "broken")


@on_one_database
@pytest.mark.parametrize("role", [None, *Role])
def test_sec_05_no_role_opens_a_page_of_invited_persons(
    app: Flask, client: FlaskClient, role: Role | None
) -> None:
    ref = make_link(app).ref
    if role:
        sign_in(client, app, role)

    invited = [each for each in paths(app) if policy_of(app, each[0].endpoint) is Open.INVITED]

    assert len(invited) > 20
    for rule, method, path in invited:
        own = re.sub(r"^/r/x", f"/r/{ref}", path)
        assert client.open(own, method=method).status_code in (404, 405), (method, rule.rule)


@on_one_database
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT"])
def test_sec_05_no_method_that_nobody_wrote_does_anything(
    app: Flask, client: FlaskClient, method: str
) -> None:
    sign_in(client, app, Role.ADMINISTRATOR)

    for path in sorted({path for _, _, path in paths(app)}):
        assert client.open(path, method=method).status_code in (404, 405), path


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
        if method != "GET" or NOBODYS in path.split("/"):
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
