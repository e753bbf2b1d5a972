"""What the press says of one case that it laid out: whether it fits, and which place is too long by how much."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

_PACKAGE = Path(__file__).resolve().parents[2]
_SHEETS = ("static/print/*.css", "templates/print/book/case.html", "templates/print/book/macros.html")

LEAST_ROOM = 3  # lines that are always kept for the titles of related cases


@dataclass(frozen=True)
class TooLong:
    """A place that makes its page run over, by so many lines; or whose words stick out at its side, by so many characters."""

    place: str
    lines: int
    characters: int = 0


@dataclass(frozen=True)
class Pressed:
    """A case as laid out.

    Attributes:
        revision: Of the case that was laid out.
        over: The lines by which each page (left, right) runs over.
        too_long: The places that make it so, the longest first.
        room: The lines that the titles of related cases may take beside it in an edition.
    """

    revision: int
    over: Mapping[str, int]
    too_long: tuple[TooLong, ...] = ()
    room: int = LEAST_ROOM

    @property
    def fits(self) -> bool:
        """Whether both pages hold all of it."""
        return not any(self.over.values()) and not self.too_long


@cache
def sheets_hash() -> str:
    """Return the SHA-256 of the sheets by which cases are laid out: under others the press has to be asked anew."""
    found = hashlib.sha256()
    for pattern in _SHEETS:
        for path in sorted(_PACKAGE.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()


class CasePress(Protocol):
    """The press, as far as it lays one case out alone."""

    def lay_out(self, case_id: int) -> Pressed:
        """Return how a case lies on its two pages, as it stands now, and keep the answer (`gate.fit_queries`).

        Raises:
            NotFoundError: There is no such case.
            CannotLayOut: The press gives no answer now.
        """
        ...

    def wake(self) -> None:
        """Make ready: somebody begins to write, and after saving the answer is wanted within a second."""
        ...
