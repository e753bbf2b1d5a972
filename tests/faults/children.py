"""Children that misbehave, each in its own way: `python -m tests.faults.children WAY`."""

import json
import os
import signal
import sys
import threading

from casefinder.child import stay_with_parent

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


def once() -> None:
    """Answer one line, then crash at the next."""
    for number, line in enumerate(sys.stdin):
        if number:
            crash()
        print(json.dumps({"heard": json.loads(line)}), flush=True)  # noqa: T201


if __name__ == "__main__":
    stay_with_parent()
    {each.__name__: each for each in (hang, loop, eat, crash, chatter, once)}[sys.argv[1]]()
