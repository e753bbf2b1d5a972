"""The filled database at any revision: brought there once a run, step by step, and copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from casefinder import schema
from tests.migrations.filled.loading import fill
from tests.postgresql import PrivatePostgresql

FIRST = "0001"


class Place(Protocol):
    """Where databases lie under names of their own."""

    def url(self, name: str) -> str: ...
    def copy(self, name: str, to: str) -> None: ...
    @contextmanager
    def lend(self, name: str, folder: Path) -> Iterator[str]: ...


class FilePlace:
    """SQLite's files in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.db"

    def copy(self, name: str, to: str) -> None:
        shutil.copyfile(self.folder / f"{name}.db", self.folder / f"{to}.db")

    @contextmanager
    def lend(self, name: str, folder: Path) -> Iterator[str]:
        path = folder / "filled.db"
        shutil.copyfile(self.folder / f"{name}.db", path)
        yield f"sqlite:///{path}"


class ServerPlace:
    """Databases of the private PostgreSQL, which is started when the first is asked for."""

    def __init__(self, start: Callable[[], PrivatePostgresql]) -> None:
        self._start = start

    def url(self, name: str) -> str:
        server = self._start()
        if name == FIRST:
            server.copy("template1", f"climb_{name}")
        return server.url(f"climb_{name}")

    def copy(self, name: str, to: str) -> None:
        self._start().copy(f"climb_{name}", f"climb_{to}")

    @contextmanager
    def lend(self, name: str, folder: Path) -> Iterator[str]:
        with self._start().fresh_database(f"climb_{name}") as url:
            yield url


class Climb:
    """The revisions that one kind of database has been brought to."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._steps = _revisions()
        self._made: list[str] = []

    @contextmanager
    def at(self, revision: str, folder: Path) -> Iterator[str]:
        """Lend a database of a revision ("head": the newest) with the sample installation's rows."""
        name = self._steps[-1] if revision == "head" else revision
        for step in self._steps[len(self._made) : self._steps.index(name) + 1]:
            self._make(step)
        with self.place.lend(name, folder) as url:
            yield url

    def _make(self, step: str) -> None:
        if self._made:
            self.place.copy(self._made[-1], step)
        url = self.place.url(step)
        schema.upgrade(url, step)
        if step == FIRST:
            engine = create_engine(url)
            fill(engine)
            engine.dispose()
        self._made.append(step)


def _revisions() -> list[str]:
    scripts = ScriptDirectory.from_config(schema.alembic_config("sqlite://"))
    return [script.revision for script in scripts.walk_revisions()][::-1]
