"""What is wrong with an answer, as data: a message id with named values, and the place it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        msgid: English message id; the view translates it.
        values: Named values for the message, e.g. `{"over": 23, "limit": 500}`.
        name: Name of the input it belongs to, e.g. `F4`, `C5.started`, `I1.0.metric`; empty until a caller knows it.
    """

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)
    name: str = ""

    def at(self, name: str) -> "Problem":
        """Return the same problem, said beside the input of that name."""
        return replace(self, name=name)


@dataclass(frozen=True)
class Parsed:
    """What came out of a form: the value as it is stored, and what could not be understood.

    A value that was not understood is kept as it was typed, so nothing is lost.
    """

    value: object
    problems: tuple[Problem, ...] = ()
