"""The sample's worker: due work is done beside the clerks by a process of its own, as in a real installation.

    with WorkingAlong(home) as along: …; along.settle()

The builder rings for each kind of work by a line on the worker's input; the line `settle` asks it to do all that is due
and to say so. It ends with its input.
"""

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from flask import Flask

from casefinder import child, config, work
from casefinder.db import database
from casefinder.sample import installation
from casefinder.sample.browser import SampleFailed

SETTLE = "settle"
LOOK_EVERY_S = 2.0  # without a bell: what failed once is tried again


class Along(Protocol):
    """Whoever does due work beside the builder."""

    def settle(self) -> None:
        """Wait until all that is due is done."""


class WorkingAlong:
    """The worker as the builder sees it: a bell, and a word when nothing is due any more."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def __enter__(self) -> "WorkingAlong":
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "casefinder.sample.along", str(self._home)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=child.environment(),
        )  # fmt: skip
        self._bell, database().bell = database().bell, self
        return self

    def __exit__(self, *_: object) -> None:
        database().bell = self._bell
        self._process.communicate()

    def ring(self, kind: str) -> None:
        """Let the worker look at once for a kind of work."""
        self._say(kind)

    def settle(self) -> None:
        """Wait until all that is due is done.

        Raises:
            SampleFailed: The worker ended.
        """
        self._say(SETTLE)
        if self._process.stdout is None or self._process.stdout.readline().strip() != SETTLE:
            raise SampleFailed("the sample's worker ended")

    def _say(self, line: str) -> None:
        if self._process.stdin is None or self._process.poll() is not None:
            raise SampleFailed("the sample's worker ended")
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()


class Worker:
    """The worker itself: a hand for each kind of work, woken by the builder or by what another hand asks for."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._wanted = {kind.name: threading.Event() for kind in work.kinds()}
        self._at_work = {kind.name: threading.Lock() for kind in work.kinds()}

    def ring(self, kind: str) -> None:
        """Let a kind's hand look at once."""
        self._wanted[kind].set()

    def start(self) -> None:
        """Let all hands begin."""
        self._app.extensions["database"].bell = self
        for kind in work.kinds():
            threading.Thread(target=self._work, args=(kind,), name=kind.name, daemon=True).start()

    def run(self) -> None:
        """Work until the input ends."""
        self.start()
        for line in sys.stdin:
            if line.strip() == SETTLE:
                self.settle()
                sys.stdout.write(f"{SETTLE}\n")
                sys.stdout.flush()
            else:
                self.ring(line.strip())
        self.settle()
        installation.end_children(self._app)

    def _work(self, kind: work.Kind) -> None:
        wanted = self._wanted[kind.name]
        with self._app.app_context():
            while True:
                wanted.clear()
                self._perform(kind)
                wanted.wait(LOOK_EVERY_S)

    def _perform(self, kind: work.Kind) -> int:
        with self._at_work[kind.name]:
            return work.perform_due(database(), kind)

    def settle(self) -> None:
        """Do all that is due; what a hand has begun is ended before its kind is looked at."""
        with self._app.app_context():
            while sum(self._perform(kind) for kind in work.kinds()):
                pass


def main() -> None:
    """Be the worker of the sample in a folder."""
    child.stay_with_parent()
    home = Path(sys.argv[1])
    settings = replace(config.load(home), clock_file=str(home / "clock"))
    Worker(installation.make_app(settings)).run()


if __name__ == "__main__":
    main()
