"""Opening every page, and how long each takes: milliseconds, CPU and statements."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from tests.pages import PAGES, Browsers, ids

BOOKKEEPING = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "PRAGMA", "SET")


@dataclass(frozen=True)
class Measured:
    """One page: its status, the median of its times, its CPU time and how many statements it asked."""

    page: str
    status: int
    is_right: bool  # the answer that is expected
    ms: float
    cpu_ms: float
    statements: int


def measure(
    app: Flask, rounds: int, only: str = "", cpu_s: Callable[[], float] = lambda: 0.0
) -> Iterator[Measured]:
    """Open every page (whose name holds a word) once to warm up, then as often as asked.

    Args:
        app: The application.
        rounds: How often.
        only: A word, or nothing for all pages.
        cpu_s: Says how much CPU time the database's own processes took so far.
    """
    settings = app.extensions["settings"]
    found = ids(app.extensions["database"].engine, link_key=settings.link_key)
    browsers = Browsers(app, found)
    for page in PAGES:
        if only not in page.name:
            continue
        client, url = browsers.of(page.role), page.url.format(**found)
        with counted() as asked:
            status = _open(client, url)
        times, used = [], cpu_s() + time.process_time()
        for _ in range(rounds):
            begun = time.perf_counter()
            _open(client, url)
            times.append((time.perf_counter() - begun) * 1000)
        used = (cpu_s() + time.process_time() - used) * 1000 / rounds
        yield Measured(page.name, status, status == page.status, statistics.median(times), used, len(asked))


def _open(client: FlaskClient, url: str) -> int:
    with client.get(url) as answer:
        return answer.status_code


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect every statement of this process while the block runs."""
    asked: list[str] = []

    def note(*given: object) -> None:
        if not str(given[2]).lstrip().upper().startswith(BOOKKEEPING):
            asked.append(str(given[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)
