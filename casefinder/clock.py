"""The only reader of the clock; everything else takes `now` as an argument."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path


def system_time() -> datetime:
    """Return the present instant in UTC, to the microsecond."""
    return datetime.now(UTC)


_source: Callable[[], datetime] = system_time


def set_source(source: Callable[[], datetime]) -> None:
    """Let `utc_now` read another clock; the settings decide which."""
    global _source
    _source = source


def utc_now() -> datetime:
    """Return the present instant in UTC."""
    return _source()


class FileClock:
    """A clock that stands still at the instant written in a file, and is advanced by hand.

    Several processes may read the same file, so a built sample is the same on every machine.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self) -> datetime:
        return datetime.fromisoformat(self.path.read_text(encoding="ascii").strip())

    def set(self, instant: datetime) -> None:
        """Write the instant (UTC) that the clock shows from now on."""
        part = self.path.with_suffix(".part")
        part.write_text(instant.astimezone(UTC).isoformat(), encoding="ascii")
        part.replace(self.path)

    def advance(self, step: timedelta) -> None:
        """Move the clock forward by `step`."""
        self.set(self() + step)
