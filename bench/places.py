"""Where grown databases lie: one for each size, in a folder that goes afterwards or is kept for the next run."""

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from growing import Herd
from sqlalchemy import Engine, create_engine, inspect, text

from casefinder import schema

HERE = Path(__file__).resolve().parent.parent
FINDABLE = "SELECT count(*) FROM search_text"


class SqlitePlace:
    """One file a size."""

    def __init__(self, folder: Path, *, is_kept: bool) -> None:
        self.folder, self.is_kept = folder, is_kept

    def _path(self, size: int) -> Path:
        return self.folder / f"sqlite-{size}.db"

    def url(self, size: int) -> str:
        return f"sqlite:///{self._path(size)}"

    def has(self, size: int) -> bool:
        return self._path(size).exists()

    def begin(self, smaller: int | None) -> str:
        """Make a database out of a smaller one, which goes unless it is kept; out of nothing when there is none."""
        growing = self.folder / "growing.db"
        growing.unlink(missing_ok=True)
        if smaller is not None and self.is_kept:
            shutil.copyfile(self._path(smaller), growing)
        elif smaller is not None:
            self._path(smaller).rename(growing)
        return f"sqlite:///{growing}"

    def finish(self, size: int) -> None:
        """Call it by its size, now that it has that."""
        (self.folder / "growing.db").rename(self._path(size))

    def cpu_s(self) -> float:
        """Return the CPU time of the database's own processes."""
        return 0.0


class PostgresqlPlace:
    """One database a size, in a server of one's own."""

    def __init__(self, server: Any, *, is_kept: bool) -> None:
        self.server, self.is_kept = server, is_kept

    @staticmethod
    def _name(size: int) -> str:
        return f"grown_{size}"

    def url(self, size: int) -> str:
        found: str = self.server.url(self._name(size))
        return found

    def has(self, size: int) -> bool:
        engine = create_engine(self.server.url("postgres"))
        with engine.connect() as connection:
            query = text("SELECT count(*) FROM pg_database WHERE datname = :name")
            found = connection.scalar(query, {"name": self._name(size)})
        engine.dispose()
        return bool(found)

    def begin(self, smaller: int | None) -> str:
        """Make a database out of a smaller one, which goes unless it is kept; out of nothing when there is none."""
        self.server.drop("growing")
        self.server.copy("template1" if smaller is None else self._name(smaller), "growing")
        if smaller is not None and not self.is_kept:
            self.server.drop(self._name(smaller))
        found: str = self.server.url("growing")
        return found

    def finish(self, size: int) -> None:
        """Call it by its size, now that it has that."""
        self.server.rename("growing", self._name(size))

    def cpu_s(self) -> float:
        """Return the CPU time of the server's processes, those that ended included."""
        return float(self.server.cpu_s())


Place = SqlitePlace | PostgresqlPlace


@contextmanager
def place_of(kind: str, folder: Path, *, is_kept: bool) -> Iterator[Place]:
    """Yield the place for one kind of database."""
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        yield SqlitePlace(folder, is_kept=is_kept)
        return
    from server import KeptPostgresql

    server = KeptPostgresql(folder / "postgresql")
    server.start()
    try:
        yield PostgresqlPlace(server, is_kept=is_kept)
    finally:
        server.stop()


def grown(place: Place, size: int, known: list[int]) -> bool:
    """See that there is a database of a size with the present schema; says whether it had to be made."""
    if place.has(size):
        schema.upgrade(place.url(size))
        return False
    smaller = max((each for each in known if each < size and place.has(each)), default=None)
    url = place.begin(smaller)
    if smaller is None:
        _fill(url)
    schema.upgrade(url)
    engine = create_engine(url)
    if not _is_findable(engine):
        _make_findable(url)
    Herd(engine).grow(size)
    engine.dispose()
    place.finish(size)
    return True


def _is_findable(engine: Engine) -> bool:
    if "search_text" not in inspect(engine).get_table_names():
        return False
    with engine.connect() as connection:
        return bool(connection.scalar(text(FINDABLE)))


def _fill(url: str) -> None:
    """Make the first schema and put the sample's rows into it."""
    path = HERE / "tests" / "migrations" / "filled" / "loading.py"
    spec = importlib.util.spec_from_file_location("loading", path)
    assert spec is not None  # noqa: S101 - the file is there
    assert spec.loader is not None  # noqa: S101
    loading = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loading)
    schema.upgrade(url, "0001")
    engine = create_engine(url)
    loading.fill(engine)
    engine.dispose()


def _make_findable(url: str) -> None:
    from sqlalchemy import select

    from casefinder.analyse.search.service import index_response
    from casefinder.answer.responses.models import Response
    from casefinder.db import Database

    database = Database(url)
    with database.transaction() as session:
        query = select(Response.id).where(Response.submitted_at.is_not(None))
        for response_id in session.scalars(query).all():
            index_response(session, response_id)
    database.engine.dispose()
