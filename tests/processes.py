"""What tests start and leave behind: programs that die with the test run, folders that the next run removes."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from casefinder import child

ROOT = Path(__file__).resolve().parents[1]
ALIVE = "alive.lock"
_held: list[int] = []


def tethered(*program: str, user: str = "-", how: str = "SIGKILL") -> list[str]:
    """Return a foreign program's command, begun so that it gets a signal when this process ends.

    Our own programs need none: they call `child.stay_with_parent`, and `followed` tells them whom to follow.
    """
    tether = str(ROOT / "tests" / "tether.py")
    return [sys.executable, "-I", "-S", tether, str(os.getpid()), how, user, *program]


def followed(**env: str) -> dict[str, str]:
    """Return the environment in which a program of ours ends when this process does."""
    ours = {
        child.PARENT: str(os.getpid()),
        "PYTHONUNBUFFERED": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
    return {**os.environ, **ours, **env}


def run_module(module: str, *arguments: object, **env: str) -> "subprocess.CompletedProcess[str]":
    """Run one of our modules to its end, as a person calls it."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=followed(**env))


def start_module(module: str, *arguments: object, log: Path, **env: str) -> "subprocess.Popen[bytes]":
    """Start one of our modules in a session of its own, its words in a file; it ends when this process does."""
    with log.open("wb") as out:
        return subprocess.Popen(
            [sys.executable, "-m", module, *map(str, arguments)],
            stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=ROOT, start_new_session=True,
            env=followed(**env),
        )  # fmt: skip


def own_folder(purpose: str) -> Path:
    """Make a temporary folder that is this process's while it lives; what earlier runs left is removed.

    A lock is held in it, not a number written: it ends with the process in whatever way that ends.
    """
    checkout = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:6]
    prefix = Path(tempfile.gettempdir()) / f"casefinder-{os.geteuid()}-{checkout}-{purpose}"
    with _locked(prefix.with_suffix(".lock")):  # nobody sweeps between the making of a folder and of its lock
        for left in prefix.parent.glob(f"{prefix.name}-*"):
            if not _is_held(left / ALIVE):
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{prefix.name}-"))
        _held.append(os.open(folder / ALIVE, os.O_CREAT | os.O_RDWR, 0o600))
        fcntl.flock(_held[-1], fcntl.LOCK_EX)
    return folder


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_held(path: Path) -> bool:
    try:
        with path.open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
