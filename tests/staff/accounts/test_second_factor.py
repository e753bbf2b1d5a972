"""The second factor: codes of now count once, paper stands in once, and nobody of power comes in without."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from casefinder import clock
from casefinder.faces import Role
from casefinder.staff.accounts import administration, second_factor
from casefinder.staff.accounts import second_factor_rules as rules
from casefinder.staff.accounts.models import Account, AccountSession, RecoveryCode
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON
from tests.factories.accounts import PASSWORD, make_account

RFC_SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert rules.code_at(RFC_SECRET, seconds // rules.STEP_S) == code


def test_a_code_counts_a_step_early_and_a_step_late_and_once() -> None:
    step = rules.step_of(NOON)

    for near in (step - 1, step, step + 1):
        assert rules.step_of_code(RFC_SECRET, rules.code_at(RFC_SECRET, near), NOON, after=0) == near
    assert rules.step_of_code(RFC_SECRET, rules.code_at(RFC_SECRET, step + 2), NOON, after=0) is None
    assert rules.step_of_code(RFC_SECRET, rules.code_at(RFC_SECRET, step), NOON, after=step) is None


def test_a_clock_that_was_set_back_keeps_nobody_out_for_good() -> None:
    step = rules.step_of(NOON)

    assert rules.step_of_code(RFC_SECRET, rules.code_at(RFC_SECRET, step), NOON, after=step + 9000) == step


def test_a_code_is_read_in_any_width_and_with_a_space() -> None:
    code = rules.code_at(RFC_SECRET, rules.step_of(NOON))
    wide = code.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})

    for typed in (code, f"{code[:3]} {code[3:]}", wide, f"  {code}\u200b"):
        assert rules.step_of_code(RFC_SECRET, typed, NOON, after=0) is not None, typed


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_code_or_none(typed: str) -> None:
    rules.step_of_code(RFC_SECRET, typed, NOON, after=0)
    rules.is_recovery_code(typed)
    assert len(rules.recovery_digest("k", 1, typed)) == 32


def test_every_account_and_generation_has_a_secret_of_its_own() -> None:
    later = NOON + timedelta(days=1)
    secrets = {
        rules.secret_for("k" * 40, 1, NOON, 1), rules.secret_for("k" * 40, 1, NOON, 2),
        rules.secret_for("k" * 40, 2, NOON, 1), rules.secret_for("k" * 40, 1, later, 1),
        rules.secret_for("l" * 40, 1, NOON, 1),
    }  # fmt: skip

    assert len(secrets) == 5


# through the pages


def signed_in(app: Flask, client: FlaskClient, role: Role = Role.PUBLISHER) -> int:
    with app.extensions["database"].transaction() as session:
        account = make_account(session, role=role)
        account_id, email = account.id, account.email
    client.post("/staff/sign-in", data={"email": email, "password": PASSWORD})
    return account_id


def code_of(app: Flask, account_id: int, steps: int = 0) -> str:
    with app.extensions["database"].reading() as session:
        secret = second_factor.secret_of("k" * 40, session.get_one(Account, account_id))
    return rules.code_at(secret, rules.step_of(clock.utc_now()) + steps)


def set_up(app: Flask, client: FlaskClient, account_id: int) -> list[str]:
    """Set it up and return the recovery codes."""
    page = client.post("/staff/second-factor/set-up", data={"code": code_of(app, account_id)}).text
    return re.findall(r">([a-z2-9]{5}-[a-z2-9]{5})<", page)


def enter_again(app: Flask, account_id: int, **fields: Any) -> FlaskClient:
    """Another browser that signs in with the password."""
    client = app.test_client()
    with app.extensions["database"].reading() as session:
        email = session.get_one(Account, account_id).email
    client.post("/staff/sign-in", data={"email": email, "password": PASSWORD})
    if fields:
        client.post("/staff/second-factor/", data=fields)
    return client


def is_in(client: FlaskClient) -> bool:
    return bool(client.get("/staff/accounts/").status_code in (200, 403))


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.ADMINISTRATOR])
def test_who_has_power_sets_it_up_before_anything_else(app: Flask, client: FlaskClient, role: Role) -> None:
    signed_in(app, client, role)

    for page in ("/staff/", "/staff/me", "/staff/cases/"):
        answer = client.get(page)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/staff/second-factor/"), page
    assert "2段階認証を設定する" in client.get("/staff/second-factor/").text


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_who_has_none_goes_on_without(app: Flask, client: FlaskClient, role: Role) -> None:
    signed_in(app, client, role)

    assert client.get("/staff/me").status_code == 200


def test_nothing_is_changed_by_a_session_that_has_not_proved_it(app: Flask, client: FlaskClient) -> None:
    signed_in(app, client, Role.ADMINISTRATOR)

    answer = client.post("/staff/accounts/new", data={"name": "x", "email": "x@example.jp", "role": "reader"})

    assert answer.status_code == 303
    with app.extensions["database"].reading() as session:
        assert session.scalar(select(Account.id).where(Account.email == "x@example.jp")) is None


def test_setting_it_up_shows_ten_codes_once_and_lets_in(app: Flask, client: FlaskClient) -> None:
    account_id = signed_in(app, client)

    codes = set_up(app, client, account_id)

    assert len(set(codes)) == 10
    assert is_in(client)
    page = client.get("/staff/second-factor/").text
    assert not any(code in page for code in codes)
    with app.extensions["database"].reading() as session:
        kept = session.scalars(select(RecoveryCode.digest)).all()
    assert not any(code.encode() in digest for code in codes for digest in kept)


def test_the_key_is_not_shown_again(app: Flask, client: FlaskClient) -> None:
    account_id = signed_in(app, client)
    key = re.search(r"<output class=.secret.>([A-Z2-7 ]+)</output>", client.get("/staff/second-factor/").text)
    assert key
    set_up(app, client, account_id)

    assert key[1] not in client.get("/staff/second-factor/").text
    assert key[1] not in enter_again(app, account_id).get("/staff/second-factor/").text
    assert client.post("/staff/second-factor/set-up", data={"code": "000000"}).status_code == 409


def test_the_next_time_password_and_code_let_in_and_the_password_alone_does_not(
    app: Flask, client: FlaskClient
) -> None:
    account_id = signed_in(app, client)
    set_up(app, client, account_id)

    assert not is_in(enter_again(app, account_id))
    assert is_in(enter_again(app, account_id, code=code_of(app, account_id, 1)))


def test_a_code_that_was_used_is_used(app: Flask, client: FlaskClient) -> None:
    account_id = signed_in(app, client)
    code = code_of(app, account_id)
    set_up(app, client, account_id)

    assert not is_in(enter_again(app, account_id, code=code))


def test_a_recovery_code_lets_in_once(app: Flask, client: FlaskClient) -> None:
    account_id = signed_in(app, client)
    (first, *_rest) = set_up(app, client, account_id)

    assert is_in(enter_again(app, account_id, code=first.upper()))
    assert not is_in(enter_again(app, account_id, code=first))


def test_new_recovery_codes_end_the_old_ones(app: Flask, client: FlaskClient) -> None:
    account_id = signed_in(app, client)
    old = set_up(app, client, account_id)

    new = re.findall(r">([a-z2-9]{5}-[a-z2-9]{5})<", client.post("/staff/second-factor/recovery").text)

    assert not is_in(enter_again(app, account_id, code=old[0]))
    assert is_in(enter_again(app, account_id, code=new[0]))


def test_codes_cannot_be_tried_out(app: Flask, client: FlaskClient) -> None:
    account_id = signed_in(app, client)
    set_up(app, client, account_id)
    other = enter_again(app, account_id)
    for _ in range(rules.FREE_CODES):
        assert other.post("/staff/second-factor/", data={"code": "000000"}).status_code == 422

    right = code_of(app, account_id, 1)

    assert other.post("/staff/second-factor/", data={"code": right}).status_code == 422
    clock.set_source(lambda: NOON + timedelta(minutes=1))
    assert other.post("/staff/second-factor/", data={"code": code_of(app, account_id)}).status_code == 303


def test_one_goes_on_to_where_one_wanted_to_go_and_nowhere_else(app: Flask, client: FlaskClient) -> None:
    account_id = signed_in(app, client)
    set_up(app, client, account_id)
    other = enter_again(app, account_id)
    onward = other.get("/staff/me").headers["Location"]
    assert onward == "/staff/second-factor/?next=%2Fstaff%2Fme"

    answer = other.post(onward, data={"code": code_of(app, account_id, 1)})

    assert answer.headers["Location"] == "/staff/me"
    evil = enter_again(app, account_id).post(
        "/staff/second-factor/?next=//evil.example", data={"code": code_of(app, account_id, 1)}
    )
    assert "evil" not in evil.headers.get("Location", "")


def test_a_first_password_is_changed_before_it_is_set_up(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        account = make_account(session, role=Role.ADMINISTRATOR)
        account_id, email = account.id, account.email
        given = administration.reset_password(session, account_id, by=None, now=NOON)
    client.post("/staff/sign-in", data={"email": email, "password": given})
    assert client.get("/staff/").headers["Location"] == "/staff/me"
    new = "a bridge of seven planks"

    client.post("/staff/me/password", data={"present": given, "new": new, "again": new})

    assert client.get("/staff/").headers["Location"].startswith("/staff/second-factor/")


def test_changing_the_password_keeps_what_was_proved(app: Flask, client: FlaskClient) -> None:
    account_id = signed_in(app, client)
    set_up(app, client, account_id)
    new = "a bridge of seven planks"

    client.post("/staff/me/password", data={"present": PASSWORD, "new": new, "again": new})

    assert client.get("/staff/me").status_code == 200


def test_sec_19_an_administrator_lets_it_begin_anew_and_all_sessions_end(
    app: Flask, client: FlaskClient
) -> None:
    account_id = signed_in(app, client)
    codes = set_up(app, client, account_id)
    administrator = app.test_client()
    set_up(app, administrator, signed_in(app, administrator, Role.ADMINISTRATOR))

    administrator.post(f"/staff/accounts/{account_id}/second-factor")

    assert client.get("/staff/me").headers["Location"].startswith("/staff/sign-in")
    again = enter_again(app, account_id, code=codes[0])
    assert "2段階認証を設定する" in again.get("/staff/second-factor/").text
    with app.extensions["database"].reading() as session:
        actions = set(session.scalars(select(AuditEntry.action)))
    assert {"account.factor_set_up", "account.factor_reset"} <= actions


def test_a_session_of_before_the_upgrade_has_proved_nothing(app: Flask, client: FlaskClient) -> None:
    account_id = signed_in(app, client)
    with app.extensions["database"].reading() as session:
        own = session.scalars(select(AccountSession).where(AccountSession.account_id == account_id)).one()
    assert own.proved_at is None


def test_a_page_that_asks_for_json_is_told_that_it_is_not_signed_in(app: Flask, client: FlaskClient) -> None:
    signed_in(app, client)

    answer = client.get("/staff/me", headers={"Accept": "application/json"})

    assert answer.status_code == 401
