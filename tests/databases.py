"""A fresh database for each test at little cost: one place and one engine a process, its content copied in.

`@prepared` makes a fixture of a function that fills the database: it runs once, then its database and files are copied.
"""

import functools
import inspect
import shutil
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, exists, select, text
from sqlalchemy.orm import configure_mappers

from casefinder.models import Base
from tests.places import EMPTY, PostgresqlPlace, SqlitePlace
from tests.writer import WatchedDatabase

Place = SqlitePlace | PostgresqlPlace


@dataclass
class Databases:
    """What the tests of one process begin with, on one of the two kinds of database."""

    place: Place
    kept: dict[Callable[..., Any], tuple[str, Any]] = field(default_factory=dict)
    present: Callable[..., Any] | None = None
    _engine: Engine | None = None

    def __post_init__(self) -> None:
        self.place.create()
        configure_mappers()  # once, before anybody is looked at

    @contextmanager
    def fresh(self, wanted: Container[tuple[str, str]] = ()) -> Iterator[str]:
        """An empty database with all tables, or at once the one that a wanted fixture (module, name) has prepared."""
        self.present = next(
            (build for build in self.kept if (build.__module__, build.__name__) in wanted), None
        )
        self.place.put(self.kept[self.present][0] if self.present else EMPTY)
        yield self.place.url
        self._let_go()

    def open(self) -> WatchedDatabase:
        """Return the database on the engine that lives on, with the statements it has learned to write."""
        database = WatchedDatabase(self.place.url)
        self._engine = database.engine = self._engine or database.engine
        return database

    def _let_go(self) -> None:
        if self._engine:
            self._engine.dispose()

    def begin(self, build: Callable[..., Any], given: dict[str, Any], files: Path, kept_files: Path) -> Any:
        """Fill the database by `build` when it is the first time, else by a copy; returns what it returned."""
        if build is not self.present:
            assert self._is_empty(), "what is prepared comes first: a copy would overwrite what others wrote"
        if build not in self.kept:
            value = build(**given)
            self._settle(given)
            name = f"kept_{len(self.kept)}"
            self.place.keep(name)
            shutil.copytree(files, kept_files / name)
            self.kept[build] = name, deepcopy(value)
            return value
        name, value = self.kept[build]
        if build is not self.present:
            self._settle(given)
            self.place.put(name)
        shutil.copytree(kept_files / name, files, dirs_exist_ok=True)
        return deepcopy(value)

    def _is_empty(self) -> bool:
        with self.open().reading() as session:
            return not any(
                session.execute(select(exists(select(1).select_from(table)))).scalar()
                for table in Base.metadata.sorted_tables
            )

    def _settle(self, given: dict[str, Any]) -> None:
        """Store what a session holds and close all connections, so that the content may be copied."""
        if session := given.get("session"):
            session.commit()
            session.expunge_all()
        if self._engine and self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        self._let_go()


def prepared(build: Callable[..., Any]) -> Any:
    """Make a fixture of a function that fills the database through its arguments `app` or `session`.

    It runs once in a process; later tests get a copy of the database and the files that it left, and of its value,
    which therefore are ids and plain values, never rows.
    """
    names = list(inspect.signature(build).parameters)

    @functools.wraps(build)
    def fixture(**given: Any) -> Any:
        databases, home, kept = given.pop("databases"), given.pop("tmp_path"), given.pop("kept_files")
        arguments = {name: given.get(name, home if name == "tmp_path" else None) for name in names}
        return databases.begin(build, arguments, home, kept)

    wanted = dict.fromkeys([*names, "databases", "tmp_path", "kept_files"])
    kind = inspect.Parameter.KEYWORD_ONLY
    fixture.__signature__ = inspect.Signature([inspect.Parameter(name, kind) for name in wanted])  # type: ignore[attr-defined]
    return pytest.fixture(fixture)
