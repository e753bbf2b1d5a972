"""Strangers slow themselves down, and nobody else."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.staff.accounts import administration, rules, throttle
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON
from tests.factories.accounts import PASSWORD, make_account

HERE, THERE = "192.0.2.0/24", "198.51.100.0/24"


def tried(session: Session, times: int, email: str = "a@example.jp", network: str = THERE) -> None:
    for _ in range(times):
        throttle.note_try(session, email, network=network, browser=None, now=NOON)


def test_sec_22_tries_from_elsewhere_do_not_keep_anybody_out(session: Session) -> None:
    tried(session, rules.FREE_TRIES)
    with pytest.raises(throttle.TooMany):
        tried(session, 1)

    assert throttle.note_try(session, "a@example.jp", network=HERE, browser=None, now=NOON) == 1


def test_sec_22_a_known_browser_is_not_kept_out_by_its_own_network(session: Session) -> None:
    tried(session, rules.FREE_TRIES, network=HERE)

    assert throttle.note_try(session, "a@example.jp", network=HERE, browser="known", now=NOON) == 1


def test_sec_22_a_known_browser_is_slowed_down_by_its_own_tries(session: Session) -> None:
    for _ in range(rules.FREE_TRIES):
        throttle.note_try(session, "a@example.jp", network=HERE, browser="known", now=NOON)

    with pytest.raises(throttle.TooMany):
        throttle.note_try(session, "a@example.jp", network=HERE, browser="known", now=NOON)


def test_sec_22_spraying_over_many_addresses_slows_the_network_down(session: Session) -> None:
    for number in range(rules.FREE_TRIES_OF_NETWORK):
        tried(session, 1, email=f"person{number}@example.jp")

    with pytest.raises(throttle.TooMany):
        tried(session, 1, email="one-more@example.jp")
    tried(session, 1, email="one-more@example.jp", network=HERE)


def test_a_network_is_forgiven_after_an_hour(session: Session) -> None:
    for number in range(rules.FREE_TRIES_OF_NETWORK + 1):
        with_patience(session, number)

    later = NOON + rules.NETWORK_FORGETS_AFTER + rules.LONGEST_WAIT
    assert throttle.note_try(session, "new@example.jp", network=THERE, browser=None, now=later) == 1


def with_patience(session: Session, number: int) -> None:
    try:
        tried(session, 1, email=f"person{number}@example.jp")
    except throttle.TooMany:
        return


def test_sec_22_a_new_password_opens_at_once_whatever_was_tried(session: Session) -> None:
    account = make_account(session, email="a@example.jp")
    tried(session, rules.FREE_TRIES)

    administration.reset_password(session, account.id, by=None, now=NOON)

    tried(session, 1)


def test_what_was_counted_long_ago_is_not_kept(session: Session) -> None:
    tried(session, 1)
    long_after = NOON + throttle.KEPT + timedelta(minutes=1)

    throttle.note_try(session, "b@example.jp", network=HERE, browser=None, now=long_after)

    assert len(session.scalars(select(throttle.SignInFailure.key)).all()) == 2


def sign_in(client: FlaskClient, email: str, password: str, address: str = "198.51.100.7") -> int:
    data = {"email": email, "password": password}
    answer = client.post("/staff/sign-in", data=data, environ_base={"REMOTE_ADDR": address})
    return int(answer.status_code)


@pytest.fixture
def email(app: Flask) -> str:
    with app.extensions["database"].transaction() as session:
        return make_account(session).email


def test_sec_22_the_right_password_opens_while_strangers_try(
    app: Flask, client: FlaskClient, email: str
) -> None:
    for number in range(8):
        sign_in(app.test_client(), email, "wrong, wrong, wrong", f"203.0.113.{number}")

    assert sign_in(client, email, PASSWORD) == 303


def test_sec_22_a_browser_that_signed_in_before_is_known_again(
    app: Flask, client: FlaskClient, email: str
) -> None:
    assert sign_in(client, email, PASSWORD) == 303
    client.post("/staff/sign-out")
    for _ in range(rules.FREE_TRIES + 1):
        sign_in(app.test_client(), email, "wrong, wrong, wrong")

    assert sign_in(app.test_client(), email, PASSWORD) == 422
    assert sign_in(client, email, PASSWORD) == 303


def test_a_browsers_mark_is_good_for_its_own_account_only(
    app: Flask, client: FlaskClient, email: str
) -> None:
    with app.extensions["database"].transaction() as session:
        other = make_account(session).email
    sign_in(client, other, PASSWORD)
    client.post("/staff/sign-out")
    for _ in range(rules.FREE_TRIES):
        sign_in(client, email, "wrong, wrong, wrong")

    assert sign_in(client, email, PASSWORD) == 422


def test_a_made_up_mark_makes_no_browser_known(app: Flask, client: FlaskClient, email: str) -> None:
    client.set_cookie("cf-browser", "made-up", domain="localhost")
    for _ in range(rules.FREE_TRIES):
        sign_in(client, email, "wrong, wrong, wrong")

    assert sign_in(client, email, PASSWORD) == 422


def test_sec_22_failures_stand_in_the_trail_and_do_not_fill_it(app: Flask, email: str) -> None:
    for _ in range(rules.FREE_TRIES + 5):
        sign_in(app.test_client(), email, "wrong, wrong, wrong")

    with app.extensions["database"].reading() as session:
        found = session.scalars(select(AuditEntry).where(AuditEntry.action == "account.sign_in_failed")).all()
    assert [entry.detail["tries"] for entry in found] == [1, 2, 4]
    assert {entry.detail["network"] for entry in found} == {"198.51.100.0/24"}
    assert all(entry.subject_id for entry in found)


def test_a_failure_at_nobodys_address_stands_in_the_trail_without_it(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "nobody@example.jp", "wrong, wrong, wrong")

    with app.extensions["database"].reading() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "account.sign_in_failed"))
    assert entry.subject_id is None
    assert "nobody" not in str(entry.detail)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2ff::9", "2001:db8:1:200::/56"),
        ("", "unknown"),
        (None, "unknown"),
        ("a name", "unknown"),
    ],
)
def test_a_network_is_what_one_house_has(address: str | None, network: str) -> None:
    assert rules.network_of(address) == network


@given(st.text() | st.ip_addresses().map(str))
def test_whatever_an_address_is_a_network_comes_of_it(address: str) -> None:
    assert rules.network_of(address)


@given(st.integers(min_value=0, max_value=10_000))
def test_the_more_tries_the_longer_the_wait_and_never_too_long(failures: int) -> None:
    for wait in (rules.wait_after, rules.wait_of_network):
        assert timedelta(0) <= wait(failures) <= wait(failures + 1) <= rules.LONGEST_WAIT
