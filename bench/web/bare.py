"""The least that a web application with a database can do: one row for each POST. The ruler beside casefinder.

Started by gunicorn with the same workers, threads and database as casefinder (`BARE_DATABASE` in the environment).
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg

URL = os.environ["BARE_DATABASE"]
_mine = threading.local()
_turn = threading.Lock()


def connection() -> Any:
    """Return this thread's connection, made at its first request."""
    if not hasattr(_mine, "connection"):
        if URL.startswith("postgresql"):
            _mine.connection = psycopg.connect(URL.replace("+psycopg", "", 1))
        else:
            _mine.connection = sqlite3.connect(
                URL.removeprefix("sqlite:///"), isolation_level=None, timeout=10
            )
            _mine.connection.execute("PRAGMA journal_mode=WAL")
            _mine.connection.execute("PRAGMA synchronous=FULL")
    return _mine.connection


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Store what was sent and say so."""
    text = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
    if URL.startswith("postgresql"):
        with connection().transaction():
            connection().execute("INSERT INTO bare (text) VALUES (%s)", (text,))
    else:
        with _turn:
            connection().execute("BEGIN IMMEDIATE")
            connection().execute("INSERT INTO bare (text) VALUES (?)", (text,))
            connection().execute("COMMIT")
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]
