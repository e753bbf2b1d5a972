import io
import zipfile
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.tables import NotATable, read_table
from casefinder.tables import workbook as books

DAY = datetime(2026, 4, 1)  # noqa: DTZ001  a spreadsheet knows no zones


def book(*rows: list[object], formats: dict[str, str] | None = None, **more: list[list[object]]) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for place, shape in (formats or {}).items():
        made.active[place].number_format = shape
    for title, content in more.items():
        sheet = made.create_sheet(title)
        for row in content:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def cells(content: bytes) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.line, row.cells) for row in read_table(content).rows]


def test_cells_are_read_as_people_see_them() -> None:
    row: list[object] = [
        11002,
        11002,
        5430001000001,
        1.5,
        True,
        DAY,
        DAY.replace(hour=9, minute=30),
        None,
        "末",
    ]

    (found,) = cells(book(row, formats={"B1": "000000"}))

    assert found[1] == (
        "11002", "011002", "5430001000001", "1.5", "TRUE", "2026-04-01", "2026-04-01T09:30:00", "", "末",
    )  # fmt: skip


def test_a_share_is_read_as_it_is_shown() -> None:
    assert cells(book([0.352, 1], formats={"A1": "0.0%", "B1": "0%"})) == [(1, ("35.2%", "100%"))]


def test_lines_are_the_rows_of_the_sheet() -> None:
    assert cells(book(["表題"], [], ["種別", None, None], [None, "会"])) == [
        (1, ("表題",)),
        (3, ("種別",)),
        (4, ("", "会")),
    ]


def test_other_sheets_with_content_are_named() -> None:
    table = read_table(book(["種別"], 使い方=[["読んでください"]], 空=[]))

    assert [sheet.title for sheet in table.sheets] == ["Sheet", "使い方"]


def test_an_empty_workbook_is_said() -> None:
    with pytest.raises(NotATable) as caught:
        read_table(book())

    assert caught.value.message == books.NO_CONTENT


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def test_what_is_no_workbook_is_named_as_what_it_is() -> None:
    bomb = zipped(xl__workbook_xml=b"<x/>", xl__big_xml=b"0" * (books.MAX_UNPACKED_BYTES + 1))
    for content, message in (
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, books.OLD), (zipped(a=b"x"), books.NO_WORKBOOK), (b"PK\x03\x04cut", books.BROKEN),
        (zipped(xl__workbook_xml=b"<x"), books.BROKEN), (book(["a"])[:-200], books.BROKEN), (bomb, books.TOO_LARGE),
    ):  # fmt: skip
        with pytest.raises(NotATable) as caught:
            read_table(content)
        assert caught.value.message == message


def test_formulas_that_were_never_calculated_are_said() -> None:
    with pytest.raises(NotATable) as caught:
        read_table(book(["コード", "団体名"], ['="01"&"1002"', "札幌市"]))

    assert caught.value.message == books.NOT_CALCULATED


def test_an_entity_is_not_followed() -> None:
    source = io.BytesIO(book(["会"]))
    out = io.BytesIO()
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                attack = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
                part = attack + part.replace("会".encode(), b"&e;")
            after.writestr(name, part)

    with pytest.raises(NotATable):
        read_table(out.getvalue())


@given(
    st.lists(
        st.lists(st.text(alphabet="あa01=+'\n\x01 -E", max_size=6), min_size=3, max_size=3),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_written_is_text_and_reads_back(rows: list[list[str]]) -> None:
    table = [["x", "y", "z"], *rows]

    found = dict(cells(books.workbook_of(table, title="表")))

    for line, row in enumerate(table, start=1):
        told = [text.replace("\x01", "") for text in row]
        while told and not told[-1].strip():
            told.pop()
        assert found.get(line, ()) == tuple(told)
