"""What becomes of letters: whose fault costs a try, what stops all of them, and who makes them go."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Row, select, update

from casefinder import work
from casefinder.db import database_seconds
from casefinder.logbook import LETTER_TAKEN, Logbook, deed, read
from casefinder.mail import outbox
from casefinder.mail.models import Letter, MailStop
from casefinder.mail.troubles import LONGEST_STOP_S, NotTaken, Trouble, Verdict
from tests.conftest import NOON
from tests.factories.invitations import make_link

CLOSED = NotTaken(Verdict(Trouble.UNREACHABLE, "Connection refused"))
WRONG_PASSWORD = NotTaken(Verdict(Trouble.SIGN_IN, "535 5.7.8 no"))
GREYLISTED = NotTaken(Verdict(Trouble.LATER, "450 4.2.0 greylisted"))
UNKNOWN = NotTaken(Verdict(Trouble.ADDRESS, "550 5.1.1 k***@town.example.jp unknown"))


def letter_kind() -> work.Kind:
    return next(kind for kind in work.kinds() if kind.name == "letter")


def refuse(app: Flask, *refusals: Exception) -> None:
    app.extensions["postman"].refusals += refusals


def perform(app: Flask) -> int:
    """Do what is due of letters; returns how many were begun."""
    return work.perform_due(app.extensions["database"], letter_kind())


def letters(app: Flask) -> list[Row[Any]]:
    with app.extensions["database"].reading() as session:
        return list(session.execute(select(*Letter.__table__.columns).order_by(Letter.id)))


def stop(app: Flask) -> Row[Any] | None:
    with app.extensions["database"].reading() as session:
        return session.execute(select(*MailStop.__table__.columns)).one_or_none()


def change(app: Flask, model: Any, **values: object) -> None:
    with app.extensions["database"].transaction() as session:
        session.execute(update(model).values(**values))


def all_due(app: Flask) -> None:
    change(app, Letter, due_s=0.0)
    change(app, MailStop, next_try_s=0.0)


def now_s(app: Flask) -> float:
    with app.extensions["database"].reading() as session:
        return database_seconds(session)


def press(app: Flask, *, at: datetime = NOON, letter_ids: list[int] | None = None) -> int:
    with app.extensions["database"].transaction() as session:
        return outbox.send_now(session, now=at, letter_ids=letter_ids)


def test_our_own_fault_stops_all_letters_and_costs_none_a_try(app: Flask) -> None:
    for name in ("一町", "二町", "三町"):
        make_link(app, name=name)
    refuse(app, CLOSED)

    assert perform(app) == 1, "the others are not tried at a server that cannot be reached"

    found = stop(app)
    assert found is not None
    assert (found.trouble, found.words, found.failures, found.since_at) == (
        "unreachable",
        "Connection refused",
        1,
        NOON,
    )
    assert 25 <= found.next_try_s - now_s(app) <= 30
    assert [(each.tries, each.failed_at) for each in letters(app)] == [(0, None)] * 3
    assert letters(app)[0].trouble == "unreachable"


def test_a_house_that_cannot_send_for_a_week_loses_no_letter(app: Flask) -> None:
    make_link(app)
    refuse(app, *[WRONG_PASSWORD] * 60)
    for _ in range(60):
        all_due(app)
        perform(app)

    all_due(app)
    perform(app)

    (letter,) = letters(app)
    assert letter.done_at == NOON
    assert (letter.tries, letter.failed_at, letter.failure, letter.trouble) == (0, None, None, None)
    assert stop(app) is None


def test_the_longer_our_fault_lasts_the_longer_is_waited_and_since_when_is_known(app: Flask) -> None:
    make_link(app)
    refuse(app, *[CLOSED] * 3)
    for _ in range(3):
        all_due(app)
        perform(app)

    found = stop(app)
    assert found is not None
    assert (found.failures, found.since_at) == (3, NOON)
    assert 470 <= found.next_try_s - now_s(app) <= 480


def test_the_first_letter_that_is_taken_ends_the_stop_for_all(app: Flask) -> None:
    for name in ("一町", "二町"):
        make_link(app, name=name)
    refuse(app, CLOSED)
    perform(app)
    change(app, MailStop, next_try_s=0.0)

    assert perform(app) == 1, "the one that met the fault waits a little longer: it may be the cause"

    assert stop(app) is None
    assert [each.done_at for each in letters(app)] == [None, NOON]


def test_a_recipient_that_asks_for_later_costs_its_letter_a_try_and_stops_nobody(app: Flask) -> None:
    for name in ("一町", "二町"):
        make_link(app, name=name)
    refuse(app, GREYLISTED)

    assert perform(app) == 2

    first, second = letters(app)
    assert (first.tries, first.failure, first.trouble, first.failed_at) == (
        1,
        "450 4.2.0 greylisted",
        "later",
        None,
    )
    assert 25 <= first.due_s - now_s(app) <= 30
    assert second.done_at == NOON
    assert stop(app) is None


def test_what_is_put_off_for_two_days_fails_in_the_end(app: Flask) -> None:
    make_link(app)
    refuse(app, *[GREYLISTED] * 30)
    for _ in range(29):
        all_due(app)
        perform(app)
    assert letters(app)[0].failed_at is None

    all_due(app)
    perform(app)

    assert (letters(app)[0].failed_at, letters(app)[0].tries) == (NOON, 30)


def test_an_address_that_does_not_exist_fails_at_once(app: Flask) -> None:
    make_link(app)
    refuse(app, UNKNOWN)

    perform(app)

    (letter,) = letters(app)
    assert (letter.failed_at, letter.tries, letter.trouble) == (NOON, 1, "address")


def test_each_try_carries_the_same_message_id_of_the_senders_domain(app: Flask) -> None:
    make_link(app)
    refuse(app, CLOSED)
    perform(app)
    before = letters(app)[0].message_id

    all_due(app)
    perform(app)

    (sent,) = app.extensions["postman"].sent
    assert sent["Message-ID"] == before == letters(app)[0].message_id
    assert before.endswith("@example.jp>")


def test_all_that_wait_can_be_sent_now(app: Flask) -> None:
    make_link(app)
    refuse(app, CLOSED)
    perform(app)
    assert perform(app) == 0

    assert press(app) == 1

    assert perform(app) == 1
    assert letters(app)[0].done_at == NOON


def test_sending_now_begins_the_two_days_anew_and_counts_no_attempt_twice(app: Flask) -> None:
    make_link(app)
    refuse(app, *[GREYLISTED] * 2)
    perform(app)
    press(app)
    perform(app)

    (letter,) = letters(app)
    assert (letter.tries, letter.attempts) == (1, 2)


def test_one_letter_that_failed_can_be_sent_now_and_no_other(app: Flask) -> None:
    for name in ("一町", "二町"):
        make_link(app, name=name)
    refuse(app, UNKNOWN, UNKNOWN)
    perform(app)
    _, second = letters(app)

    assert press(app, letter_ids=[second.id]) == 1

    assert perform(app) == 1
    assert [each.done_at for each in letters(app)] == [None, NOON]
    assert letters(app)[0].failed_at == NOON


def test_a_failed_letter_is_not_among_all_that_wait(app: Flask) -> None:
    make_link(app)
    refuse(app, UNKNOWN)
    perform(app)

    assert press(app) == 0


def test_what_was_sent_and_what_is_kept_for_later_is_not_sent_now(app: Flask) -> None:
    make_link(app, name="一町")
    perform(app)
    make_link(app, name="二町")
    sent, kept = letters(app)
    with app.extensions["database"].transaction() as session:
        tomorrow = {"not_before": NOON + timedelta(days=1), "due_s": now_s(app) + 86400}
        session.execute(update(Letter).where(Letter.id == kept.id).values(**tomorrow))

    assert press(app) == 0
    assert press(app, letter_ids=[sent.id, kept.id]) == 0
    assert perform(app) == 0
    assert press(app, at=NOON + timedelta(days=2)) == 1


def test_a_stop_from_before_the_clock_was_set_back_holds_nobody(app: Flask) -> None:
    make_link(app)
    refuse(app, CLOSED)
    perform(app)
    change(app, Letter, due_s=0.0)
    change(app, MailStop, next_try_s=now_s(app) + LONGEST_STOP_S + 60)

    assert perform(app) == 1


def test_the_servers_words_go_into_the_row_and_into_no_log(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    make_link(app)
    refuse(app, UNKNOWN, CLOSED)

    perform(app)

    assert "town.example.jp" not in caplog.text
    assert "was not taken: address" in caplog.text
    assert "Traceback" not in caplog.text


def test_fi_10_a_letter_whose_yes_the_row_was_not_told_is_not_sent_again(app: Flask, tmp_path: Path) -> None:
    make_link(app)
    app.extensions["database"].logbook = logbook = Logbook(tmp_path / "logbook.jsonl")
    (letter,) = letters(app)
    logbook.write([deed(LETTER_TAKEN, NOON, letter=letter.message_id)])
    change(app, Letter, attempts=1)  # a worker began it and is gone

    perform(app)

    assert app.extensions["postman"].sent == []
    assert letters(app)[0].done_at is not None


def test_a_letter_that_was_taken_is_written_down_without_its_address(app: Flask, tmp_path: Path) -> None:
    make_link(app)
    path = tmp_path / "logbook.jsonl"
    app.extensions["database"].logbook = Logbook(path)

    perform(app)

    (written,) = read(path)
    assert written["what"] == LETTER_TAKEN
    assert written["letter"] in letters(app)[0].message_id
    assert "@" not in path.read_text()


def test_a_letter_that_was_not_taken_is_not_written_down(app: Flask, tmp_path: Path) -> None:
    make_link(app)
    app.extensions["database"].logbook = Logbook(tmp_path / "logbook.jsonl")
    refuse(app, GREYLISTED)

    perform(app)

    assert read(tmp_path / "logbook.jsonl") == []


def test_fi_18_a_letter_that_a_later_version_asked_for_waits_for_that_version(app: Flask) -> None:
    """Web and worker are of two versions for a while; the older one neither fails nor drops what it does not know."""
    for name in ("一町", "二町"):
        make_link(app, name=name)
    first, second = letters(app)
    with app.extensions["database"].transaction() as session:
        session.execute(update(Letter).where(Letter.id == first.id).values(kind="match/pairs/proposal"))
    for _ in range(letter_kind().max_attempts + 1):
        all_due(app)
        perform(app)

    waiting, sent = letters(app)
    assert (waiting.failed_at, waiting.done_at, waiting.tries, sent.done_at) == (None, None, 0, NOON)
    assert 890 <= waiting.due_s - now_s(app) <= 900

    with app.extensions["database"].transaction() as session:
        session.execute(update(Letter).where(Letter.id == first.id).values(kind=second.kind))
    all_due(app)
    perform(app)
    assert letters(app)[0].done_at == NOON
