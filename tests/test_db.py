"""Writers stand in line, wait only so long, are told when it is safely stored, and never hold up who only reads."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from casefinder.db import Database, WriteOutsideTransaction, make_engine, want_work
from casefinder.staff.accounts.models import Account
from casefinder.syncing import SharedSync
from tests.factories.accounts import make_account
from tests.fakes import CountingBell
from tests.postgresql import PrivatePostgresql
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


def test_a_folder_that_nobody_can_write_in_is_told_like_a_database_that_refuses(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'gone' / 'casefinder.db'}")

    with pytest.raises(OperationalError), database.transaction():
        pass


def test_whoever_fails_gives_the_turn_back(one_row: Database) -> None:
    for _ in range(2):
        with pytest.raises(OperationalError), one_row.transaction() as session:
            session.execute(text("UPDATE counter SET no_such_column = 7"))

    with ThreadPoolExecutor(1) as pool:
        pool.submit(count_up, one_row).result()
    with one_row.reading() as session:
        assert session.scalar(text("SELECT number FROM counter")) == 1
    one_row.engine.dispose()


def test_writers_of_two_processes_wait_for_each_other_and_hold_no_connection(one_row: Database) -> None:
    other = Database(str(one_row.engine.url), patience_s=30)  # as another process sees it
    begun = threading.Event()

    def write() -> None:
        begun.set()
        count_up(other)

    with ThreadPoolExecutor(1) as pool:
        with one_row.transaction() as session:
            session.execute(text("UPDATE counter SET number = 100"))
            waiting = pool.submit(write)
            begun.wait()
            assert other.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
            assert not waiting.done()
        waiting.result()

    with other.reading() as session:
        assert session.scalar(text("SELECT number FROM counter")) == 101
    for each in (one_row, other):
        each.engine.dispose()


def test_a_writer_that_knows_no_line_is_waited_for_too(one_row: Database) -> None:
    stranger = sqlite3.connect(
        str(one_row.engine.url.database), isolation_level=None, check_same_thread=False
    )
    stranger.execute("BEGIN IMMEDIATE")
    stranger.execute("UPDATE counter SET number = 100")

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(count_up, one_row)
        wait_until(lambda: one_row.engine.pool.checkedout() == 1, what="our BEGIN")  # type: ignore[attr-defined]
        assert not waiting.done()
        stranger.execute("COMMIT")
        waiting.result()

    with one_row.reading() as session:
        assert session.scalar(text("SELECT number FROM counter")) == 101
    stranger.close()
    one_row.engine.dispose()


def test_a_reading_session_refuses_to_write(database_url: str) -> None:
    database = Database(database_url)
    with database.transaction() as session:
        account_id = make_account(session).id

    with database.reading() as session:
        session.get_one(Account, account_id).name = "他人"
        with pytest.raises(WriteOutsideTransaction):
            session.flush()
    database.engine.dispose()


def test_it_is_synced_before_anybody_is_told_and_after_the_next_may_write(one_row: Database) -> None:
    bell = one_row.bell = CountingBell()
    seen: list[object] = []

    def look(path: Path) -> None:
        with ThreadPoolExecutor(1) as pool:  # the next one writes meanwhile, and looks like another process
            other = Database(str(one_row.engine.url))
            pool.submit(count_up, other).result()
            seen.append((path.name, list(bell.heard)))
            other.engine.dispose()

    one_row.journal = SharedSync(Path(f"{one_row.engine.url.database}-wal"), look)
    with one_row.transaction() as session:
        session.execute(text("UPDATE counter SET number = 100"))
        want_work(session, "letter")

    assert seen == [("one.db-wal", [])]
    assert bell.heard == ["letter"]
    with one_row.reading() as session:
        assert session.scalar(text("SELECT number FROM counter")) == 101
    one_row.engine.dispose()


def test_a_disk_that_refuses_to_sync_is_told_like_one_that_refuses_to_store(one_row: Database) -> None:
    bell = one_row.bell = CountingBell()

    def refuse(_: Path) -> None:
        raise OSError("input/output error")

    one_row.journal = SharedSync(Path("journal"), refuse)
    with pytest.raises(OperationalError), one_row.transaction() as session:
        want_work(session, "letter")

    assert bell.heard == []
    one_row.engine.dispose()


@pytest.mark.parametrize(("own_engine", "level"), [(True, 1), (False, 2)])
def test_only_who_syncs_afterwards_leaves_it_out_of_the_commit(
    tmp_path: Path, own_engine: bool, level: int
) -> None:
    url = f"sqlite:///{tmp_path / 'one.db'}"
    engine = Database(url).engine if own_engine else make_engine(url)

    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA synchronous")) == level, "1 is NORMAL, 2 is FULL"
    engine.dispose()


def test_postgresql_reads_without_beginning_a_transaction_and_writes_in_one(
    postgresql: PrivatePostgresql,
) -> None:
    with postgresql.fresh_database("template0") as url:
        database = Database(url)
        with database.transaction() as session:
            first, second = (session.scalar(text("SELECT now()")) for _ in range(2))
            assert first == second
        with database.reading() as session:
            first, second = (session.scalar(text("SELECT now()")) for _ in range(2))
            assert first != second
        database.engine.dispose()


def test_postgresql_that_cut_a_resting_connection_is_asked_anew(postgresql: PrivatePostgresql) -> None:
    with postgresql.fresh_database("template0") as url:
        database, other = Database(url), Database(url)
        with database.reading() as session:
            resting = session.scalar(text("SELECT pg_backend_pid()"))
        with other.reading() as session:
            session.execute(text("SELECT pg_terminate_backend(:pid, 60000)"), {"pid": resting})

        with database.transaction() as session:
            assert session.scalar(text("SELECT pg_backend_pid()")) != resting
        for each in (database, other):
            each.engine.dispose()
