"""The sample installation as `bin/demo` builds and serves it, in a temporary folder and in real time.

`DEMO_BUILT=DIR` takes a copy of a sample that is built already, for the working loop.
"""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from casefinder.sample.mailbox import MailView, read_box
from tests.processes import own_folder, start_module
from tests.waiting import wait_until

BUILD_TIMEOUT_S = (
    3600.0  # long enough for a machine that is busy with other things; two minutes when it is idle
)
LINK = re.compile(r"https?://\S+/i/[A-Za-z0-9_-]+")
TRIAL = "市町村DX事例調査（お試し）"
KEY: "pytest.StashKey[Demo]" = pytest.StashKey()


@dataclass
class Building:
    """One `python -m casefinder.sample --no-serve` at work."""

    home: Path
    process: "subprocess.Popen[bytes]"
    log: Path

    @classmethod
    def begin(cls, home: Path, **env: str) -> "Building":
        log = home.parent / f"{home.name}.log"
        process = start_module("casefinder.sample", "--no-serve", "--dir", home, log=log, **env)
        return cls(home, process, log)

    def wait(self) -> Path:
        """Return the folder of the finished sample."""
        try:
            code = self.process.wait(timeout=BUILD_TIMEOUT_S)
        finally:
            end(self.process)
        assert code == 0, f"the sample was not built:\n{self.log.read_text(encoding='utf-8')}"
        return self.home


@dataclass
class Demo:
    """The sample, served as soon as a journey wants it: its addresses, its people, its mail, its files."""

    folder: Path
    home: Path
    port: int
    server: "subprocess.Popen[bytes] | None" = None
    sign_ins: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def book(self) -> Path:
        return self.home / "casebook"

    def read_sign_ins(self) -> None:
        """Learn who may sign in."""
        rows = json.loads((self.home / "sign-ins.json").read_text(encoding="utf-8"))
        self.sign_ins = {row["role"]: row for row in rows}

    def serve(self) -> None:
        """Start web, worker and mail sink, and wait for the first answer; once."""
        if self.server is not None:
            return
        log = self.folder / "serve.log"
        self.server = start_module("casefinder.sample", "--dir", self.home, "--port", self.port, log=log)
        wait_until(lambda: self._answers(log), every_s=0.3, what=f"the served sample's answer ({log})")

    def _answers(self, log: Path) -> bool:
        assert self.server is not None
        assert self.server.poll() is None, log.read_text(encoding="utf-8")
        try:
            with urllib.request.urlopen(f"{self.base_url}/staff/sign-in", timeout=10) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError:
            return False

    def mails(self, *words: str) -> list[MailView]:
        """Return the mails in the sink that hold all the words, the newest first."""
        return read_box(self.home / "mail", words=" ".join(words))

    def wait_for_mail(self, *words: str) -> MailView:
        """Return a mail as soon as it has arrived."""
        return wait_until(lambda: self.mails(*words), what=f"a mail with {words}")[0]

    def link(self, *words: str) -> str:
        """Return the path of the personal link in the newest letter that holds the words."""
        for mail in self.mails(*words):
            if found := LINK.search(mail.body):
                return "/i/" + found.group().rpartition("/i/")[2]
        raise AssertionError(f"no letter with a link and {words}")

    def trial_links(self) -> list[str]:
        """Return the paths of the links of the campaign that is open to try."""
        letters = wait_until(
            lambda: found if len(found := self.mails(TRIAL, "/i/")) >= 3 else [],
            what="the three letters of the trial campaign",
        )
        return ["/i/" + LINK.findall(mail.body)[0].rpartition("/i/")[2] for mail in letters]

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read the sample's database, as somebody with the file could."""
        connection = sqlite3.connect(f"file:{self.home / 'casefinder.db'}?mode=ro", uri=True, timeout=30)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def close(self) -> None:
        """End every process that was started here and remove the folder."""
        if self.server is not None:
            end(self.server)
        shutil.rmtree(self.folder, ignore_errors=True)


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ask a command to stop, then end whatever is left of its session."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def demo_of(request: pytest.FixtureRequest) -> Demo:
    """Return the one sample of this test run; it is built when the first test asks for it."""
    stash = request.config.stash
    if KEY not in stash:
        folder = own_folder("demo")
        demo = Demo(folder, folder / "demo", free_port())
        request.config.add_cleanup(demo.close)
        if built := os.environ.get("DEMO_BUILT"):
            shutil.copytree(built, demo.home)
        else:
            Building.begin(demo.home).wait()
        demo.read_sign_ins()
        stash[KEY] = demo
    return stash[KEY]
