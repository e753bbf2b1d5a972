"""One sync of a file for all who wait for it: whoever comes while one runs shares the next one."""

import os
import threading
from collections.abc import Callable
from pathlib import Path


class SharedSync:
    """Makes what was written to a file durable, for any number of threads at once.

    A sync covers what was written before it began. So whoever asks while one is under way waits for the next, which
    one of them makes for all.
    """

    def __init__(self, path: Path, make_durable: Callable[[Path], None] | None = None) -> None:
        self._path = path
        self._make_durable = make_durable or sync
        self._changed = threading.Condition()
        self._is_running = False
        self._begun = 0
        self._done = 0

    def wait(self) -> None:
        """Return when all that was written before this call will survive a loss of power.

        Raises:
            OSError: The disk refuses; nothing may be said to be stored.
        """
        with self._changed:
            mine = self._begun + 1
            while self._done < mine:
                if self._is_running:
                    self._changed.wait()
                else:
                    self._run()

    def _run(self) -> None:
        """Make one sync while others may come and wait; entered and left holding the condition."""
        self._is_running = True
        self._begun += 1
        number = self._begun
        self._changed.release()
        try:
            self._make_durable(self._path)
        finally:
            self._changed.acquire()
            self._is_running = False
            self._changed.notify_all()
        self._done = number


def sync(path: Path) -> None:
    """Make what was written to a file durable; a file that is gone was synced by whoever removed it."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        os.fdatasync(file)
    finally:
        os.close(file)
