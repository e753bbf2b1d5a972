"""Tables as offices have them: CSV of any spreadsheet, Unicode text, .xlsx. Bytes in, rows with their line numbers out."""

from casefinder.tables.reading import read_table
from casefinder.tables.rows import NotATable, Row, Table

__all__ = ["NotATable", "Row", "Table", "read_table"]
