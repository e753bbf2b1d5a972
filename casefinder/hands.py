"""Who has a row in hand, among the processes of one machine: the system knows it, whatever the clocks say.

A lease ends by a clock, and a clock that is put forward ends all of them. So whoever works on a row holds its place in a
file besides, which the system gives back when the process ends.
"""

import fcntl
import os
import threading
from pathlib import Path
from typing import Protocol


class Hands(Protocol):
    """How a row is held while somebody works on it."""

    def grab(self, kind: str, row_id: int) -> bool:
        """Take a row in hand; False when another process has it."""

    def let_go(self, kind: str, row_id: int) -> None:
        """Put it back."""


class FreeHands:
    """Where one process does all the work, nobody else has anything in hand."""

    def grab(self, kind: str, row_id: int) -> bool:
        """Take a row in hand."""
        return True

    def let_go(self, kind: str, row_id: int) -> None:
        """Put it back."""


class FileHands:
    """Rows as places in one file of each kind, locked by the process that works on them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, int] = {}
        self._among_threads = threading.Lock()

    def grab(self, kind: str, row_id: int) -> bool:
        """Take a row in hand; False when another process has it."""
        try:
            fcntl.lockf(self._file(kind), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, row_id)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def let_go(self, kind: str, row_id: int) -> None:
        """Put it back."""
        fcntl.lockf(self._file(kind), fcntl.LOCK_UN, 1, row_id)

    def _file(self, kind: str) -> int:
        """Return the file of a kind, which stays open: closing it anywhere in the process would give back all its rows."""
        with self._among_threads:
            if kind not in self._files:
                path = self._folder / f"hands-{kind}"
                self._files[kind] = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            return self._files[kind]
