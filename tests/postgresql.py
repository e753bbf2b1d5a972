"""A private PostgreSQL in a temporary folder: no TCP, no fsync, gone afterwards."""

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString, cast

import psycopg

from casefinder.db import Database
from casefinder.models import Base


def find_program(name: str) -> str:
    """Return PostgreSQL's program, wherever Debian put it.

    Raises:
        RuntimeError: It is not installed; bin/setup installs it.
    """
    for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True):
        return str(path)
    found = shutil.which(name)
    if not found:
        raise RuntimeError(f"{name} is missing: install the package postgresql (bin/setup does)")
    return found


class PrivatePostgresql:
    """One cluster; each test gets its own database, made from a template with all tables."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="casefinder-pg-"))
        self._numbers = itertools.count(1)

    def _as_owner(self, *command: str) -> None:
        prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        done = subprocess.run([*prefix, *command], capture_output=True, text=True, cwd="/", check=False)
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {done.stderr or done.stdout}")

    def start(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        data = self.folder / "data"
        self._as_owner(
            find_program("initdb"),
            "-D",
            str(data),
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-U",
            "casefinder",
            "-N",
        )
        options = f"-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -k {self.folder} -c max_connections=60"
        self._as_owner(
            find_program("pg_ctl"),
            "-D",
            str(data),
            "-o",
            options,
            "-l",
            str(self.folder / "log"),
            "-w",
            "start",
        )
        self._execute("CREATE DATABASE template_casefinder")
        database = Database(self.url("template_casefinder"))
        Base.metadata.create_all(database.engine)
        database.engine.dispose()

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://casefinder@/{name}?host={self.folder}"

    def _execute(self, sql: LiteralString) -> None:
        address = f"host={self.folder} user=casefinder dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql)

    @contextmanager
    def fresh_database(self, template: str = "template_casefinder") -> Iterator[str]:
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        self._execute(cast(LiteralString, f"CREATE DATABASE {name} TEMPLATE {template}"))
        try:
            yield self.url(name)
        finally:
            self._execute(cast(LiteralString, f"DROP DATABASE {name} WITH (FORCE)"))

    def stop(self) -> None:
        try:
            self._as_owner(
                find_program("pg_ctl"), "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop"
            )
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
