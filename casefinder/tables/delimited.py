"""Rows of a text whose cells are parted by commas, tabs or semicolons; line numbers are the file's."""

import csv
import io
from collections.abc import Iterator

from casefinder.errors import N_
from casefinder.tables.rows import NotATable, Row, row_of

DELIMITERS = (",", "\t", ";")
BROKEN = N_(
    "The quotation marks of line %(line)s do not match. Please check that line, or save the file as .xlsx."
)
_LOOKED_AT = 10_000  # characters


def rows_of_text(text: str) -> Iterator[Row]:
    """Yield the rows that hold something.

    Raises:
        NotATable: A quotation mark opens a cell and does not close it where the cell ends.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise NotATable(BROKEN, line=line) from error
        row = row_of(line, cells)
        line = reader.line_num + 1
        if row.cells:
            yield row


def _delimiter(text: str) -> str:
    """Return what parts the cells: what stands on most lines outside of quotation marks, and there most often."""
    lines = "".join(text[:_LOOKED_AT].split('"')[::2]).splitlines()
    return max(
        DELIMITERS,
        key=lambda each: (sum(each in line for line in lines), sum(line.count(each) for line in lines)),
    )
