"""Who uses an installation's folder: web servers and workers side by side, or one restore alone."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from casefinder.errors import CasefinderError

FILE = "in-use"
SERVING = "serving"
UNFINISHED = "restore-unfinished"


class Occupied(CasefinderError):
    """Somebody else is using the folder in a way that does not go together."""


_held: list[int] = []


def move_in(home: Path) -> None:
    """Note that this process runs on the folder, until it ends; its forked children do so with it.

    Raises:
        Occupied: A backup is being restored there.
    """
    handle = _opened(home)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise Occupied(
            f"A backup is being restored into {home}. Start casefinder when that is done."
        ) from error
    _held.append(handle)


def serve_alone(home: Path) -> None:
    """Note that this is the `casefinder serve` of the folder, until it ends.

    Raises:
        Occupied: Another one runs there; it says which process to end.
    """
    handle = os.open(home / SERVING, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        pid = os.read(handle, 20).decode("ascii", "replace").strip()
        os.close(handle)
        raise Occupied(
            f"casefinder serve runs on {home} already: process {pid}. End it (kill {pid}), or name another folder with --dir."
        ) from error
    os.ftruncate(handle, 0)
    os.write(handle, f"{os.getpid()}\n".encode())
    _held.append(handle)


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Keep everybody else out while a backup is restored.

    Raises:
        Occupied: casefinder is running there.
    """
    handle = _opened(home)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise Occupied(f"casefinder is running on {home}. Stop it first, then restore.") from error
    finally:
        os.close(handle)


def _opened(home: Path) -> int:
    return os.open(home / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def move_out() -> None:
    """Note that this process no longer runs on any folder."""
    while _held:
        os.close(_held.pop())
