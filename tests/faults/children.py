"""Children that misbehave, each in its own way: `python -m tests.faults.children WAY`."""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from casefinder.child import say_ready, stay_with_parent

GIB = 1024**3


def hang() -> None:
    """Never come to an end."""
    threading.Event().wait()


def loop() -> None:
    """Turn the wheel for ever."""
    while True:
        pass


def eat() -> None:
    """Ask for more memory than there is."""
    held = [bytearray(GIB) for _ in range(64)]
    print(len(held))  # noqa: T201


def crash() -> None:
    """End as a broken library ends."""
    os.kill(os.getpid(), signal.SIGSEGV)


def chatter() -> None:
    """Fill the pipe for errors, then succeed."""
    sys.stderr.write("x" * 1_000_000)
    print("done")  # noqa: T201


def echo() -> None:
    """Say that all is loaded, then answer line by line."""
    say_ready()
    for line in sys.stdin:
        print(json.dumps({"heard": json.loads(line)}), flush=True)  # noqa: T201


def mute() -> None:
    """Load well, then never answer."""
    say_ready()
    hang()


def late(path: str) -> None:
    """Load until a file is there, then answer."""
    while not Path(path).exists():
        threading.Event().wait(0.01)
    echo()


def once() -> None:
    """Answer one line, then crash at the next."""
    say_ready()
    for number, line in enumerate(sys.stdin):
        if number:
            crash()
        print(json.dumps({"heard": json.loads(line)}), flush=True)  # noqa: T201


WAYS: dict[str, Callable[..., None]] = {
    each.__name__: each for each in (hang, loop, eat, crash, chatter, echo, mute, late, once)
}

if __name__ == "__main__":
    stay_with_parent()
    WAYS[sys.argv[1]](*sys.argv[2:])
