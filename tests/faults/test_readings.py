"""kill -9 of the worker while the engine reads a response: read once, nothing doubled, nothing left running."""

import os
import signal
from collections import Counter
from contextlib import suppress

import pytest
from sqlalchemy import select

from casefinder.analyse.suggestions.models import Finding, Reading, Suggestion
from tests.factories.invitations import make_link
from tests.factories.responses import make_response
from tests.faults.house import House, members, running
from tests.faults.post_office import PostOffice
from tests.waiting import LONG_S, wait_until

pytestmark = pytest.mark.slow


def submit(house: House) -> int:
    """Submit a whole response; returns the id of the reading that was asked for."""
    with house.database.transaction() as session:
        response = make_response(session, is_submitted=True)
        return session.scalars(select(Reading.id).where(Reading.response_id == response.id)).one()


def test_a_worker_killed_in_a_reading_reads_once_after_all(house: House, post_office: PostOffice) -> None:
    reading_id = submit(house)
    worker = house.start("worker", "--sweep", "0.5")
    house.wait_for(Reading, reading_id, "attempts")
    wait_until(lambda: engine_of(worker.pid), what="the engine's process")
    os.kill(engine_of(worker.pid)[0], signal.SIGSTOP)
    post_office.wait_for_mail(2)
    make_link(house.app)
    post_office.wait_for_mail(3)  # a hung engine does not keep letters waiting

    (engine,) = engine_of(worker.pid)
    worker.kill_alone()
    with suppress(ProcessLookupError):
        os.kill(engine, signal.SIGCONT)

    wait_until(lambda: not members(worker.pid), what="the end of the engine, which noticed")
    cut_off = house.row(Reading, reading_id)
    assert (cut_off.attempts, cut_off.done_at, cut_off.failure) == (1, None, None)
    house.end_lease(Reading, reading_id)
    house.start("worker")

    done = house.wait_for(Reading, reading_id, "done_at", timeout_s=LONG_S)
    assert (done.attempts, done.failed_at, done.failure) == (2, None, None)
    with house.database.reading() as session:
        assert session.scalars(select(Reading.id)).all() == [reading_id]
        suggestions = session.execute(
            select(
                Suggestion.response_id, Suggestion.source_text_id, Suggestion.start_char, Suggestion.end_char,
                Suggestion.theme_id,
            )
        ).all()  # fmt: skip
        findings = session.execute(
            select(Finding.source_text_id, Finding.kind, Finding.label, Finding.start_char, Finding.end_char)
        ).all()
    assert suggestions
    assert [each for each, count in Counter(suggestions).items() if count > 1] == []
    assert [each for each, count in Counter(findings).items() if count > 1] == []


def engine_of(pid: int) -> list[int]:
    """Return the child of a worker that runs the text engine."""
    return running(pid, "reader_child")
