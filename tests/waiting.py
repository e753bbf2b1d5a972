"""Waiting for something to become true, with a deadline."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
PATIENCE_S = 180.0  # long enough for a machine with ten other things to do; what holds holds at once
LONG_S = 1800.0  # the same for what takes a minute when nothing else runs: the engine's loading, the press


def wait_until(
    check: Callable[[], T], *, timeout_s: float = PATIENCE_S, every_s: float = 0.05, what: str = "it"
) -> T:
    """Return the first true value of `check`, or fail when the deadline has passed."""
    deadline = time.monotonic() + timeout_s
    pause = threading.Event()
    while True:
        value = check()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen within {timeout_s} s")
        pause.wait(every_s)


@contextmanager
def at_most_cpu_s(seconds: float, what: str) -> Iterator[None]:
    """Fail when the block uses up so much of this process's own time; what else runs beside it does not count."""

    def stop(*_: object) -> None:
        raise AssertionError(f"{what} takes more than {seconds} s of CPU")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
