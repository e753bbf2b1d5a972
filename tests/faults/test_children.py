"""A heavy step that hangs, eats or crashes ends as one error of its own; the house goes on (FI-05)."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from casefinder import child
from tests.faults.house import ROOT, members
from tests.waiting import wait_until

pytestmark = pytest.mark.slow
MODULE = "tests.faults.children"
SHORT = child.Limits(timeout_s=1.0, memory_mb=2048)
PATIENT = child.Limits(timeout_s=30.0, memory_mb=2048)


@pytest.mark.parametrize("way", ["hang", "loop"])
def test_fi_05_a_child_that_does_not_end_is_ended(way: str) -> None:
    begin = time.monotonic()

    with pytest.raises(child.ChildFailed, match="timed out after 1 s"):
        child.run(MODULE, way, limits=SHORT)

    assert time.monotonic() - begin < 5


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


def test_a_lasting_child_that_hangs_is_ended() -> None:
    hanging = child.LastingChild(MODULE, "hang", limits=SHORT)

    with pytest.raises(child.ChildFailed, match="timed out"):
        hanging.ask({"number": 1})


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

    wait_until(lambda: not members(parent.pid), timeout_s=10, what="the child's end")
