"""What the kernel knows about a server: has it taken a request, and does it work on it or wait?"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

ESTABLISHED = "01"


def has_request(port: int, pids: Iterable[int]) -> bool:
    """Whether one of the processes holds a connection to the port and has read all that came through it."""
    taken = _connections(port)
    return any(taken.get(inode) == 0 for pid in pids for inode in _sockets(pid))


def all_wait(pids: Iterable[int]) -> bool:
    """Whether no thread of the processes runs or wants to."""
    return all(state == "S" for pid in pids for state in _states(pid))


def _connections(port: int) -> dict[str, int]:
    """Return the server's side of the port's open connections: inode of the socket → bytes not read yet."""
    found = {}
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if int(fields[1].partition(":")[2], 16) == port and fields[3] == ESTABLISHED:
            found[fields[9]] = int(fields[4].partition(":")[2], 16)
    return found


def _sockets(pid: int) -> list[str]:
    found = []
    with suppress(OSError):
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                if (target := os.readlink(entry)).startswith("socket:["):
                    found.append(target[8:-1])
    return found


def _states(pid: int) -> list[str]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/stat"):
        with suppress(OSError):
            found.append(task.read_text().rpartition(")")[2].split()[0])
    return found
