"""CSV that machines and spreadsheets both read rightly: UTF-8, CRLF, one line a row, no formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable

from casefinder.publish.data.rows import Row
from casefinder.publish.data.schema import Table
from casefinder.sheets import plain_cell

BOM = b"\xef\xbb\xbf"
_MACHINE_DEPENDENT = (range(0x2150, 0x2190), range(0x2460, 0x2500), range(0x3200, 0x3400))


def clean_cell(text: str) -> str:
    """Return a text fit for one cell.

    Line breaks become a space, machine-dependent characters (①㈱㎡) their plain forms, and a cell that
    a spreadsheet would take for a formula gets a leading apostrophe; so does a text that begins with one.
    """
    joined = " ".join(text.split("\n"))
    plain = "".join(_plain(character) for character in joined if character == "\t" or ord(character) >= 32)
    plain = plain.replace("\t", " ").strip(" ")
    return plain_cell(plain)


def _plain(character: str) -> str:
    if any(ord(character) in block for block in _MACHINE_DEPENDENT):
        return unicodedata.normalize("NFKC", character)
    return character


def csv_bytes(table: Table, rows: Iterable[Row]) -> bytes:
    """Return a table as CSV; an empty cell means unknown."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    numeric = {column.name for column in table.columns if column.kind in ("integer", "number")}
    for row in rows:
        writer.writerow([_cell(row[column.name], column.name in numeric) for column in table.columns])
    return out.getvalue().encode()


def _cell(value: str | int | None, numeric: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, int) or numeric:
        return str(value)
    return clean_cell(value)
