"""A heavy step that hangs, eats or crashes ends as one error of its own; the house goes on (FI-05)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from casefinder import child
from casefinder.work import LostLease
from tests.faults.house import children_of, members
from tests.processes import ROOT
from tests.waiting import wait_until

pytestmark = pytest.mark.slow
MODULE = "tests.faults.children"
SHORT = child.Limits(timeout_s=1.0, memory_mb=2048)
PATIENT = child.Limits(timeout_s=300.0, memory_mb=2048)


@pytest.mark.parametrize("way", ["hang", "loop"])
def test_fi_05_a_child_that_does_not_end_is_ended(way: str) -> None:
    before = children_of(os.getpid())

    with pytest.raises(child.ChildFailed, match="timed out after 1 s"):
        child.run(MODULE, way, limits=SHORT)

    assert children_of(os.getpid()) == before


@pytest.mark.parametrize(("way", "words"), [("eat", "MemoryError"), ("crash", "-11")])
def test_fi_05_a_child_that_breaks_says_how(way: str, words: str) -> None:
    with pytest.raises(child.ChildFailed, match=words):
        child.run(MODULE, way, limits=PATIENT)


def test_a_child_that_talks_a_lot_is_heard_to_the_end() -> None:
    assert child.run(MODULE, "chatter", limits=PATIENT) == "done\n"


@pytest.fixture
def lasting() -> Iterator[child.LastingChild]:
    made = child.LastingChild(MODULE, "once", limits=PATIENT)
    yield made
    made.close()


def test_fi_05_a_lasting_child_that_crashed_is_replaced_at_the_next_question(
    lasting: child.LastingChild,
) -> None:
    assert lasting.ask({"number": 1}) == {"heard": {"number": 1}}
    with pytest.raises(child.ChildFailed):
        lasting.ask({"number": 2})
    assert lasting.ask({"number": 3}) == {"heard": {"number": 3}}


def test_a_lasting_child_that_does_not_answer_is_ended() -> None:
    mute = child.LastingChild(MODULE, "mute", limits=SHORT)

    with pytest.raises(child.ChildFailed, match="answering timed out after 1 s"):
        mute.ask({"number": 1})


def test_loading_has_a_limit_of_its_own() -> None:
    never = child.LastingChild(MODULE, "hang", limits=child.Limits(timeout_s=600, load_timeout_s=1))

    with pytest.raises(child.ChildFailed, match="loading timed out after 1 s"):
        never.ask({"number": 1})


def test_a_child_that_loads_keeps_the_lease_alive(tmp_path: Path) -> None:
    """It ends loading only when the asker has ticked three times; the question itself is not late."""
    loaded, ticks = tmp_path / "loaded", []

    def tick() -> None:
        ticks.append(1)
        if len(ticks) == 3:
            loaded.touch()

    late = child.LastingChild(MODULE, "late", str(loaded), limits=PATIENT, tick_s=0.05)
    try:
        assert late.ask({"number": 1}, on_tick=tick) == {"heard": {"number": 1}}
    finally:
        late.close()


def test_an_answer_that_nobody_waited_for_is_never_taken_for_the_next() -> None:
    """The asker lost its lease while the child thought: the next asker gets a child of its own."""
    echo = child.LastingChild(MODULE, "echo", limits=PATIENT, tick_s=0.0)
    try:
        echo.ask({"number": 0})
        with pytest.raises(LostLease):
            echo.ask({"number": 1}, on_tick=_lose)
        assert echo.ask({"number": 2}) == {"heard": {"number": 2}}
    finally:
        echo.close()


def _lose() -> None:
    raise LostLease("taken over")


PARENT = f"""
import subprocess, sys
from casefinder.child import environment
subprocess.Popen([sys.executable, "-m", "{MODULE}", "hang"], env=environment())
sys.stdin.read()
"""


def test_a_child_whose_parent_died_before_it_could_look_ends_at_once() -> None:
    """The parent dies while the child is still starting: the usual signal would never come."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, cwd=ROOT, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    wait_until(lambda: len(members(parent.pid)) == 2, every_s=0.001, what="the child's first moment")

    parent.kill()
    parent.communicate()

    wait_until(lambda: not members(parent.pid), what="the child's end")
