"""Signing in and out, and what the pages show."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from casefinder.faces import Role
from casefinder.staff.accounts.models import Account, AccountSession
from tests.factories.accounts import PASSWORD, make_account, sign_in


def _account(app: Flask, **values: object) -> tuple[int, str]:
    with app.extensions["database"].transaction() as session:
        account = make_account(session, **values)  # type: ignore[arg-type]
        return account.id, account.email


def _try(client: FlaskClient, email: str, password: str, query: str = "") -> object:
    return client.post(f"/staff/sign-in{query}", data={"email": email, "password": password})


def test_without_signing_in_a_page_leads_to_the_sign_in_page(client: FlaskClient) -> None:
    answer = client.get("/staff/me")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/staff/sign-in?next=%2Fstaff%2Fme"


def test_the_right_password_leads_to_where_one_wanted_to_go(app: Flask, client: FlaskClient) -> None:
    _id, email = _account(app)

    answer = _try(client, email, PASSWORD, "?next=%2Fstaff%2Fme")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/staff/me"
    assert client.get("/staff/me").status_code == 200


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(app: Flask, client: FlaskClient) -> None:
    _id, email = _account(app)

    answer = _try(client, email, PASSWORD)

    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("cf-staff="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_the_database_keeps_no_token(app: Flask, client: FlaskClient) -> None:
    _id, email = _account(app)
    _try(client, email, PASSWORD)
    token = client.get_cookie("cf-staff").value

    with app.extensions["database"].reading() as session:
        kept = session.scalars(select(AccountSession.token_digest)).one()

    assert len(token) >= 43
    assert token.encode() not in kept
    assert len(kept) == 32


def test_sec_21_unknown_wrong_and_disabled_read_the_same(app: Flask, client: FlaskClient) -> None:
    _id, known = _account(app)
    disabled_id, disabled = _account(app)
    with app.extensions["database"].transaction() as session:
        account = session.get_one(Account, disabled_id)
        account.disabled_at = account.created_at

    answers = [
        _try(client, known, "not this one at all"),
        _try(client, "nobody@example.jp", "not this one at all"),
        _try(client, disabled, PASSWORD),
    ]

    texts = {re.sub(r'value="[^"]*"', "", a.get_data(as_text=True)) for a in answers}
    assert len(texts) == 1
    assert {a.status_code for a in answers} == {422}


@pytest.mark.parametrize(
    "onward",
    [
        "//evil.example", "/\\evil.example", "https:evil.example", "%2f%2fevil.example", "javascript:alert(1)",
        "/%09/evil.example", "/\t/evil.example", "https://evil.example/staff/me", "/staff/me\r\nSet-Cookie: a=b",
        "/no-such-page", "",
    ],
)  # fmt: skip
def test_sec_18_next_leads_nowhere_else(app: Flask, client: FlaskClient, onward: str) -> None:
    _id, email = _account(app)

    answer = client.post(
        "/staff/sign-in", query_string={"next": onward}, data={"email": email, "password": PASSWORD}
    )

    assert answer.status_code == 303
    assert answer.headers["Location"] in ("/staff/", "/staff/me")


def test_sec_19_a_cookie_set_before_is_not_taken_over(app: Flask, client: FlaskClient) -> None:
    _id, email = _account(app)
    client.set_cookie("cf-staff", "chosen-by-an-attacker", domain="localhost")

    _try(client, email, PASSWORD)

    assert client.get_cookie("cf-staff").value != "chosen-by-an-attacker"


def test_sec_19_a_signed_out_cookie_cannot_be_replayed(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    token = client.get_cookie("cf-staff").value
    client.post("/staff/sign-out")
    client.set_cookie("cf-staff", token, domain="localhost")

    assert client.get("/staff/me").status_code == 303


def test_sec_19_changing_the_password_ends_the_other_sessions(app: Flask, client: FlaskClient) -> None:
    _id, email = _account(app)
    elsewhere = app.test_client()
    _try(elsewhere, email, PASSWORD)
    _try(client, email, PASSWORD)
    before = client.get_cookie("cf-staff").value
    new = "a bridge of seven planks"

    answer = client.post("/staff/me/password", data={"present": PASSWORD, "new": new, "again": new})

    assert answer.status_code == 303
    assert client.get("/staff/me").status_code == 200
    assert client.get_cookie("cf-staff").value != before
    assert elsewhere.get("/staff/me").status_code == 303


def test_too_low_a_role_is_refused(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.PUBLISHER)

    assert client.get("/staff/accounts/").status_code == 403


def test_a_new_account_gets_a_password_once_and_must_change_it(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.ADMINISTRATOR)
    data = {"name": "鈴木 見本", "email": "suzuki@example.jp", "role": "editor"}

    shown = client.post("/staff/accounts/new", data=data)

    password = re.search(r"<output[^>]*>([^<]+)</output>", shown.get_data(as_text=True)).group(1)
    newcomer = app.test_client()
    assert _try(newcomer, "suzuki@example.jp", password).status_code == 303
    assert newcomer.get("/staff/me").status_code == 200
    assert client.post("/staff/accounts/new", data=data).status_code == 422
    assert password not in client.get("/staff/accounts/").get_data(as_text=True)


def test_sec_09_extra_fields_change_nothing(app: Flask, client: FlaskClient) -> None:
    own_id = sign_in(client, app, Role.READER)
    new = "a bridge of seven planks"

    client.post(
        "/staff/me/password",
        data={
            "present": PASSWORD,
            "new": new,
            "again": new,
            "role": "administrator",
            "account_id": "1",
            "email": "x@y.jp",
        },
    )

    with app.extensions["database"].reading() as session:
        assert session.get_one(Account, own_id).role == "reader"


def test_the_last_administrator_stays(app: Flask, client: FlaskClient) -> None:
    own_id = sign_in(client, app, Role.ADMINISTRATOR)

    assert client.post(f"/staff/accounts/{own_id}/disable").status_code == 409
    assert client.post(f"/staff/accounts/{own_id}/role", data={"role": "reader"}).status_code == 409
    assert client.get("/staff/accounts/").status_code == 200


def test_the_language_is_kept_in_a_cookie(client: FlaskClient) -> None:
    answer = client.post("/staff/language", data={"language": "en", "next": "/staff/sign-in"})

    assert answer.headers["Location"] == "/staff/sign-in"
    assert client.get_cookie("cf-language").value == "en"
    assert 'lang="en"' in client.get("/staff/sign-in").get_data(as_text=True)


def test_a_script_is_told_that_it_is_signed_out(client: FlaskClient) -> None:
    answer = client.get("/staff/me", headers={"Accept": "application/json"})

    assert answer.status_code == 401
    assert answer.json["sign_in"] == "/staff/sign-in"


def test_two_new_passwords_that_differ_are_told_beside_the_field(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.READER)

    answer = client.post(
        "/staff/me/password", data={"present": "x", "new": "a-long-enough-one", "again": "other"}
    )

    assert answer.status_code == 422
    assert "2つの欄で違っています" in answer.get_data(as_text=True)


def test_fi_13_what_was_typed_when_the_session_had_ended_is_not_lost(client: FlaskClient) -> None:
    typed = "三行の文を\n三十分かけて書きました。<b>"
    form = {"text": typed, "password": "a password nobody sees", "seen": "0" * 64, "name": "町"}

    answer = client.post(
        "/staff/cases/1/places/lead", data=form, headers={"Referer": "http://localhost/staff/cases/1"}
    )

    assert answer.status_code == 401
    assert "入力した文は下に残っています" in answer.text
    assert "三十分かけて書きました。&lt;b&gt;" in answer.text
    assert "a password nobody sees" not in answer.text
    assert "0" * 64 not in answer.text
    assert "/staff/sign-in?next=/staff/cases/1" in answer.text
    assert client.post("/staff/cases/1/places/lead", data={"name": "町"}).status_code == 303
