"""Writers stand in line, wait only so long, and never hold up who only reads."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from casefinder.db import Database, WriteOutsideTransaction
from casefinder.staff.accounts.models import Account
from tests.factories.accounts import make_account
from tests.waiting import wait_until

AT_ONCE = 6


@pytest.fixture
def one_row(tmp_path: Path) -> Database:
    database = Database(f"sqlite:///{tmp_path / 'one.db'}", patience_s=30)
    with database.transaction() as session:
        session.execute(text("CREATE TABLE counter (number INTEGER)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))
    return database


def count_up(database: Database) -> None:
    with database.transaction() as session:
        number = session.scalar(text("SELECT number FROM counter"))
        session.execute(text("UPDATE counter SET number = :next"), {"next": number + 1})


def test_threads_that_write_stand_in_line_and_hold_no_connection_meanwhile(one_row: Database) -> None:
    begun = threading.Semaphore(0)

    def write() -> None:
        begun.release()
        count_up(one_row)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        with one_row.transaction() as session:
            session.execute(text("UPDATE counter SET number = 100"))
            waiting = [pool.submit(write) for _ in range(AT_ONCE)]
            for _ in range(AT_ONCE):
                begun.acquire()
            assert one_row.engine.pool.checkedout() == 1  # type: ignore[attr-defined]
            assert not any(each.done() for each in waiting)
            with one_row.reading() as reader:
                assert reader.scalar(text("SELECT number FROM counter")) == 0
        for each in waiting:
            each.result()

    with one_row.reading() as session:
        assert session.scalar(text("SELECT number FROM counter")) == 100 + AT_ONCE
    one_row.engine.dispose()


def test_a_writer_whose_turn_does_not_come_is_told(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'one.db'}", patience_s=0.05)

    with database.transaction(), ThreadPoolExecutor(1) as pool:
        error = pool.submit(count_up, database).exception()

    assert isinstance(error, OperationalError)
    assert "database is locked" in str(error)
    database.engine.dispose()


def test_whoever_fails_gives_the_turn_back(one_row: Database) -> None:
    for _ in range(2):
        with pytest.raises(OperationalError), one_row.transaction() as session:
            session.execute(text("UPDATE counter SET no_such_column = 7"))

    with ThreadPoolExecutor(1) as pool:
        pool.submit(count_up, one_row).result()
    with one_row.reading() as session:
        assert session.scalar(text("SELECT number FROM counter")) == 1
    one_row.engine.dispose()


def test_writers_of_two_processes_wait_for_each_other(one_row: Database) -> None:
    other = Database(str(one_row.engine.url), patience_s=30)  # as another process sees it: a turn of its own
    with ThreadPoolExecutor(1) as pool:
        with one_row.transaction() as session:
            session.execute(text("UPDATE counter SET number = 100"))
            waiting = pool.submit(count_up, other)
            wait_until(lambda: other.engine.pool.checkedout() == 1, what="the other's BEGIN")  # type: ignore[attr-defined]
            assert not waiting.done()
        waiting.result()

    with other.reading() as session:
        assert session.scalar(text("SELECT number FROM counter")) == 101
    for each in (one_row, other):
        each.engine.dispose()


def test_a_reading_session_refuses_to_write(database_url: str) -> None:
    database = Database(database_url)
    with database.transaction() as session:
        account_id = make_account(session).id

    with database.reading() as session:
        session.get_one(Account, account_id).name = "他人"
        with pytest.raises(WriteOutsideTransaction):
            session.flush()
    database.engine.dispose()
