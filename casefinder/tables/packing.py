"""Rows as they come, packed as CSV or as a workbook: nothing has to be in memory at once, and no cell is a formula.

The first sheet goes out while its rows are made; the rows of the others wait in a file of their own until it has ended.
A workbook is written part by part, for a library that holds all cells would hold up the web process that writes it.
"""

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, Any

from casefinder.sheets import plain_cell
from casefinder.tables.workbook import WORKBOOK_TYPE

Value = str | int | float | None
Row = Sequence[Value]
CSV_TYPE, ZIP_TYPE = "text/csv", "application/zip"
FLUSH_BYTES = 64 * 1024
KEPT_BYTES = 1024 * 1024  # of a further sheet in memory; what is more lies in a file
MAX_CELL_CHARS = 32_767  # of a spreadsheet
_NO_TITLE = re.compile(r"[\[\]:*?/\\']")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/>'
    '<sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1">'
    '<xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment '
    'vertical="top" wrapText="1"/></xf><xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True)
class Sheet:
    """One table of what goes out: its title and heading."""

    title: str
    head: tuple[str, ...]


class _Outlet(io.RawIOBase):
    """Takes what the packer writes until it is fetched."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        self._parts.append(bytes(part))
        self.size += len(part)
        return len(part)

    def fetch(self) -> bytes:
        parts, self._parts, self.size = self._parts, [], 0
        return b"".join(parts)


def packed(kind: str, sheets: Sequence[Sheet], rows: Iterable[tuple[int, Row]]) -> Iterator[bytes]:
    """Yield a file, piece by piece.

    Args:
        kind: `csv` or `xlsx`; several sheets as CSV are a ZIP of one file each.
        sheets: What there is, the first one the largest.
        rows: The place of a sheet and a row of it, in any order.
    """
    if kind == "csv" and len(sheets) == 1:
        yield from _csv(sheets[0], (row for _, row in rows))
    else:
        yield from _parts(sheets, rows, _CsvPart() if kind == "csv" else _SheetPart())


def type_and_ending(kind: str, sheets: Sequence[Sheet]) -> tuple[str, str]:
    """Return the media type and the ending of a file's name."""
    if kind == "xlsx":
        return WORKBOOK_TYPE, "xlsx"
    return (CSV_TYPE, "csv") if len(sheets) == 1 else (ZIP_TYPE, "zip")


def _csv(sheet: Sheet, rows: Iterable[Row]) -> Iterator[bytes]:
    part, outlet = _CsvPart(), _Outlet()
    outlet.write(part.opening(sheet))
    for row in rows:
        outlet.write(part.row(row))
        if outlet.size >= FLUSH_BYTES:
            yield outlet.fetch()
    yield outlet.fetch()


def _parts(
    sheets: Sequence[Sheet], rows: Iterable[tuple[int, Row]], part: "_CsvPart | _SheetPart"
) -> Iterator[bytes]:
    outlet = _Outlet()
    with ExitStack() as kept_open, zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as archive:
        later: list[IO[bytes]] = [
            kept_open.enter_context(tempfile.SpooledTemporaryFile(KEPT_BYTES)) for _ in sheets[1:]
        ]
        for name, text in part.frame(sheets):
            archive.writestr(name, text)
        with archive.open(part.name(0, sheets[0]), "w") as file:
            file.write(part.opening(sheets[0]))
            for place, row in rows:
                (file if place == 0 else later[place - 1]).write(part.row(row))
                if outlet.size >= FLUSH_BYTES:
                    yield outlet.fetch()
            file.write(part.closing)
        for place, kept in enumerate(later, start=1):
            with archive.open(part.name(place, sheets[place]), "w") as file:
                file.write(part.opening(sheets[place]))
                kept.seek(0)
                while piece := kept.read(FLUSH_BYTES):
                    file.write(piece)
                    yield outlet.fetch()
                file.write(part.closing)
    yield outlet.fetch()


class _CsvPart:
    """A sheet as CSV that Excel opens in UTF-8."""

    closing = b""

    def frame(self, _: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
        return iter(())

    def name(self, place: int, sheet: Sheet) -> str:
        return f"{place + 1:02d}-{_titled(sheet.title)}.csv"

    def opening(self, sheet: Sheet) -> bytes:
        return b"\xef\xbb\xbf" + self.row(sheet.head)

    def row(self, row: Row) -> bytes:
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerow([_plain(value) for value in row])
        return text.getvalue().encode("utf-8", "replace")


class _SheetPart:
    """A sheet of a workbook; every text is a text, also one that looks like a formula."""

    closing = b"</sheetData></worksheet>"

    def frame(self, sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
        numbers = range(1, len(sheets) + 1)
        overrides = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KIND}.worksheet+xml"/>'
            for n in numbers
        )
        yield (
            "[Content_Types].xml",
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{overrides}</Types>',
        )
        yield "_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")])
        names = zip(numbers, _different(sheets), strict=True)
        listed = "".join(f'<sheet name="{_escaped(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in names)
        yield (
            "xl/workbook.xml",
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>',
        )
        own = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
        yield "xl/_rels/workbook.xml.rels", _relations([*own, ("rIdStyles", "styles", "styles.xml")])
        yield "xl/styles.xml", _STYLES

    def name(self, place: int, _: Sheet) -> str:
        return f"xl/worksheets/sheet{place + 1}.xml"

    def opening(self, sheet: Sheet) -> bytes:
        pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        head = (
            f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
            '<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="16384" width="18" customWidth="1"/></cols><sheetData>'
        )
        return head.encode() + _sheet_row(sheet.head, style=2)

    def row(self, row: Row) -> bytes:
        return _sheet_row(row, style=1)


def _sheet_row(row: Row, *, style: int) -> bytes:
    return f"<row>{''.join(_cell(value, style) for value in row)}</row>".encode("utf-8", "replace")


def _cell(value: Value, style: int) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        text = _escaped(_ESCAPES.sub("_x005F_", _CONTROLS.sub("", value))[:MAX_CELL_CHARS])
        return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"<c><v>{value!r}</v></c>"


def _relations(found: Iterable[tuple[str, str, str]]) -> str:
    own = "".join(
        f'<Relationship Id="{name}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for name, kind, target in found
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{own}</Relationships>'


def _escaped(text: str) -> str:
    return text.translate(_MARKUP).replace('"', "&quot;").replace("\r", "")


def _titled(title: str) -> str:
    return _NO_TITLE.sub(" ", _CONTROLS.sub("", title)).strip()[:31] or "―"


def _different(sheets: Sequence[Sheet]) -> Iterator[str]:
    """Yield names that a workbook takes: short, without marks, each only once."""
    taken: set[str] = set()
    for place, sheet in enumerate(sheets, start=1):
        name = _titled(sheet.title)
        if name.lower() in taken:
            name = f"{name[:26]} ({place})"
        taken.add(name.lower())
        yield name


def _plain(value: Value) -> str:
    if value is None:
        return ""
    return plain_cell(_CONTROLS.sub("", value)) if isinstance(value, str) else str(value)
