"""Accounts, tries and sessions on a real database."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.db import Database
from casefinder.errors import CasefinderError
from casefinder.faces import Role
from casefinder.staff.accounts import administration, queries, rules, service, throttle
from casefinder.staff.accounts.models import Account, SignInFailure
from tests.conftest import NOON
from tests.factories.accounts import PASSWORD, make_account
from tests.waiting import PATIENCE_S

LASTS = timedelta(hours=12)
IDLE = timedelta(minutes=30)


def test_a_new_account_has_a_one_time_password_that_expires(session: Session) -> None:
    added = service.create_account(session, email="a@example.jp", name="鈴木", role=Role.READER, now=NOON)

    password = added.one_time_password or ""
    late = NOON + rules.INITIAL_PASSWORD_LASTS
    assert service.check_password(session, "a@example.jp", password, now=NOON) == added.account_id
    with pytest.raises(service.WrongSignIn):
        service.check_password(session, "a@example.jp", password, now=late)


def test_one_address_one_account(session: Session) -> None:
    make_account(session, email="a@example.jp")

    with pytest.raises(service.AddressTaken):
        service.create_account(session, email="A@Example.jp ", name="x", role=Role.READER, now=NOON)


@pytest.mark.parametrize("email", ["", "nobody", "a@b,c@d.jp"])
def test_what_is_no_address_gets_no_account(session: Session, email: str) -> None:
    with pytest.raises(CasefinderError):
        service.create_account(session, email=email, name="x", role=Role.READER, now=NOON)


def note_try(
    session: Session, email: str, *, now: datetime, network: str = "192.0.2.0/24", browser: str | None = None
) -> int:
    return throttle.note_try(session, email, network=network, browser=browser, now=now)


def test_sec_22_after_some_tries_the_address_rests_and_no_other(session: Session) -> None:
    make_account(session, email="a@example.jp")
    for _ in range(rules.FREE_TRIES):
        note_try(session, "a@example.jp", now=NOON)

    with pytest.raises(throttle.TooMany):
        note_try(session, "a@example.jp", now=NOON)

    note_try(session, "b@example.jp", now=NOON)
    note_try(session, "a@example.jp", now=NOON + rules.wait_after(rules.FREE_TRIES))


def test_sec_22_a_success_forgets_the_failures(session: Session) -> None:
    account = make_account(session, email="a@example.jp")
    for _ in range(rules.FREE_TRIES):
        note_try(session, "a@example.jp", now=NOON)

    service.sign_in(session, account.id, lasts=LASTS, now=NOON)

    note_try(session, "a@example.jp", now=NOON)


def test_the_table_of_failures_keeps_no_address(session: Session) -> None:
    note_try(session, "a@example.jp", now=NOON)

    kept = " ".join(session.scalars(select(SignInFailure.key)))
    assert "example" not in kept
    assert "192.0.2" not in kept


def test_an_idle_session_ends_and_a_used_one_goes_on(session: Session) -> None:
    account = make_account(session)
    started = service.sign_in(session, account.id, lasts=LASTS, now=NOON)
    digest = service.digest(started.token)
    later = NOON + timedelta(minutes=29)

    service.touch(session, started.session_id, now=later)

    session.expire_all()
    assert queries.live_session(session, digest, idle=IDLE, now=later + timedelta(minutes=29)) is not None
    assert queries.live_session(session, digest, idle=IDLE, now=later + timedelta(minutes=30)) is None


def test_the_absolute_end_comes_however_busy_a_session_is(session: Session) -> None:
    account = make_account(session)
    started = service.sign_in(session, account.id, lasts=LASTS, now=NOON)
    end = NOON + LASTS
    service.touch(session, started.session_id, now=end - timedelta(seconds=1))

    assert queries.live_session(session, service.digest(started.token), idle=IDLE, now=end) is None


@pytest.mark.parametrize("act", ["disable", "role", "password"])
def test_sec_19_disabling_a_new_role_and_a_new_password_end_all_sessions(session: Session, act: str) -> None:
    make_account(session, role=Role.ADMINISTRATOR)
    account = make_account(session)
    token = service.sign_in(session, account.id, lasts=LASTS, now=NOON).token

    if act == "disable":
        administration.disable_account(session, account.id, by=None, now=NOON)
    elif act == "role":
        administration.change_role(session, account.id, Role.READER, by=1, now=NOON)
    else:
        service.change_password(
            session, account.id, present=PASSWORD, new="a bridge of seven planks", lasts=LASTS, now=NOON
        )

    session.expire_all()
    assert queries.live_session(session, service.digest(token), idle=IDLE, now=NOON) is None


def test_the_password_changes_only_with_the_present_one(session: Session) -> None:
    account = make_account(session)

    with pytest.raises(service.WrongSignIn):
        service.change_password(
            session, account.id, present="wrong", new="a bridge of seven planks", lasts=LASTS, now=NOON
        )
    with pytest.raises(service.PoorPassword):
        service.change_password(session, account.id, present=PASSWORD, new=PASSWORD, lasts=LASTS, now=NOON)


def test_sec_23_two_administrators_cannot_remove_each_other_at_once(database_url: str) -> None:
    database = Database(database_url)
    with database.transaction() as session:
        ids = [make_account(session, role=Role.ADMINISTRATOR).id for _ in range(2)]
    start, refused = threading.Barrier(2), []

    def disable(account_id: int) -> None:
        start.wait(timeout=PATIENCE_S)
        try:
            with database.transaction() as session:
                administration.disable_account(session, account_id, by=None, now=NOON)
        except administration.LastAdministrator as error:
            refused.append(error)

    threads = [threading.Thread(target=disable, args=(account_id,)) for account_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE_S)

    with database.reading() as session:
        left = session.scalar(select(func.count()).select_from(Account).where(Account.disabled_at.is_(None)))
    database.engine.dispose()
    assert left == 1
    assert len(refused) == 1


def test_sec_22_twenty_tries_at_once_are_all_counted(database_url: str) -> None:
    database = Database(database_url)
    with database.transaction() as session:
        note_try(session, "a@example.jp", now=NOON)
    passed: list[int] = []

    def attempt() -> None:
        try:
            with database.transaction() as session:
                note_try(session, "a@example.jp", now=NOON)
            passed.append(1)
        except throttle.TooMany:
            return

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE_S)

    database.engine.dispose()
    assert len(passed) == rules.FREE_TRIES - 1
