"""Rows of a workbook (.xlsx), and a workbook of rows whose cells are all texts, so that no spreadsheet changes them.

The library is loaded when the first workbook comes.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from casefinder.errors import N_
from casefinder.tables.rows import NotATable, Row, Table, row_of

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP_MARK = b"PK\x03\x04"
OLD_MARK = b"\xd0\xcf\x11\xe0"
OLD = N_(
    "This is an old Excel file (.xls), or one with a password. Please save it as .xlsx without a password."
)
NO_WORKBOOK = N_("This is a ZIP file, and no Excel workbook. Please choose the .xlsx or CSV file itself.")
BROKEN = N_("This workbook cannot be opened. Please open it in Excel and save it once more as .xlsx.")
TOO_LARGE = N_("This workbook is too large to be read.")
NOT_CALCULATED = N_(
    "The formulas of this workbook were never calculated. Please open it in Excel and save it once more."
)
NO_CONTENT = N_("The file is empty.")
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_ROWS = 20_000
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")
_ZEROS = re.compile(r"0+")
_UNCALCULATED = re.compile(rb"<f(?:\s[^>]*)?>[^<]+</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_WIDTHS = (8, 40)  # of a column, in characters


def read_workbook(content: bytes) -> Table:
    """Return the first visible sheet that holds something, and the others.

    Raises:
        NotATable: It is an old workbook or none, broken, or too large.
    """
    if content.startswith(OLD_MARK):
        raise NotATable(OLD)
    _check_parts(content)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = [
            (sheet.title, tuple(_rows(sheet))) for sheet in book.worksheets if sheet.sheet_state == "visible"
        ]
        book.close()
    except NotATable:
        raise
    except Exception as error:  # the library raises whatever a damaged part makes it stumble over
        raise NotATable(BROKEN) from error
    filled = [Table(rows, title) for title, rows in sheets if rows]
    if not filled:
        raise NotATable(NO_CONTENT)
    return replace(filled[0], others=tuple(filled[1:]))


def workbook_of(rows: Sequence[Sequence[str]], *, title: str) -> bytes:
    """Return a workbook with one sheet: a heading, and rows of texts that stay texts."""
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            cell.value, cell.data_type, cell.number_format = _CONTROLS.sub("", text), "s", "@"
            cell.alignment = Alignment(vertical="top", wrap_text=number > 1)
            cell.font = Font(bold=number == 1)
    sheet.freeze_panes = sheet.cell(2, 1)
    for place, column in enumerate(zip(*rows, strict=True), start=1):
        widest = max(sum(2 if ord(char) > 0xFF else 1 for char in text) for text in column)
        sheet.column_dimensions[get_column_letter(place)].width = min(max(widest + 2, _WIDTHS[0]), _WIDTHS[1])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _check_parts(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if "xl/workbook.xml" not in parts.namelist():
                raise NotATable(NO_WORKBOOK)
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED_BYTES:
                raise NotATable(TOO_LARGE)
            if any(
                b"<!DOCTYPE" in parts.read(name)
                for name in parts.namelist()
                if name.endswith((".xml", ".rels"))
            ):
                raise NotATable(BROKEN)  # no spreadsheet writes one; entities are an attack
            if any(
                _UNCALCULATED.search(parts.read(name))
                for name in parts.namelist()
                if name.startswith("xl/worksheets/")
            ):
                raise NotATable(NOT_CALCULATED)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error) as error:
        raise NotATable(BROKEN) from error


def _rows(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a file says of its own size need not be true
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row = row_of(number, (_text(cell) for cell in cells))
        if row.cells:
            yield row
        if number > MAX_ROWS:
            raise NotATable(TOO_LARGE)


def _text(cell: Any) -> str:
    """Return a cell as a person sees it: a number with the zeros of its format, a day as a day."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time):
        return _time(value)
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    return str(value)


def _time(value: datetime | date | time) -> str:
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat()


def _number(value: int | float, shape: str) -> str:
    if "%" in shape:
        return f"{(Decimal(str(value)) * 100).normalize():f}%"
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    text = f"{value:.0f}"
    return text.zfill(len(shape)) if _ZEROS.fullmatch(shape) else text
