"""The SQLite database as one file, read while others write, and put back."""

import sqlite3
from contextlib import closing
from pathlib import Path

from casefinder import schema
from casefinder.upkeep.copying import copy_file
from casefinder.upkeep.errors import BackupDamaged

NAME = "database/casefinder.db"


def dump(database: Path, folder: Path) -> tuple[str, dict[str, int]]:
    """Write what is committed at one instant into the folder; returns its revision and the rows of each table.

    Raises:
        BackupDamaged: The database itself is damaged.
    """
    target = folder / NAME
    target.parent.mkdir(mode=0o700, parents=True)
    target.touch(mode=0o600)
    try:
        with closing(_opened(database)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            check(copy, NAME)
            return _described(copy)
    except sqlite3.OperationalError:
        raise  # it is away or busy, and may be whole
    except sqlite3.DatabaseError as error:
        raise BackupDamaged(what=str(database)) from error


def load(folder: Path, target: Path) -> None:
    """Put a dumped database in its place and bring it to the present schema."""
    copy_file(folder / NAME, target)
    with closing(sqlite3.connect(target)) as copy:
        check(copy, NAME)
    schema.upgrade(f"sqlite:///{target}")


def check(connection: sqlite3.Connection, name: str) -> None:
    """Make sure that a database is whole.

    Raises:
        BackupDamaged: It is not.
    """
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        loose = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupDamaged(what=name) from error
    if found != ["ok"] or loose is not None:
        raise BackupDamaged(what=name)


def _opened(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    connection.execute("PRAGMA busy_timeout=10000")
    return connection


def _described(connection: sqlite3.Connection) -> tuple[str, dict[str, int]]:
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    tables = [name for (name,) in names if not name.startswith(("sqlite_", "search_index"))]
    rows = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608
    return revision, rows
