"""What is read out of a file of any kind: rows of texts, each with its line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from casefinder.errors import N_, CasefinderError


class NotATable(CasefinderError):
    """The file cannot be read as a table; the message says why and what to do."""

    message = N_("This file cannot be read as a table. Please save it as CSV or as .xlsx.")


_KEPT_AS_TEXT = re.compile(r'\A="([^"]*)"\Z')  # ="011002": how some write a code so that it keeps its zero


@dataclass(frozen=True)
class Row:
    """One row: the line of the file on which it begins (from 1), its cells as text, none behind the last filled one."""

    line: int
    cells: tuple[str, ...]

    def cell(self, place: int) -> str:
        """Return the text of a cell, empty behind the last one."""
        return self.cells[place] if place < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """The rows of a sheet that hold something; of a workbook the other sheets with content, too."""

    rows: tuple[Row, ...]
    title: str = ""
    others: tuple["Table", ...] = ()

    @property
    def sheets(self) -> tuple["Table", ...]:
        """All sheets with content, in order."""
        return (self, *self.others)


def row_of(line: int, cells: Iterable[str]) -> Row:
    """Return a row without the empty cells at its end."""
    texts = [_KEPT_AS_TEXT.sub(r"\1", cell) for cell in cells]
    while texts and not texts[-1].strip():
        texts.pop()
    return Row(line, tuple(texts))
