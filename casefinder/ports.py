"""Whether a port is free, and who has it if not."""

import errno
import os
import socket
import time
from contextlib import suppress
from pathlib import Path

from casefinder.errors import CasefinderError

PATIENCE_S = 5.0  # so long a process that was killed may take to give its port back
LOOK_S = 0.1
_LISTENING = "0A"


class PortTaken(CasefinderError):
    """Another process listens there; the message names it."""


def require_free(host: str, port: int, *, patience_s: float = PATIENCE_S) -> None:
    """Return when a port is free.

    Raises:
        PortTaken: Somebody else listens there; it says who, and what to do.
    """
    latest = time.monotonic() + patience_s
    while not _is_free(host, port):
        if time.monotonic() > latest:
            raise PortTaken(_words(port, listeners(port)))
        time.sleep(LOOK_S)


def _words(port: int, pids: list[int]) -> str:
    if not pids:
        return f"Port {port} is in use by a process of another user. Choose another one with --port."
    who = ", ".join(f"{pid} ({_command(pid)})" for pid in pids)
    ends = " ".join(map(str, pids))
    return f"Port {port} is in use by process {who}. End it (kill {ends}), or choose another one with --port."


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def listeners(port: int) -> list[int]:
    """Return the processes that listen on a port, as far as they are ours to see (Linux)."""
    wanted = {f"socket:[{inode}]" for inode in _sockets(port)}
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _holds(entry / "fd", wanted):
            found.append(int(entry.name))
    return sorted(found)


def _sockets(port: int) -> set[str]:
    inodes = set()
    for table in ("tcp", "tcp6"):
        with suppress(OSError):
            for line in Path("/proc/net", table).read_text().splitlines()[1:]:
                fields = line.split()
                if int(fields[1].rpartition(":")[2], 16) == port and fields[3] == _LISTENING:
                    inodes.add(fields[9])
    return inodes


def _holds(folder: Path, wanted: set[str]) -> bool:
    with suppress(OSError):
        for handle in folder.iterdir():
            with suppress(OSError):
                if os.readlink(handle) in wanted:
                    return True
    return False


def _command(pid: int) -> str:
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return " ".join(word.decode("utf-8", "replace") for word in words[:4])
    return "?"
