"""Leases: nothing is done twice, nothing is lost."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.db import Database, database_seconds
from casefinder.hands import FileHands
from casefinder.mail.models import Letter
from casefinder.schema import BASE_DIR
from tests.conftest import NOON
from tests.fakes import CountingBell


def make_letter(session: Session, number: int = 1) -> Letter:
    letter = Letter(
        kind="test",
        letter_class="notice",
        context={},
        message_id=f"<{number}@test.invalid>",
        queued_at=NOON,
        requested_at=NOON,
        progress={},
    )
    session.add(letter)
    session.flush()
    return letter


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database(database_url)
    yield found
    found.engine.dispose()


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> work.Kind:
    """A kind of work of its own, so that the test does not send letters."""
    monkeypatch.setattr(work, "_kinds", {})
    return work.register(work.Kind("letter", Letter, perform=lambda lease: None))


def lease_ends(database: Database, row_id: int) -> None:
    with database.transaction() as session:
        session.execute(update(Letter).where(Letter.id == row_id).values(leased_until_s=0.0))


def test_a_leased_row_is_not_taken_by_another(database: Database, kind: work.Kind) -> None:
    with database.transaction() as session:
        make_letter(session)

    assert work.take(database, kind) is not None
    assert work.take(database, kind) is None


def test_a_dead_workers_row_is_taken_again_and_its_late_finish_does_not_count(
    database: Database, kind: work.Kind
) -> None:
    with database.transaction() as session:
        row_id = make_letter(session).id
    first = work.take(database, kind)
    lease_ends(database, row_id)
    second = work.take(database, kind)

    assert first is not None
    assert second is not None
    assert (first.attempt, second.attempt) == (1, 2)
    with pytest.raises(work.LostLease), database.transaction() as session:
        work.finish(session, first, now=NOON)
    with database.transaction() as session:
        work.finish(session, second, now=NOON)
    with pytest.raises(work.LostLease), database.transaction() as session:
        work.finish(session, second, now=NOON)


def test_failure_waits_and_in_the_end_gives_up(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    def always_fails(lease: work.Lease) -> None:
        tried.append(lease.attempt)
        raise OSError("the mail server is down")

    monkeypatch.setattr(work, "_kinds", {})
    kind = work.register(work.Kind("letter", Letter, perform=always_fails, max_attempts=2))
    with database.transaction() as session:
        row_id = make_letter(session).id

    work.perform_due(database, kind)
    assert work.take(database, kind) is None, "it waits before the next try"
    with database.transaction() as session:
        session.execute(update(Letter).values(due_s=0.0))
    work.perform_due(database, kind)

    with database.reading() as session:
        letter = session.get_one(Letter, row_id)
        assert tried == [1, 2]
        assert isinstance(letter.failed_at, datetime)
        assert letter.failure == "OSError: the mail server is down"


def test_one_bad_row_does_not_hold_up_the_others(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def perform(lease: work.Lease) -> None:
        if lease.row_id == bad:
            raise work.GiveUp("cannot be done")
        with database.transaction() as session:
            work.finish(session, lease, now=NOON)

    monkeypatch.setattr(work, "_kinds", {})
    kind = work.register(work.Kind("letter", Letter, perform=perform))
    with database.transaction() as session:
        bad = make_letter(session, 1).id
        make_letter(session, 2)

    assert work.perform_due(database, kind) == 2
    with database.reading() as session:
        rows = session.execute(select(Letter.id, Letter.done_at, Letter.failed_at).order_by(Letter.id)).all()
    assert [(row.done_at is None, row.failed_at is None) for row in rows] == [(True, False), (False, True)]


def test_a_reading_session_refuses_to_write(database: Database) -> None:
    from casefinder.db import WriteOutsideTransaction

    with pytest.raises(WriteOutsideTransaction), database.reading() as session:
        make_letter(session)


def test_the_bell_is_rung_once_for_a_kind_and_only_after_the_rows_are_stored(database: Database) -> None:
    bell = CountingBell()
    database.bell = bell

    with database.transaction() as session:
        for _ in range(2):
            work.request(session, "letter")
        heard_before_the_commit = list(bell.heard)

    assert heard_before_the_commit == []
    assert bell.heard == ["letter"]


def test_work_that_was_asked_for_in_vain_rings_nothing(database: Database) -> None:
    bell = CountingBell()
    database.bell = bell

    def ask_and_fail() -> None:
        with database.transaction() as session:
            work.request(session, "letter")
            raise work.GiveUp("a later step failed")

    with pytest.raises(work.GiveUp):
        ask_and_fail()

    assert bell.heard == []


DAY_S = 86400.0


def change(database: Database, **columns: float) -> None:
    with database.transaction() as session:
        session.execute(update(Letter).values(**columns))


def database_now(database: Database) -> float:
    with database.reading() as session:
        return database_seconds(session)


def test_fi_14_a_clock_that_was_set_back_a_day_keeps_no_failed_row_waiting(
    database: Database, kind: work.Kind
) -> None:
    with database.transaction() as session:
        make_letter(session)
    change(database, attempts=1, due_s=database_now(database) + DAY_S)

    assert work.take(database, kind) is not None


def test_fi_14_a_clock_that_was_set_back_a_day_lets_no_dead_workers_lease_last(
    database: Database, kind: work.Kind
) -> None:
    with database.transaction() as session:
        make_letter(session)
    change(database, attempts=1, leased_until_s=database_now(database) + DAY_S)

    assert work.take(database, kind) is not None


def test_a_row_that_was_asked_for_tomorrow_waits_until_then(database: Database, kind: work.Kind) -> None:
    with database.transaction() as session:
        make_letter(session)
    change(database, due_s=database_now(database) + DAY_S)

    assert work.take(database, kind) is None


def test_fi_14_a_clock_set_forward_gives_no_row_to_a_second_hand_of_the_same_process(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[work.Lease | None] = []

    def perform(lease: work.Lease) -> None:
        lease_ends(database, lease.row_id)  # as the clock says
        offered.append(work.take(database, kind))
        with database.transaction() as session:
            work.finish(session, lease, now=NOON)

    monkeypatch.setattr(work, "_kinds", {})
    kind = work.register(work.Kind("letter", Letter, perform=perform))
    with database.transaction() as session:
        make_letter(session)

    assert work.perform_due(database, kind) == 1
    assert offered == [None]


ELSEWHERE = """
import sys
from pathlib import Path
from casefinder.hands import FileHands
hands = FileHands(Path(sys.argv[1]))
print(hands.grab("letter", int(sys.argv[2])), flush=True)
sys.stdin.readline()
"""


@contextmanager
def in_hand_elsewhere(folder: Path, row_id: int) -> Iterator[None]:
    """Another process of the same machine that works on a row."""
    command = [sys.executable, "-c", ELSEWHERE, str(folder), str(row_id)]
    other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=BASE_DIR)
    assert other.stdout is not None
    assert other.stdout.readline().strip() == "True"
    yield
    other.communicate("\n")


def test_fi_14_a_clock_set_forward_gives_no_row_to_another_process(
    database_url: str, kind: work.Kind, tmp_path: Path
) -> None:
    database = Database(database_url, hands=FileHands(tmp_path))
    with database.transaction() as session:
        first, second = make_letter(session, 1).id, make_letter(session, 2).id

    with in_hand_elsewhere(tmp_path, first):
        lease_ends(database, first)  # as the clock says
        taken = [work.take(database, kind), work.take(database, kind)]
    assert [lease and lease.row_id for lease in taken] == [second, None]
    database.engine.dispose()


def test_what_a_process_had_in_hand_is_free_when_it_is_gone(
    database_url: str, kind: work.Kind, tmp_path: Path
) -> None:
    database = Database(database_url, hands=FileHands(tmp_path))
    with database.transaction() as session:
        row_id = make_letter(session).id

    with in_hand_elsewhere(tmp_path, row_id):
        pass

    assert work.take(database, kind) is not None
    database.engine.dispose()


def test_a_row_is_put_back_when_its_work_is_done_or_failed(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fails(lease: work.Lease) -> None:
        raise ValueError("no")

    monkeypatch.setattr(work, "_kinds", {})
    kind = work.register(work.Kind("letter", Letter, perform=fails))
    database = Database(database_url, hands=FileHands(tmp_path))
    with database.transaction() as session:
        row_id = make_letter(session).id

    work.perform_due(database, kind)

    with in_hand_elsewhere(tmp_path, row_id):
        pass
    database.engine.dispose()
