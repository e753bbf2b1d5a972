"""Whose turn it is to write: a line that threads of one process and other processes stand in, in order.

Threads wait for a lock. Processes wait for two locked files: whoever is next holds the line's, whoever writes the turn's,
so that a process with many threads cannot overtake one with a single one. The system gives back what a killed process held.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

LOOK_S = 0.0005  # how long the next one waits before it looks again


class NotMyTurn(TimeoutError):
    """Others have been writing for as long as one is patient."""


class Turns:
    """The line for one thing that only one may do at once."""

    def __init__(self, path: Path, *, patience_s: float) -> None:
        self._line = path.with_name(f"{path.name}-line")
        self._turn = path.with_name(f"{path.name}-turn")
        self._patience_s = patience_s
        self._among_threads = threading.Lock()

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Yield when it is one's turn, until the block ends.

        Raises:
            NotMyTurn: It did not come in time.
        """
        latest = time.monotonic() + self._patience_s
        if not self._among_threads.acquire(timeout=self._patience_s):
            raise NotMyTurn
        try:
            with ExitStack() as held:
                with locked(self._line, latest):
                    held.enter_context(locked(self._turn, latest))
                yield
        finally:
            self._among_threads.release()


@contextmanager
def locked(path: Path, latest: float) -> Iterator[None]:
    """Hold a file's lock among processes; a file of no content is made when it is not there.

    Raises:
        NotMyTurn: It was not free until then (`time.monotonic()`).
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while not _taken(file):
            if time.monotonic() > latest:
                raise NotMyTurn
            time.sleep(LOOK_S)
        yield
    finally:
        os.close(file)  # gives the lock back


def _taken(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
