"""A whole installation in a temporary folder, run by real processes that can be killed at any moment."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from casefinder import config, create_app, schema
from casefinder.db import Database, SilentBell
from casefinder.stock import load_stock
from tests.faults import inside
from tests.faults.visitor import Visitor
from tests.processes import start_module
from tests.waiting import PATIENCE_S, wait_until


def prepare_database(url: str, home: Path) -> None:
    """Bring an empty database to what `bin/casefinder init` makes: schema, register, questionnaire, codebook."""
    schema.upgrade(url)
    app = create_app(config.initialise(home, database_url=url))
    with app.app_context():
        load_stock(app.extensions["settings"])
    app.extensions["database"].engine.dispose()


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Started:
    """One `python -m casefinder …` in a session of its own, its words in a file."""

    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def kill_all(self) -> None:
        """SIGKILL everything that was started here."""
        for pid in members(self.pid):
            with suppress(ProcessLookupError):  # it ended by itself meanwhile
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        wait_until(lambda: not members(self.pid), what="the end of all of them")

    def kill_alone(self) -> None:
        """SIGKILL the first process only; its children have to notice."""
        self.process.kill()
        self.process.wait()

    def terminate(self, timeout_s: float = PATIENCE_S) -> int:
        """SIGTERM; returns the exit code."""
        self.process.terminate()
        return self.process.wait(timeout=timeout_s)


def members(session: int) -> list[int]:
    """Return the living processes of a session (zombies are dead), the oldest first."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] not in "ZX":
            found.append(int(entry.name))
    return sorted(found)


def children_of(pid: int) -> list[int]:
    """Return the direct children of a process."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(each) for each in task.read_text().split()]
    return found


def running(pid: int, words: str) -> list[int]:
    """Return the direct children of a process whose command holds the words."""
    found = []
    for child in children_of(pid):
        with suppress(OSError):
            if words.encode() in Path(f"/proc/{child}/cmdline").read_bytes():
                found.append(child)
    return found


def child_of(pid: int, role: str) -> int:
    """Return the child of `casefinder serve` that is its `web` or its `worker`."""
    (child,) = running(pid, {"web": "gunicorn", "worker": "worker\0--sweep"}[role])
    return child


@dataclass
class House:
    """One installation: its folder, its database seen from the test, and its processes."""

    home: Path
    settings: config.Settings
    app: Flask
    port: int
    started: list[Started] = field(default_factory=list)

    @classmethod
    def build(cls, home: Path, database_url: str, **values: Any) -> "House":
        port = free_port()
        settings = config.initialise(
            home, database_url=database_url, public_base_url=f"http://127.0.0.1:{port}", **values
        )
        app = create_app(settings)
        app.config["TESTING"] = True
        app.extensions["database"].bell = SilentBell()  # what the test itself queues rings nowhere
        return cls(home, settings, app, port)

    @property
    def database(self) -> Database:
        found: Database = self.app.extensions["database"]
        return found

    def start(self, *arguments: str) -> Started:
        log = self.home / f"{arguments[0]}-{len(self.started)}.log"
        process = start_module("casefinder", "--dir", self.home, *arguments, log=log)
        started = Started(process, log)
        self.started.append(started)
        return started

    def start_web(self, command: str = "web", *arguments: str) -> Started:
        started = self.start(command, "--port", str(self.port), *arguments)
        wait_until(self.answers, what=f"the web server's first answer ({started.log})")
        return started

    def answers(self) -> bool:
        try:
            return Visitor(self.port).get("/staff/sign-in").status == 200
        except OSError:
            return False

    def stands_still(self) -> bool:
        """Whether a web process has taken a request and cannot go on: nobody there runs, somebody waits for a lock."""
        serving = [pid for each in self.started for pid in members(each.pid)]
        return bool(serving) and inside.has_request(self.port, serving) and inside.all_wait(serving)

    def visitor(self) -> Visitor:
        return Visitor(self.port)

    def row(self, model: Any, row_id: int) -> Row[Any]:
        """Return the present columns of one row."""
        table = model.__table__
        with self.database.engine.connect() as connection:
            return connection.execute(select(table).where(table.c.id == row_id)).one()

    def wait_for(self, model: Any, row_id: int, column: str, *, timeout_s: float = PATIENCE_S) -> Row[Any]:
        """Wait until a column of a row holds something; when it does not, say what the processes said."""
        try:
            wait_until(
                lambda: getattr(self.row(model, row_id), column),
                timeout_s=timeout_s,
                what=f"{model.__tablename__} {row_id}: {column}",
            )
        except AssertionError as error:
            error.add_note("\n".join(each.words()[-3000:] for each in self.started))
            raise
        return self.row(model, row_id)

    def end_lease(self, model: Any, row_id: int) -> None:
        """Let a dead worker's lease be over, as it is by itself after a minute or three."""
        with self.database.transaction() as session:
            session.execute(update(model).where(model.id == row_id).values(leased_until_s=0.0, due_s=0.0))

    @contextmanager
    def locked(self, model: Any, row_id: int) -> Iterator[Session]:
        """Hold a row (on SQLite: the whole database) so that nobody else can write it."""
        with Session(self.database.engine) as session:
            if self.database.engine.dialect.name == "sqlite":
                session.connection(execution_options={"begin_immediate": True})
            session.execute(select(model.id).where(model.id == row_id).with_for_update())
            yield session
            session.rollback()

    def close(self) -> None:
        for each in self.started:
            each.kill_all()
        self.database.engine.dispose()
