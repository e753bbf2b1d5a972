"""The outbox: one letter for one act, not before its time, each kind under its own name."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.db import database_seconds
from casefinder.mail import service
from casefinder.mail.models import Letter
from casefinder.mail.rules import LetterClass, LetterKind, at_once
from tests.conftest import NOON

NOTICE = LetterKind("test/notice", "A notice", LetterClass.NOTICE)
MORNING = NOON + timedelta(hours=20)
IN_THE_MORNING = replace(NOTICE, not_before=lambda asked_at: MORNING)


def queued(session: Session, kind: LetterKind = NOTICE, not_before: datetime | None = None) -> Letter:
    return service.queue(session, kind, now=NOON, not_before=not_before)


def waits_s(session: Session, letter: Letter) -> float:
    return letter.due_s - database_seconds(session)


def test_a_letter_leaves_at_once_when_nothing_is_said(session: Session) -> None:
    letter = queued(session)

    assert (letter.due_s, letter.not_before, letter.letter_class) == (0.0, None, "notice")


@pytest.mark.parametrize(
    ("kind", "asked", "expected"),
    [
        (NOTICE, MORNING, MORNING),
        (IN_THE_MORNING, None, MORNING),
        (IN_THE_MORNING, MORNING + timedelta(days=1), MORNING + timedelta(days=1)),
        (IN_THE_MORNING, NOON, MORNING),
    ],
)
def test_a_letter_waits_for_its_kind_and_for_what_was_asked(
    session: Session, kind: LetterKind, asked: datetime | None, expected: datetime
) -> None:
    letter = queued(session, kind, asked)

    assert letter.not_before == expected
    assert waits_s(session, letter) == pytest.approx((expected - NOON).total_seconds(), abs=60)


def test_a_letter_that_waits_is_not_taken_by_the_worker(app: Flask) -> None:
    database = app.extensions["database"]
    with database.transaction() as session:
        queued(session, not_before=MORNING)

    kind = next(kind for kind in work.kinds() if kind.name == "letter")
    assert work.take(database, kind) is None


def test_a_past_instant_holds_no_letter_back(session: Session) -> None:
    assert queued(session, not_before=NOON - timedelta(days=1)).not_before is None


def test_the_same_act_asks_for_one_letter(session: Session) -> None:
    first = service.queue(session, NOTICE, now=NOON, once_key="act:1")

    assert service.queue(session, NOTICE, now=NOON, once_key="act:1") is first
    assert len(session.scalars(select(Letter)).all()) == 1


def test_every_letter_of_the_application_is_known_by_name_and_class(app: Flask) -> None:
    known = {kind.name: kind.letter_class for kind in service.kinds()}

    assert known == {
        "ask/invitations/invite": LetterClass.REQUEST,
        "answer/responses/receipt": LetterClass.RECEIPT,
        "answer/responses/returned": LetterClass.NOTICE,
        "publish/releases/concern": LetterClass.NOTICE,
        "publish/releases/stopped": LetterClass.NOTICE,
        "publish/releases/resumed": LetterClass.NOTICE,
    }
    assert at_once(NOON) == NOON
