"""A PostgreSQL of one's own whose data stays from run to run, and how much CPU its processes took."""

import os
import shutil
import signal
from pathlib import Path
from typing import LiteralString, cast

from tests.postgresql import OPTIONS, PrivatePostgresql

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class KeptPostgresql(PrivatePostgresql):
    """The tests' private server, with its data in a folder of the caller's."""

    def __init__(self, data: Path) -> None:
        super().__init__({**OPTIONS, "shared_buffers": "512MB", "max_wal_size": "4GB"})
        self.kept = data

    @property
    def _data(self) -> Path:
        return self.kept

    def _init(self) -> None:
        self.kept.mkdir(parents=True, exist_ok=True)
        if self.owner != "-":
            shutil.chown(self.kept, self.owner, self.owner)
        if not (self.kept / "PG_VERSION").exists():
            super()._init()

    def _make_template(self) -> None:
        """Make none: grown databases begin with the first schema."""

    def rename(self, old: str, new: str) -> None:
        """Give a database that nobody has open another name."""
        self._execute(cast(LiteralString, f"ALTER DATABASE {old} RENAME TO {new}"))

    def cpu_s(self) -> float:
        """Return the CPU time of all its processes, those that ended included."""
        assert self._server  # noqa: S101 - it was started
        main, ticks = self._server.pid, 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it ended in this moment
            if stat.parent.name == str(main):
                ticks += sum(map(int, fields[11:15]))  # its own, and that of those that ended
            elif fields[1] == str(main):
                ticks += sum(map(int, fields[11:13]))
        return ticks / TICKS_A_SECOND

    def stop(self) -> None:
        """Write everything down, then end."""
        if self._server:
            self._server.send_signal(signal.SIGINT)
            self._server.wait()
        super().stop()
