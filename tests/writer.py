"""What a verb does while it holds the writer: few statements, no heavy work, nothing slow by nature.

Everybody else waits meanwhile. Every `transaction()` that the package opens in a test is looked at: its statements
are counted, and C's own profiler says what was called. The CPU that a verb takes is judged by what takes it, which is
the same on every machine and under every load: no tokeniser, no engine, no typesetting, no copying, packing or syncing
of files, and no more calls than fit into 50 ms. Few calls may still last long (hashing, regular expressions), so the
thread's own CPU time has a limit, too, ten times as wide: waiting does not count in it, and whoever shares the core may
stretch it, but not so far. `bench/held.py` prints the milliseconds themselves.
"""

import cProfile
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from sqlalchemy.orm import Session

from casefinder.db import Database
from tests.queries import counted

PACKAGE = Path(__file__).resolve().parents[1] / "casefinder"
MOST_STATEMENTS = 40
MOST_CALLS = (
    60_000  # 1,400 a millisecond were measured; the most is 28,000, and 48,000 at the first time in a process
)
MOST_CPU_S = 0.5  # with the profiler, which doubles it
HEAVY = {
    "sudachipy": "the tokeniser", "spacy": "the engine", "weasyprint": "the press", "zipfile.py": "packing",
    "shutil.py": "copying files", "posix.fsync": "syncing a file",
}  # fmt: skip


@dataclass
class Held:
    """One transaction: whose, how many statements, calls and seconds, and what it should not have called."""

    verb: str
    statements: int
    calls: int
    cpu_s: float
    heavy: tuple[str, ...]
    told: str

    @property
    def wrong(self) -> list[str]:
        """What is too much."""
        found = [f"calls {each}" for each in self.heavy]
        if self.statements > MOST_STATEMENTS:
            found.append(f"{self.statements} statements\n{self.told}")
        if self.calls > MOST_CALLS:
            found.append(f"{self.calls} calls ({1000 * self.cpu_s:.0f} ms)")
        if self.cpu_s > MOST_CPU_S:
            found.append(f"{1000 * self.cpu_s:.0f} ms of CPU")
        return found


class WatchedDatabase(Database):
    """The database, with an eye on who holds the writer."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.held: list[Held] = []

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a writing session, and look at what the package does in it."""
        verb = verb_of(sys._getframe(2))
        if not verb:
            with super().transaction() as session:
                yield session
            return
        profile = cProfile.Profile()
        with super().transaction() as session, counted(of_all=False) as asked:
            begin = time.thread_time()
            profile.enable()
            try:
                yield session
                session.flush()
            finally:
                profile.disable()
                cpu_s = time.thread_time() - begin
        calls, heavy = looked_at(profile.getstats())
        self.held.append(Held(verb, len(asked), calls, cpu_s, heavy, asked.told()))

    def verdict(self) -> None:
        """Fail when a verb held the writer for too much."""
        wrong = [f"{each.verb}: {what}" for each in self.held for what in each.wrong]
        assert not wrong, "while writing is locked:\n" + "\n".join(wrong)


def verb_of(frame: FrameType | None) -> str:
    """Return who of the package opened the transaction, as `answer/reading/views.py:save`; a test itself is nobody."""
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(PACKAGE) and path.name != "db.py":
            return f"{path.relative_to(PACKAGE)}:{frame.f_code.co_name}"
        if "contextlib" not in path.name and path.name != "db.py":
            return ""
        frame = frame.f_back
    return ""


def looked_at(stats: list[Any]) -> tuple[int, tuple[str, ...]]:
    """Return how many calls there were, and which of them are heavy."""
    calls, heavy = 0, {}
    for entry in stats:
        calls += entry.callcount
        name = entry.code.co_filename if isinstance(entry.code, CodeType) else str(entry.code)
        for sign, what in HEAVY.items():
            if sign in name:
                heavy[what] = None
    return calls, tuple(heavy)
