"""The judge reads beside other work, and stops when nobody waits for it any more."""

import os
from pathlib import Path

import pytest

from casefinder.publish.book.judge import GATES, Judging
from tests.faults.house import members
from tests.publish.conftest import Pressed
from tests.waiting import wait_until

pytestmark = pytest.mark.slow


def machines() -> set[int]:
    """The Java machines that this process started."""
    own = str(os.getpid())
    return {
        pid
        for pid in members(os.getsid(0))
        if (fields := _stat(pid)) and fields[1] == own and "book.judge" in _command(pid)
    }


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def test_each_standard_is_judged_in_a_process_of_its_own_and_ended_when_left(pressed: Pressed) -> None:
    with Judging(pressed.book) as judging:
        judging.begin()
        judging.begin()
        wait_until(lambda: len(machines()) == len(GATES), what="both judges to sit")

    assert machines() == set()


def test_an_unreadable_book_is_not_judged_and_says_why(tmp_path: Path) -> None:
    book = tmp_path / "book.pdf"
    book.write_text("no book")

    with Judging(book) as judging:
        judgement = judging.judgement()

    assert not judgement.passed
    assert judgement.error
