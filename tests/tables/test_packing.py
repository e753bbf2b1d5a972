"""What goes out as rows: piece by piece, as CSV and as a workbook, and nothing in it is a formula."""

import csv
import io
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.sheets import text_of_cell
from casefinder.tables import packing, read_table
from casefinder.tables.packing import Row, Sheet

ONE = [Sheet("回答", ("団体", "件数"))]
TWO = [*ONE, Sheet("成果の数字", ("団体", "指標"))]
FORMULAS = ("=1+1", "+81-3-0000", "-2+3", "@SUM(1)", "＝1+1", '=HYPERLINK("http://x/"&A1)', "'=1", "\t=1")


def packed(kind: str, sheets: list[Sheet], rows: list[tuple[int, Row]]) -> bytes:
    return b"".join(packing.packed(kind, sheets, rows))


def cells_of(workbook: bytes) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets
    }


def test_a_workbook_holds_texts_as_texts_and_numbers_as_numbers() -> None:
    made = packed("xlsx", ONE, [(0, ("白楡町 <&>", 12)), (0, ("01234", 1.5)), (0, ("", None))])

    assert cells_of(made) == {"回答": [["団体", "件数"], ["白楡町 <&>", 12], ["01234", 1.5], [None, None]]}


def test_rows_of_further_sheets_come_in_between_and_stand_on_their_own() -> None:
    rows: list[tuple[int, Row]] = [
        (0, ("甲町", 1)),
        (1, ("甲町", "時間")),
        (0, ("乙町", 2)),
        (1, ("乙町", "件")),
    ]

    assert cells_of(packed("xlsx", TWO, rows)) == {
        "回答": [["団体", "件数"], ["甲町", 1], ["乙町", 2]],
        "成果の数字": [["団体", "指標"], ["甲町", "時間"], ["乙町", "件"]],
    }
    with zipfile.ZipFile(io.BytesIO(packed("csv", TWO, rows))) as archive:
        assert archive.namelist() == ["01-回答.csv", "02-成果の数字.csv"]
        assert (
            archive.read("02-成果の数字.csv").decode("utf-8-sig") == "団体,指標\r\n甲町,時間\r\n乙町,件\r\n"
        )


@pytest.mark.parametrize("formula", FORMULAS)
def test_sec_03_no_cell_is_a_formula(formula: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(packed("xlsx", ONE, [(0, (formula, 1))])))
    cell = book.worksheets[0]["A2"]
    assert (cell.data_type, cell.value) == ("s", formula)

    text = packed("csv", ONE, [(0, (formula, 1))]).decode("utf-8-sig")
    written = list(csv.reader(io.StringIO(text)))[1][0]
    assert written.startswith("'")
    assert text_of_cell(written) == formula


def test_what_no_spreadsheet_may_hold_is_left_out() -> None:
    made = packed("xlsx", ONE, [(0, ("a\x00b\x1fc\ud800d", "長" * 40_000))])

    (_, (first, second)) = cells_of(made)["回答"]
    assert (first, len(str(second))) == ("abcd", packing.MAX_CELL_CHARS)


def test_titles_are_names_that_a_workbook_takes() -> None:
    sheets = [
        Sheet("成果：[前]/後" + "長" * 40, ("a",)),
        Sheet("成果：[前]/後" + "長" * 40, ("a",)),
        Sheet("*", ("a",)),
    ]

    names = list(cells_of(packed("xlsx", sheets, [])))

    assert len(set(names)) == 3
    assert all(len(name) <= 31 for name in names)


def test_a_large_file_goes_out_before_its_last_row_is_made() -> None:
    made: list[int] = []

    def rows() -> Iterator[tuple[int, Row]]:
        for number in range(60_000):
            made.append(number)
            yield 0, (f"町{number * 7919 % 10007}", number)

    for kind in ("csv", "xlsx"):
        made.clear()
        pieces = packing.packed(kind, ONE, rows())
        next(pieces)
        assert len(made) < 60_000, kind
        assert max(map(len, pieces)) < 4 * packing.FLUSH_BYTES


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30), min_size=1, max_size=4))
def test_whatever_is_written_comes_back_as_it_was(texts: list[str]) -> None:
    sheets = [Sheet("表", tuple(f"欄{place}" for place in range(len(texts))))]

    workbook = cells_of(packed("xlsx", sheets, [(0, texts)]))["表"][1]
    read = list(csv.reader(io.StringIO(packed("csv", sheets, [(0, texts)]).decode("utf-8-sig"))))[1]

    assert [str(value or "").replace("_x005F_", "_") for value in workbook] == [
        text.replace("\ufffe", "").replace("\uffff", "") for text in texts
    ]
    assert [text_of_cell(cell) for cell in read] == [
        text.replace("\ufffe", "").replace("\uffff", "") for text in texts
    ]


def test_our_own_reader_takes_what_we_wrote() -> None:
    rows: list[tuple[int, Row]] = [(0, ("白楡町", "011234"))]
    for kind in ("csv", "xlsx"):
        table = read_table(packed(kind, ONE, rows))
        assert [list(row.cells) for row in table.rows] == [["団体", "件数"], ["白楡町", "011234"]]
