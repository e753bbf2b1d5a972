"""One door for files of all kinds."""

from casefinder.tables.decoding import decoded
from casefinder.tables.delimited import rows_of_text
from casefinder.tables.rows import NotATable, Table
from casefinder.tables.workbook import NO_CONTENT, OLD_MARK, ZIP_MARK, read_workbook

_NO_TABLES = (b"%PDF", b"<", b"MIME-Version:", b"{\\rtf")  # whatever their name ends in


def read_table(content: bytes) -> Table:
    """Return the rows of a file, whatever spreadsheet saved it.

    Raises:
        NotATable: It is no table, or nothing stands in it.
    """
    if content.startswith((ZIP_MARK, OLD_MARK)):
        return read_workbook(content)
    if content.lstrip().startswith(_NO_TABLES):
        raise NotATable
    rows = tuple(rows_of_text(decoded(content)))
    if not rows:
        raise NotATable(NO_CONTENT)
    return Table(rows)
