"""Waiting for something to become true, with a deadline."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PATIENCE_S = 180.0  # long enough for a machine with ten other things to do; what holds holds at once


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
