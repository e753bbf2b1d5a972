"""A line for writers: in order among processes, patient for a while, given back when the holder is gone."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from casefinder.turns import NotMyTurn, Turns, locked
from tests.processes import ROOT
from tests.waiting import wait_until

HOLD = """
import sys
from pathlib import Path
from casefinder.turns import Turns
with Turns(Path(sys.argv[1]), patience_s=60).mine():
    print("mine", flush=True)
    sys.stdin.read()
"""


def is_held(path: Path) -> bool:
    try:
        with locked(path, 0.0):
            return False
    except NotMyTurn:
        return True


def test_a_process_with_many_threads_does_not_overtake_another(tmp_path: Path) -> None:
    path = tmp_path / "one.db"
    many, single = (Turns(path, patience_s=60) for _ in range(2))  # as two processes see it
    order: list[str] = []

    def write(turns: Turns, name: str) -> None:
        with turns.mine():
            order.append(name)

    with ThreadPoolExecutor(4) as pool:
        with many.mine():
            other = pool.submit(write, single, "other")
            wait_until(lambda: is_held(tmp_path / "one.db-line"), what="the other to stand in line")
            own = [pool.submit(write, many, "own") for _ in range(3)]
        for each in (other, *own):
            each.result()

    assert order == ["other", "own", "own", "own"]


def test_nobody_waits_for_ever_for_another_process(tmp_path: Path) -> None:
    path = tmp_path / "one.db"

    with Turns(path, patience_s=60).mine(), pytest.raises(NotMyTurn), Turns(path, patience_s=0.0).mine():
        pass
    with Turns(path, patience_s=0.0).mine():
        assert is_held(tmp_path / "one.db-turn")


def test_whoever_fails_or_waits_in_vain_leaves_the_line(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "one.db", patience_s=0.0)

    with pytest.raises(ZeroDivisionError), turns.mine():
        raise ZeroDivisionError

    assert not is_held(tmp_path / "one.db-line")
    assert not is_held(tmp_path / "one.db-turn")
    with turns.mine():
        pass


def test_a_killed_process_gives_its_turn_back(tmp_path: Path) -> None:
    path = tmp_path / "one.db"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert holder.stdout
    assert holder.stdout.readline() == b"mine\n"
    assert is_held(tmp_path / "one.db-turn")

    holder.kill()
    holder.communicate()

    with Turns(path, patience_s=60).mine():
        pass
