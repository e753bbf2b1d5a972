"""A test run that is interrupted, terminated or killed leaves no process behind, whoever it belongs to."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.interrupted_run import READY
from tests.processes import ROOT, followed
from tests.waiting import LONG_S, wait_until

pytestmark = pytest.mark.slow
RUN = ("-o", "python_functions=run_*", "tests/faults/interrupted_run.py")


def alone(how: signal.Signals) -> Callable[[int], None]:
    """The signal reaches the first process only."""
    return lambda pid: os.kill(pid, how)


def ctrl_c(pid: int) -> None:
    """The terminal tells everybody in the foreground."""
    os.killpg(pid, signal.SIGINT)


@pytest.fixture
def like_a_terminal() -> Iterator[None]:
    """A run begun in the background ignores Ctrl-C, and so do all that it starts; one at a terminal does not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("like_a_terminal")
@pytest.mark.parametrize(
    "interrupt", [ctrl_c, alone(signal.SIGTERM), alone(signal.SIGKILL)], ids=["ctrl-c", "term", "kill"]
)
def test_an_interrupted_run_leaves_nothing_behind(interrupt: Callable[[int], None], tmp_path: Path) -> None:
    mark = f"{READY}={tmp_path}"
    with (tmp_path / "log").open("wb") as log:
        run = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-n", "2", "--max-worker-restart", "0", "-p", "no:cacheprovider", *RUN],
            stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=ROOT, start_new_session=True,
            env=followed(**{READY: str(tmp_path)}),
        )  # fmt: skip
    try:
        wait_until(lambda: all_run(run, tmp_path), timeout_s=LONG_S, what=f"all to run ({log.name})")
        started = family(run.pid, mark)
        assert {"postgres", "gunicorn", "casefinder.sample", "chromium"} <= programs(started)

        interrupt(run.pid)
        run.wait()

        wait_until(
            lambda: not family(run.pid, mark) and not programs(started & everybody()), what="the end of all"
        )
    finally:
        run.kill()
        run.wait()


def all_run(run: "subprocess.Popen[bytes]", folder: Path) -> bool:
    assert run.poll() is None, (folder / "log").read_text()
    return len(list(folder.glob("*.ready"))) == 2


def everybody() -> set[int]:
    """Return all that live; zombies are dead."""
    return {
        pid for entry in Path("/proc").iterdir() if entry.name.isdigit() and _lives(pid := int(entry.name))
    }


def family(root: int, mark: str) -> set[int]:
    """Return a process, all its descendants, and all that carry a mark in their environment."""
    parents = {pid: _parent(pid) for pid in everybody()}
    found = {pid for pid in parents if pid == root or mark.encode() in _read(pid, "environ").split(b"\0")}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {os.getpid()}


def programs(pids: set[int]) -> set[str]:
    """Return which of the programs that tests start are among the processes."""
    lines = [_read(pid, "cmdline").replace(b"\0", b" ").decode("utf-8", "replace") for pid in pids]
    names = (
        "postgres",
        "gunicorn",
        "casefinder.sample",
        "chromium",
        "worker --sweep",
        "children echo",
        "pytest",
        "exec(eval",
    )
    return {name for name in names if any(name in line for line in lines)}


def _lives(pid: int) -> bool:
    return _read(pid, "stat").rpartition(b")")[2].split()[:1] not in ([], [b"Z"], [b"X"])


def _parent(pid: int) -> int:
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return int(fields[1]) if fields else 0


def _read(pid: int, name: str) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/{name}").read_bytes()
    return b""
