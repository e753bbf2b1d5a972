"""The database: base class, types, and the two ways in, `reading()` and `transaction()`."""

import functools
import select
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import psycopg
from flask import current_app
from sqlalchemy import JSON, DateTime, Dialect, Engine, MetaData, create_engine, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DatabaseError, InternalError, InvalidatePoolError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from casefinder.hands import FreeHands, Hands
from casefinder.logbook import Logbook, noted
from casefinder.syncing import SharedSync
from casefinder.turns import NotMyTurn, Turns

_SECONDS_SQLITE = "SELECT (julianday('now') - 2440587.5) * 86400.0"
_SECONDS_POSTGRESQL = "SELECT extract(epoch FROM clock_timestamp())"

MOST_KEPT = 32  # connections that stay open when many were needed at once
LONG_REST_S = 30.0  # after it a connection is asked whether it is still there
PATIENCE_S = 10.0  # how long a writer waits for the others before it says that nothing could be saved

Json = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant in UTC; a naive value is refused, what comes out is aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables; names of constraints are fixed so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: Json, list[Any]: Json}  # noqa: RUF012


class WriteOutsideTransaction(RuntimeError):
    """A reading session was asked to write."""


class Bell(Protocol):
    """Something that can be rung for a kind of work (`casefinder/bell.py` has the real one)."""

    def ring(self, kind: str) -> None:
        """Say that there may be work of this kind."""


class SilentBell:
    """A bell nobody hears: for whoever does what is due by himself, as the tests and the sample's builder."""

    def ring(self, kind: str) -> None:
        """Do nothing."""


class ReadingSession(Session):
    """A session that refuses to write."""


class Database:
    """One engine, its two kinds of session, and the bell that is rung for what they stored.

    SQLite has one writer. Threads and processes stand in line for it (`turns.py`): SQLite's own waiting, by sleeping
    longer and longer, lets one of them starve, and is left for writers who know no line. The journal is synced after the
    next one may write, once for all who wait for it: nobody is told that something is stored before it is.
    """

    def __init__(
        self,
        url: str,
        *,
        bell: Bell | None = None,
        patience_s: float = PATIENCE_S,
        logbook: Logbook | None = None,
        hands: Hands | None = None,
    ) -> None:
        self.engine = make_engine(url, patience_s=patience_s, syncs_itself=False)
        self.patience_s = patience_s
        self.bell = bell or SilentBell()
        self.logbook = logbook
        self.hands: Hands = hands or FreeHands()
        self._is_sqlite = self.engine.dialect.name == "sqlite"
        self._turns = Turns(Path(self.engine.url.database or "memory"), patience_s=patience_s)
        self.journal = SharedSync(Path(f"{self.engine.url.database}-wal"))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that only reads; a write raises `WriteOutsideTransaction`."""
        with ReadingSession(self.engine, autoflush=False, expire_on_commit=False) as session:
            if (
                not self._is_sqlite
            ):  # each statement sees what was stored before it, with or without BEGIN: two journeys less
                session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a session that commits once at the end, then rings for each kind of work that it asked for.

        Raises:
            OperationalError: Others have been writing for as long as one is patient, or nobody can write here.
        """
        with self._in_turn(), Session(self.engine, expire_on_commit=False) as session:
            if self._is_sqlite:
                session.connection(execution_options={"begin_immediate": True})
            yield session
            session.commit()
        self._make_durable()
        self._write_down(session)
        for kind in wanted_work(session):
            self.bell.ring(kind)

    def _make_durable(self) -> None:
        if self._is_sqlite:
            try:
                self.journal.wait()
            except OSError as error:
                raise OperationalError("COMMIT", None, error) from error

    def _write_down(self, session: Session) -> None:
        """Keep what no restore may undo beside the database; until that is safe nobody is told that it is done."""
        if self.logbook is None:
            return
        try:
            self.logbook.write(noted(session))
        except OSError as error:
            raise OperationalError("COMMIT", None, error) from error

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if not self._is_sqlite:
            yield
            return
        with ExitStack() as held:
            try:
                held.enter_context(self._turns.mine())
            except OSError as error:  # the folder may be gone or not be ours to write in
                why = "database is locked" if isinstance(error, NotMyTurn) else str(error)
                raise OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError(why)) from error
            yield


def want_work(session: Session, kind: str) -> None:
    """Have the bell rung for a kind of work, once, when this session's transaction is safely stored."""
    session.info.setdefault("wanted_work", {})[kind] = None


def wanted_work(session: Session) -> tuple[str, ...]:
    """Return the kinds of work that the session asked for, in their order."""
    return tuple(session.info.get("wanted_work", ()))


def _refuse_write(session: Session, *_: object) -> None:
    if session.new or session.dirty or session.deleted:
        raise WriteOutsideTransaction("open transaction() to write")


event.listen(ReadingSession, "before_flush", _refuse_write)


def make_engine(url: str, *, patience_s: float = PATIENCE_S, syncs_itself: bool = True) -> Engine:
    """Return an engine with the settings that keep promises: WAL, FULL, foreign keys, 10 s patience.

    Args:
        url: The database.
        patience_s: How long a writer waits for others.
        syncs_itself: Whether SQLite syncs its journal within each commit; else whoever commits has to.
    """
    engine = create_engine(
        url,
        pool_size=MOST_KEPT,
        pool_use_lifo=True,
        hide_parameters=True,  # an error tells no answers
    )
    if engine.dialect.name == "sqlite":
        event.listen(
            engine, "connect", lambda connection, _: _prepare_sqlite(connection, patience_s, syncs_itself)
        )
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", lambda connection, _: _prepare_postgresql(connection, patience_s))
        event.listen(engine, "checkin", _note_rest)
        event.listen(engine, "checkout", functools.partial(_make_sure_of, engine))
    return engine


def _note_rest(_: Any, record: Any) -> None:
    record.info["rests_since"] = time.monotonic()


def _make_sure_of(engine: Engine, connection: Any, record: Any, _: Any) -> None:
    """Ask a server's connection whether it is still there: after a long rest, or when something came that nobody asked for.

    A server that went away has said so, or its end of the line is closed; looking for that costs no journey, as asking
    before each use does.
    """
    rested_s = time.monotonic() - record.info.get("rests_since", time.monotonic())
    if rested_s < LONG_REST_S and not _has_spoken(connection):
        return
    try:
        engine.dialect.do_ping(connection)
    except psycopg.Error as error:
        raise InvalidatePoolError from error


def _has_spoken(connection: Any) -> bool:
    if connection.closed:
        return True
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN)
    return bool(line.poll(0))


def _prepare_postgresql(connection: Any, patience_s: float) -> None:
    connection.execute(f"SET lock_timeout = '{round(1000 * patience_s)}ms'")  # as SQLite's busy_timeout
    connection.execute("SET jit = off")  # compiling a page's query takes longer than the query
    connection.execute("SET max_parallel_workers_per_gather = 0")  # each would search anew, and others wait
    connection.execute(
        "SET random_page_cost = 1.1"
    )  # what is read often is in memory: look up, do not read all
    connection.commit()


def _prepare_sqlite(connection: Any, patience_s: float, syncs_itself: bool) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={round(1000 * patience_s)}",
        "journal_mode=WAL",
        f"synchronous={'FULL' if syncs_itself else 'NORMAL'}",  # NORMAL: at checkpoints and new journals alone
        "foreign_keys=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    if connection.get_execution_options().get("begin_immediate"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # may have to wait, and may fail
    else:
        connection.connection.dbapi_connection.execute("BEGIN")


def is_unavailable(error: BaseException) -> bool:
    """Say whether the database is away, busy, damaged or takes nothing, whatever was asked of it.

    SQLite says of a damaged file only that it is an error, PostgreSQL of a standby that it is one of its own.
    """
    return isinstance(error, OperationalError | InternalError) or type(error) is DatabaseError


def database() -> Database:
    """Return the present application's database."""
    found: Database = current_app.extensions["database"]
    return found


@contextmanager
def reading() -> Iterator[Session]:
    """Yield a read-only session of the present application."""
    with database().reading() as session:
        yield session


@contextmanager
def transaction() -> Iterator[Session]:
    """Yield a writing session of the present application; commits once at the end."""
    with database().transaction() as session:
        yield session


def database_seconds(session: Session) -> float:
    """Return the database's own clock in seconds, the only clock that leases trust."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    return float(session.execute(text(_SECONDS_SQLITE if sqlite else _SECONDS_POSTGRESQL)).scalar_one())
