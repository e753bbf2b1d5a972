"""The PostgreSQL database as one file a table, read in one snapshot, and put back; needs no program beside psycopg."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from casefinder import schema
from casefinder.upkeep.copying import write_file

FOLDER, CATALOGUE = "database", "database/tables.json"
BELL = "huey_"  # the bell's own tables are made anew
STAGED = "casefinder_restoring"
_TABLES = (
    "SELECT c.relname, array_agg(a.attname ORDER BY a.attnum) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
    "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped "
    "AND a.attgenerated = '' GROUP BY c.relname ORDER BY c.relname"
)
_KEYS = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
)
_SEQUENCES = (
    "SELECT t.relname, a.attname, s.relname FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') "
    "JOIN pg_class t ON t.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid "
    "WHERE s.relkind = 'S' AND s.relnamespace = current_schema()::regnamespace"
)
_FUNCTIONS = (
    "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = %s::regnamespace "
    "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
)
_RELATIONS = "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'"


def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection to the database of SQLAlchemy's URL."""
    return psycopg.connect(url.replace("+psycopg", "", 1))


def dump(url: str, folder: Path) -> tuple[str, dict[str, int]]:
    """Write what is committed at one instant into the folder; returns its revision and the rows of each table."""
    catalogue: dict[str, list[str]] = {}
    rows: dict[str, int] = {}
    with connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for name, columns in _tables(connection):
            catalogue[name] = columns
            rows[name] = _dump_table(connection, name, columns, folder / FOLDER / f"{name}.copy")
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    write_file(folder / CATALOGUE, json.dumps(catalogue, indent=1).encode())
    return str(revision[0] if revision else ""), rows


def _tables(connection: psycopg.Connection[Any]) -> list[tuple[str, list[str]]]:
    found: list[Any] = connection.execute(_TABLES).fetchall()
    return [
        (str(name), [str(column) for column in columns])
        for name, columns in found
        if not str(name).startswith(BELL)
    ]


def _dump_table(
    connection: psycopg.Connection[tuple[object, ...]], name: str, columns: list[str], target: Path
) -> int:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with connection.cursor() as cursor, target.open("wb") as file:
        with cursor.copy(_copy(name, columns, "TO STDOUT")) as blocks:
            for block in blocks:
                file.write(block)
        return cursor.rowcount


def _copy(name: str, columns: list[str], direction: LiteralString) -> sql.Composed:
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) ").format(sql.Identifier(name), named) + sql.SQL(direction)


def staged_url(url: str) -> str:
    """Return the URL under which the database to be put in place is seen."""
    options = {"options": f"-csearch_path={STAGED}"}
    return make_url(url).update_query_dict(options).render_as_string(hide_password=False)


def load(folder: Path, url: str, revision: str) -> None:
    """Put a dumped database into a schema of its own, beside the present one, and bring it to the present schema."""
    with connect(url) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {STAGED} CASCADE")
        connection.execute(f"CREATE SCHEMA {STAGED}")
    schema.upgrade(staged_url(url), revision)
    with connect(staged_url(url)) as connection:
        _fill(connection, folder)
    schema.upgrade(staged_url(url))


def _fill(connection: psycopg.Connection[tuple[object, ...]], folder: Path) -> None:
    """Fill all tables; what binds them together is bound, and so checked, when all are filled."""
    keys = connection.execute(_KEYS).fetchall()
    for table, name, _ in keys:
        connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    connection.execute("DELETE FROM alembic_version")
    for table, columns in json.loads((folder / CATALOGUE).read_text(encoding="utf-8")).items():
        with (
            connection.cursor() as cursor,
            cursor.copy(_copy(table, columns, "FROM STDIN")) as copy,
            (folder / FOLDER / f"{table}.copy").open("rb") as file,
        ):
            while block := file.read(1024 * 1024):
                copy.write(block)
    for table, name, meaning in keys:
        connection.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {meaning}')
    for table, column, sequence in connection.execute(_SEQUENCES).fetchall():
        highest = f'(SELECT coalesce(max("{column}"), 0) + 1 FROM "{table}")'  # noqa: S608 - names of our own schema
        connection.execute(f"SELECT setval('{STAGED}.\"{sequence}\"', {highest}, false)")


def is_empty(url: str) -> bool:
    """Say whether the database holds no installation."""
    with connect(url) as connection:
        return connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,)


def put_in_place(url: str, now: datetime) -> None:
    """Let the staged tables take the place of the present ones, which stay in a schema of their own; all at once."""
    aside = f"casefinder_{now:%Y%m%d_%H%M%S}"
    with connect(url) as connection:
        present = connection.execute("SELECT current_schema()").fetchone()
        here = str(present[0]) if present else "public"
        connection.execute(f'CREATE SCHEMA "{aside}"')
        _move(connection, here, aside)
        _move(connection, STAGED, here)
        connection.execute(f"DROP SCHEMA {STAGED}")


def _move(connection: psycopg.Connection[tuple[object, ...]], old: str, new: str) -> None:
    for (function,) in connection.execute(_FUNCTIONS, [old]).fetchall():
        connection.execute(f'ALTER FUNCTION {function} SET SCHEMA "{new}"')
    for (table,) in connection.execute(_RELATIONS, [old]).fetchall():
        connection.execute(f'ALTER TABLE "{old}"."{table}" SET SCHEMA "{new}"')
