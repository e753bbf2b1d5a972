"""Counting what is asked of the database, for budgets that do not grow with the rows.

    with counted() as asked:
        client.get("/cases")
    assert len(asked) <= 20, asked.told()

Engine-wide: whichever engine, session and thread of this process asks is counted. BEGIN, SAVEPOINT and the like are
not, so that the same figure holds on SQLite and PostgreSQL.
"""

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine, event

BOOKKEEPING = frozenset({"begin", "savepoint", "release", "rollback", "commit", "pragma", "set"})
KINDS = frozenset({"select", "insert", "update", "delete"})


@dataclass
class Asked:
    """The statements so far, in order; `len(asked)` is their number."""

    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)

    def of(self, kind: str) -> int:
        """Return how many were of one kind: select, insert, update or delete."""
        return sum(kind_of(statement) == kind for statement in self.statements)

    def by_kind(self) -> dict[str, int]:
        """Return the number of each kind."""
        return dict(Counter(map(kind_of, self.statements)))

    def told(self, most: int = 12) -> str:
        """Return the statements that came most often, for the words of a failing test."""
        lines = [f"{len(self)} statements {self.by_kind()}"]
        for statement, times in Counter(map(_shortened, self.statements)).most_common(most):
            lines.append(f"{times:5} x {statement}")
        return "\n".join(lines)


def kind_of(statement: str) -> str:
    """Return `select`, `insert`, `update`, `delete` or the statement's first word."""
    words = re.findall(r"[a-z]+", statement.lower())
    if words[:1] == ["with"]:
        return next((word for word in words if word in KINDS - {"select"}), "select")
    return words[0] if words else ""


def _shortened(statement: str) -> str:
    text = " ".join(statement.split())
    _, found, tail = text.partition(" FROM ")
    return ("… FROM " + tail if found and kind_of(text) == "select" else text)[:300]


_watchers: dict[int, Callable[[str], None]] = {}


@event.listens_for(Engine, "before_cursor_execute")
def _tell(*given: object) -> None:
    """Tell whoever counts at this moment; listening and ceasing to would disturb threads that are asking just then."""
    for note in tuple(_watchers.values()):
        note(str(given[2]))


@contextmanager
def counted(*, of_all: bool = True) -> Iterator[Asked]:
    """Count every statement of this process while the block runs, or of this thread alone."""
    asked, own = Asked(), threading.get_ident()

    def note(statement: str) -> None:
        is_meant = of_all or threading.get_ident() == own
        if is_meant and kind_of(statement) not in BOOKKEEPING:
            asked.statements.append(statement)

    _watchers[id(asked)] = note
    try:
        yield asked
    finally:
        del _watchers[id(asked)]
