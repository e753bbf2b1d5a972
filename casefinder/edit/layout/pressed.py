"""What the press says of one case that it laid out: whether it fits, and which place is too long by how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class TooLong:
    """A place that takes more of its page than it has: so many lines."""

    place: str
    lines: int


@dataclass(frozen=True)
class Pressed:
    """A case as laid out: the lines by which each page runs over, and the places that make it so, the longest first."""

    revision: int
    over: Mapping[str, int]
    too_long: tuple[TooLong, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether both pages hold all of it."""
        return not any(self.over.values())


class CasePress(Protocol):
    """The press, as far as it lays one case out alone."""

    def lay_out(self, case_id: int) -> Pressed:
        """Return how a case lies on its two pages, as it stands now.

        Raises:
            NotFoundError: There is no such case.
            CannotLayOut: The press gives no answer now.
        """
        ...
