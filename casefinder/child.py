"""Heavy steps run in child processes with limits on time and memory, so that none can take the house down."""

import ctypes
import json
import os
import resource
import selectors
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
PARENT = "CASEFINDER_PARENT"
TICK_S = 10.0
READY = {"ready": True}
BASE_DIR = Path(__file__).resolve().parent.parent


class ChildFailed(RuntimeError):
    """The child ended with an error, ran out of time, or out of memory; the text is its last words."""


@dataclass(frozen=True)
class Limits:
    """What a child may use: wall time in seconds, address space in MiB.

    `load_timeout_s` counts for a lasting child only: from its start until it says that it is ready. `timeout_s` is then
    the time for each answer, and a slow start never counts in the first one.
    """

    timeout_s: float
    memory_mb: int = 3072
    load_timeout_s: float = 900.0


def environment() -> dict[str, str]:
    """Return the environment of a child: ours, able to import the package, one numeric thread, UTF-8."""
    return {
        **os.environ,
        "PYTHONPATH": str(BASE_DIR),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONUTF8": "1",
        PARENT: str(os.getpid()),
    }


def stay_with_parent() -> None:
    """Called first in a child: die when the parent dies (Linux), so that no orphan works on."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.environ.pop(PARENT, "") not in ("", str(os.getppid())):
        os._exit(1)  # it was dead before we could ask


def follow_parent() -> None:
    """Called first in a command: end when whoever started it ends, if that one asks for it (see `environment`)."""
    if PARENT in os.environ:
        stay_with_parent()


def say_ready() -> None:
    """Called by a lasting child when all is loaded: its first line, from which on the questions' own limit counts."""
    sys.stdout.buffer.write(json.dumps(READY).encode() + b"\n")
    sys.stdout.buffer.flush()


def run(
    module: str,
    *args: str,
    limits: Limits,
    stdin: bytes = b"",
    on_line: Callable[[str], None] | None = None,
    on_tick: Callable[[], None] | None = None,
    unwanted: threading.Event | None = None,
) -> str:
    """Run `python -m module args…` and return its standard output.

    Args:
        module: The module to run.
        args: Its arguments.
        limits: Wall time and memory.
        stdin: Bytes given on standard input.
        on_line: Called with each line of standard output as it comes.
        on_tick: Called about every 10 s while the child works, to renew a lease.
        unwanted: When set, by another thread, the child is ended: nobody waits for it any more.

    Raises:
        ChildFailed: With the last line of standard error.
    """
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", module, *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=BASE_DIR,
    )
    try:
        limit_memory(process.pid, limits.memory_mb)
        return _converse(process, limits, stdin, on_line, on_tick, unwanted)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                stream.close()


def limit_memory(pid: int, memory_mb: int) -> None:
    """Cap a running child's address space."""
    size = memory_mb * 1024 * 1024
    resource.prlimit(pid, resource.RLIMIT_AS, (size, size))


def _converse(
    process: "subprocess.Popen[bytes]",
    limits: Limits,
    stdin: bytes,
    on_line: Callable[[str], None] | None,
    on_tick: Callable[[], None] | None,
    unwanted: threading.Event | None,
) -> str:
    assert process.stdin
    assert process.stdout
    assert process.stderr
    try:
        process.stdin.write(stdin)
        process.stdin.close()
    except BrokenPipeError:
        pass
    deadline = time.monotonic() + limits.timeout_s
    next_tick = time.monotonic() + TICK_S
    out, err, pending = bytearray(), bytearray(), bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ, out)
        selector.register(process.stderr, selectors.EVENT_READ, err)
        while selector.get_map():
            if time.monotonic() > deadline:
                raise ChildFailed(f"timed out after {limits.timeout_s:.0f} s")
            if unwanted and unwanted.is_set():
                raise ChildFailed("not wanted any more")
            for key, _ in selector.select(timeout=1.0):
                chunk = os.read(key.fd, 65536)
                if not chunk:
                    selector.unregister(key.fileobj)
                    continue
                key.data.extend(chunk)
                if key.data is out and on_line:
                    pending.extend(chunk)
                    *lines, rest = pending.split(b"\n")
                    pending[:] = rest
                    for line in lines:
                        on_line(line.decode("utf-8", "replace"))
            if on_tick and time.monotonic() > next_tick:
                next_tick = time.monotonic() + TICK_S
                on_tick()
    try:
        code = process.wait(timeout=max(1.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired as error:
        raise ChildFailed("did not end in time") from error
    if code != 0:
        words = err.decode("utf-8", "replace").strip().splitlines()
        raise ChildFailed(words[-1] if words else f"ended with code {code}")
    return out.decode("utf-8")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a child that nobody can ask any more."""
    if process.poll() is None:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


class LastingChild:
    """A child that lives on and answers one JSON line for each JSON line; recycled after so many.

    Used for the text engine, whose model takes seconds to load: it says `say_ready` first, then listens.
    """

    def __init__(
        self, module: str, *args: str, limits: Limits, recycle_after: int = 200, tick_s: float = TICK_S
    ) -> None:
        self.module, self.args, self.limits, self.recycle_after = module, args, limits, recycle_after
        self.tick_s = tick_s
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0

    def ask(self, message: dict[str, Any], *, on_tick: Callable[[], None] | None = None) -> dict[str, Any]:
        """Send one message and return the answer; start the child first where none is ready.

        Args:
            message: The question.
            on_tick: Called about every `tick_s` while the child loads or thinks, to renew a lease.

        Raises:
            ChildFailed: The child died, took too long to load or to answer, or answered with an error.
        """
        try:
            process = self._ready(on_tick)
            answer = self._exchange(process, message, on_tick)
        except BaseException as error:
            self.close()  # nobody may find it halfway: not loaded, or with an answer that nobody waits for
            if isinstance(error, (OSError, ValueError)):
                raise ChildFailed(str(error)) from error
            raise
        self._asked += 1
        if "error" in answer:
            raise ChildFailed(str(answer["error"]))
        return answer

    def wake(self) -> None:
        """Start the child where none is ready, so that who asks next does not wait for its start.

        Raises:
            ChildFailed: It did not become ready.
        """
        try:
            self._ready(None)
        except BaseException:
            self.close()
            raise

    def _ready(self, on_tick: Callable[[], None] | None) -> "subprocess.Popen[bytes]":
        if self._process and self._process.poll() is None and self._asked < self.recycle_after:
            return self._process
        self.close()
        process = self._process = self._start()
        if (first := self._line(process, self.limits.load_timeout_s, on_tick, "loading")) != READY:
            raise ChildFailed(f"{self.module} did not say that it is ready: {str(first)[:80]}")
        return process

    def _start(self) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", self.module, *self.args],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            cwd=BASE_DIR,
        )
        weakref.finalize(self, _end, process)  # who forgets to close it leaves no child behind
        limit_memory(process.pid, self.limits.memory_mb)
        self._asked = 0
        return process

    def _exchange(
        self,
        process: "subprocess.Popen[bytes]",
        message: dict[str, Any],
        on_tick: Callable[[], None] | None,
    ) -> dict[str, Any]:
        assert process.stdin
        process.stdin.write(json.dumps(message, ensure_ascii=False).encode() + b"\n")
        process.stdin.flush()
        return self._line(process, self.limits.timeout_s, on_tick, "answering")

    def _line(
        self,
        process: "subprocess.Popen[bytes]",
        timeout_s: float,
        on_tick: Callable[[], None] | None,
        doing: str,
    ) -> dict[str, Any]:
        assert process.stdout
        deadline = time.monotonic() + timeout_s
        next_tick = time.monotonic() + self.tick_s
        line = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if time.monotonic() > deadline:
                    raise ChildFailed(f"{doing} timed out after {timeout_s:.0f} s")
                if on_tick and time.monotonic() > next_tick:
                    next_tick = time.monotonic() + self.tick_s
                    on_tick()
                if selector.select(timeout=min(1.0, self.tick_s)):
                    chunk = os.read(process.stdout.fileno(), 65536)
                    if not chunk:
                        raise ChildFailed(f"ended with code {process.wait()} while {doing}")
                    line.extend(chunk)
        found: dict[str, Any] = json.loads(line)
        return found

    def close(self) -> None:
        """End the child."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream:
                    stream.close()
            self._process = None
