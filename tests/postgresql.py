"""A private PostgreSQL in a temporary folder: no TCP, no fsync, gone afterwards, and gone with an interrupted run too."""

import itertools
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString, cast

import psycopg

from casefinder.db import Database
from casefinder.models import Base
from tests.processes import own_folder, tethered
from tests.waiting import wait_until

OPTIONS = {
    "listen_addresses": "", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    "max_connections": "60", "autovacuum": "off",
}  # fmt: skip


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

    def __init__(self, options: Mapping[str, str] = OPTIONS) -> None:
        self.options = options
        self.folder = own_folder("pg")
        self.owner = "postgres" if os.geteuid() == 0 else "-"
        self._server: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)

    def start(self) -> None:
        if self.owner != "-":
            shutil.chown(self.folder, self.owner, self.owner)
        self._init()
        settings = [f"--{name}={value}" for name, value in self.options.items()]
        command = [find_program("postgres"), "-D", str(self._data), "-k", str(self.folder), *settings]
        with (self.folder / "log").open("wb") as log:
            self._server = subprocess.Popen(  # SIGQUIT: it ends at once and frees its shared memory
                tethered(*command, user=self.owner, how="SIGQUIT"),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True,
            )  # fmt: skip
        wait_until(self._answers, what=f"PostgreSQL's first answer ({self.folder / 'log'})")
        self._make_template()

    def _make_template(self) -> None:
        self._execute("CREATE DATABASE template_casefinder")
        database = Database(self.url("template_casefinder"))
        Base.metadata.create_all(database.engine)
        database.engine.dispose()

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _init(self) -> None:
        command = [find_program("initdb"), "-D", str(self._data), "-A", "trust", "-E", "UTF8", "--locale=C"]
        done = subprocess.run(
            tethered(*command, "-U", "casefinder", "-N", user=self.owner),
            capture_output=True, text=True, cwd="/", check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stderr or done.stdout}")

    def _answers(self) -> bool:
        assert self._server
        assert self._server.poll() is None, (self.folder / "log").read_text(errors="replace")
        try:
            self._execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://casefinder@/{name}?host={self.folder}"

    def _execute(self, sql: LiteralString) -> None:
        address = f"host={self.folder} user=casefinder dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql)

    def copy(self, template: str, name: str) -> None:
        """Make a database out of another that nobody has open."""
        self._execute(cast(LiteralString, f"CREATE DATABASE {name} TEMPLATE {template}"))

    def drop(self, name: str) -> None:
        """Remove a database, whoever has it open."""
        self._execute(cast(LiteralString, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))

    @contextmanager
    def fresh_database(self, template: str = "template_casefinder") -> Iterator[str]:
        """A database of the caller's own."""
        name = f"own_{os.getpid()}_{next(self._numbers)}"
        self.copy(template, name)
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def stop(self) -> None:
        try:
            if self._server:
                self._server.send_signal(signal.SIGQUIT)
                self._server.wait()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
