"""The bell: huey tells the worker that one should look; the rows stay the truth.

One task `ring(kind)` that wakes the hands of that kind, results off, messages in JSON (huey's own serializers are pickle), its own SQLite file or
the application's PostgreSQL database.
"""

import json
import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

from casefinder import work
from casefinder.config import Settings

log = logging.getLogger(__name__)
SWEEP_S = 30.0


class JsonSerializer(Serializer):  # type: ignore[misc]
    """Huey messages as JSON: only the task's name, id and its one text argument."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(list(data) if isinstance(data, Message) else data).encode()

    def _deserialize(self, data: bytes) -> Any:
        value = json.loads(data)
        return Message(*value) if isinstance(value, list) and len(value) == len(Message._fields) else value


class HueyBell:
    """The real bell; its storage is opened when it is first rung or listened to."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def huey(self) -> Huey:
        """Huey with its one task."""
        huey = make_huey(self._settings)
        self._task = huey.task(name="ring")(_ring)
        return huey

    def ring(self, kind: str) -> None:
        """Send the message; a bell that cannot be rung is no error, the sweep finds the work."""
        try:
            _ = self.huey
            self._task(kind)
        except Exception:
            log.warning("the bell could not be rung for %s; the sweep will find the work", kind)


_wanted: dict[str, threading.Event] = {}


def _ring(kind: str) -> None:
    if kind in _wanted:  # an unknown kind is left for a newer worker
        _wanted[kind].set()


def make_huey(settings: Settings) -> Huey:
    """Return huey on its SQLite file, or on the application's PostgreSQL database."""
    common = {"results": False, "serializer": JsonSerializer()}
    if settings.database.startswith("postgresql"):
        return PostgresHuey("casefinder", dsn=settings.database.replace("+psycopg", "", 1), **common)
    return _on_sqlite(settings.home / "bell.db", common)


def _on_sqlite(path: Path, common: dict[str, Any]) -> SqliteHuey:
    """Return huey on its file; one that is damaged is set aside, for the rows are the truth and the sweep finds them."""
    try:
        huey = SqliteHuey("casefinder", filename=str(path), fsync=False, **common)
        huey.pending_count()
    except sqlite3.DatabaseError as error:
        if not path.exists():
            raise
        aside = path.with_name(f"{path.name}.damaged")
        log.error("the bell's file is damaged (%s); it is set aside as %s", type(error).__name__, aside.name)
        path.replace(aside)
        for left in ("-wal", "-shm"):
            path.with_name(f"{path.name}{left}").unlink(missing_ok=True)
        huey = SqliteHuey("casefinder", filename=str(path), fsync=False, **common)
    return huey


def watch(app: Flask, kind: work.Kind, wanted: threading.Event, every_s: float) -> None:
    """Do what is due of one kind: at the start, when the bell rings, and every 30 s or so whatever happened to it."""
    while True:
        wanted.clear()
        try:
            with app.app_context():
                work.perform_due(app.extensions["database"], kind)
        except Exception:
            log.exception("looking for work of kind %s failed", kind.name)
        wanted.wait(every_s)


def listen(app: Flask, *, sweep_s: float = SWEEP_S, beside: Sequence[Callable[[Flask], None]] = ()) -> None:
    """Run the worker until it is told to stop: huey hears the bell, each kind of work has hands of its own.

    So a long book or a hung engine never keeps a letter waiting. What runs `beside` has a thread of its own each.
    """
    for each in beside:
        threading.Thread(target=each, args=(app,), name=each.__module__, daemon=True).start()
    bell: HueyBell = app.extensions["database"].bell
    for kind in work.kinds():
        wanted = _wanted.setdefault(kind.name, threading.Event())
        for number in range(kind.hands):
            name = f"{kind.name}-{number}"
            threading.Thread(target=watch, args=(app, kind, wanted, sweep_s), name=name, daemon=True).start()
    bell.huey.create_consumer(workers=1, worker_type="thread", periodic=False).run()
