"""Where the databases of tests lie: content is put in place of what the last test left, at little cost."""

import os
import shutil
from functools import cached_property
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from casefinder.db import Database
from casefinder.models import Base
from tests.postgresql import PrivatePostgresql

LEFT = ("-wal", "-shm", "-journal")
EMPTY = "empty"
TIDY_AFTER = 50  # times that rows were removed

SHAPE = """
SELECT md5(string_agg(c.relname || coalesce(a.attname, '') || coalesce(a.attnum, 0), ',' ORDER BY c.relname, a.attnum))
FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'public'::regnamespace
"""
OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state IS DISTINCT FROM 'idle'
"""
COUNTED = "SELECT schemaname, sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"


class SqlitePlace:
    """One file; a copy of another is put in its place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "casefinder.db"
        self.url = f"sqlite:///{self.path}"

    def create(self) -> None:
        """Make the empty database that tests begin with."""
        database = Database(f"sqlite:///{self.folder / EMPTY}.db")
        Base.metadata.create_all(database.engine)
        database.engine.dispose()

    def keep(self, name: str) -> None:
        """Keep the present content under a name; nobody may have it open."""
        shutil.copyfile(self.path, self.folder / f"{name}.db")

    def put(self, name: str) -> None:
        """Begin with that content."""
        self.clear()
        shutil.copyfile(self.folder / f"{name}.db", self.path)

    def clear(self) -> None:
        """Remove the file: whoever still has it open keeps what nobody sees."""
        for end in ("", *LEFT):
            self.path.with_name(self.path.name + end).unlink(missing_ok=True)


class PostgresqlPlace:
    """One database of the private server, whose rows are removed and written; what is kept lies in schemas beside it.

    After a test that changed a table itself, all tables are made again.
    """

    def __init__(self, server: PrivatePostgresql) -> None:
        self.server = server
        self.name = f"test_{os.getpid()}"
        self.url = server.url(self.name)
        self.kept: dict[str, list[tuple[str, int]]] = {}
        self._times = 0
        self._hand: psycopg.Connection | None = None

    @cached_property
    def _tables(self) -> list[str]:
        """All tables, those beside the models too (the search's)."""
        return [row[0] for row in self._ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]

    def create(self) -> None:
        """Make the database that tests begin with, out of the template with all tables."""
        self.server.copy("template_casefinder", self.name)
        self._shape = self._ask(SHAPE)[0][0]

    def keep(self, name: str) -> None:
        """Keep the present content under a name."""
        place = sql.Identifier(name)
        self._do(sql.SQL("CREATE SCHEMA {}").format(place))
        for table in self._written():
            own = sql.Identifier(table)
            self._do(sql.SQL("CREATE TABLE {}.{} AS TABLE public.{}").format(place, own, own))
        self.kept[name] = [
            (sequence, number) for schema, sequence, number in self._ask(COUNTED) if schema == "public"
        ]

    def put(self, name: str) -> None:
        """Begin with that content."""
        self._ask(OTHERS)
        if self._ask(SHAPE)[0][0] != self._shape:
            self._make_tables_again()
        self.clear()
        with self._connection().transaction():
            self._do("SET LOCAL session_replication_role = replica")
            place = sql.Identifier(name)
            for (table,) in self._ask("SELECT tablename FROM pg_tables WHERE schemaname = %s", name):
                own = sql.Identifier(table)
                self._do(sql.SQL("INSERT INTO public.{} SELECT * FROM {}.{}").format(own, place, own))
            for sequence, number in self.kept.get(name, ()):
                self._ask("SELECT setval(%s::regclass, %s)", f'public."{sequence}"', number)

    def clear(self) -> None:
        """Remove all rows, whatever forbids it, and count from 1 again."""
        with self._connection().transaction():
            self._do("SET LOCAL session_replication_role = replica")
            self._remove(self._written())
            for schema, sequence, _ in self._ask(COUNTED):
                if schema == "public":
                    self._ask("SELECT setval(%s::regclass, 1, false)", f'public."{sequence}"')

    def _remove(self, tables: list[str]) -> None:
        """Rows that are only deleted leave their room behind; new files are begun before it shows in the order of others."""
        self._times += 1
        if self._times % TIDY_AFTER == 0:
            every = sql.SQL(", ").join(sql.Identifier("public", each) for each in self._tables)
            self._do(sql.SQL("TRUNCATE {}").format(every))
        for table in tables:
            self._do(sql.SQL("DELETE FROM public.{}").format(sql.Identifier(table)))

    def close(self) -> None:
        """Let go of the database."""
        if self._hand:
            self._hand.close()

    def _make_tables_again(self) -> None:
        self._do("DROP SCHEMA public CASCADE")
        self._do("CREATE SCHEMA public")
        database = Database(self.url)
        Base.metadata.create_all(database.engine)
        database.engine.dispose()

    def _written(self) -> list[str]:
        """Return the tables that hold a row."""
        parts = [
            sql.SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM public.{})").format(
                sql.Literal(each), sql.Identifier(each)
            )
            for each in self._tables
        ]
        return [row[0] for row in self._connection().execute(sql.SQL(" UNION ALL ").join(parts))]

    def _connection(self) -> psycopg.Connection:
        if self._hand is None:
            address = f"host={self.server.folder} user=casefinder dbname={self.name}"
            self._hand = psycopg.connect(address, autocommit=True)
        return self._hand

    def _do(self, command: LiteralString | sql.Composable) -> None:
        self._connection().execute(command)

    def _ask(self, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        return self._connection().execute(query, values or None).fetchall()
