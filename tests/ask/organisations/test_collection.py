"""Files that offices sent, byte by byte: each says what it says, or what is wrong with it and on which line."""

import io
from pathlib import Path

import openpyxl
import pytest

from casefinder.ask.organisations import code_rules, comparing, exchange
from casefinder.ask.organisations.columns import NotARegister
from casefinder.tables import read_table
from tests.factories.organisations import IN_HOKKAIDO

FOLDER = Path(__file__).with_name("collection")


def changes(name: str) -> tuple[comparing.Change, ...]:
    return comparing.changes(
        exchange.read(read_table((FOLDER / name).read_bytes()), IN_HOKKAIDO, "振興局"), [], IN_HOKKAIDO
    )


def told(name: str) -> list[tuple[int, str, str | None, str]]:
    """Line, act, code and name of each line."""
    return [(change.line, change.act, change.entry.code, change.entry.name) for change in changes(name)]


@pytest.mark.parametrize("name", ["03_utf16_tsv.txt", "04_utf8_tsv.csv", "05_semicolon.csv"])
def test_tabs_semicolons_and_unicode_text_are_read(name: str) -> None:
    firm = "㈱はしごだか髙﨑商店①Ⅲ㎡～"

    assert told(name) == [(2, "add", "019704", "髙﨑町（見本）"), (3, "add", "5430001000001", firm)]
    assert [change.entry.email for change in changes(name)] == ["dx@takasaki.example.jp", "info@example.jp"]


@pytest.mark.parametrize("name", ["07_trailing_empty.csv", "07b_trailing_rows.csv"])
def test_empty_columns_and_rows_are_nothing(name: str) -> None:
    assert told(name) == [(2, "add", "019739", "末尾町（見本）")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("08b_header_kana.csv", [(2, "add", "019747", "別名町（見本）")]), ("12_title_rows.csv", [(4, "add", "019771", "表題町（見本）")]),
        ("09_leading_zero.csv", [(2, "add", "019755", "零町（見本）"), (3, "add", "011002", "札幌市")]),
        ("24_ivs.csv", [(2, "add", "019895", "葛飾町（見本）")]),
        ("32_newline_in_changed_cell.csv", [(2, "add", "011002", "札幌市（本庁）")]),
    ],
)  # fmt: skip
def test_files_as_offices_have_them_are_read(name: str, expected: list[tuple[int, str, str, str]]) -> None:
    assert told(name) == expected


def test_a_merged_kind_is_carried_down() -> None:
    first, second = changes("12b_merged_kind.csv")

    assert (first.act, second.act, second.entry.kind) == ("add", "add", "municipality")
    assert [note.values for note in second.notes] == [{"line": 2}]


def test_a_line_break_in_a_cell_does_not_move_the_line_numbers() -> None:
    first, second = changes("06_quoted_newline.csv")

    assert (first.line, first.act, first.entry.name) == (2, "add", "改行町（見本）")
    assert (second.line, second.act, [problem.field for problem in second.problems]) == (
        4,
        "wrong",
        ["email"],
    )


def test_line_numbers_are_those_of_the_file() -> None:
    assert [(change.line, change.act) for change in changes("23_line_numbers.csv")] == [
        (3, "add"),
        (5, "wrong"),
    ]


def test_digits_that_the_spreadsheet_lost_are_said() -> None:
    found = changes("10_scientific.csv")

    assert [[(problem.message, problem.values) for problem in change.problems] for change in found] == [
        [(code_rules.DIGITS_LOST, {"text": text})] for text in ("5.43000E+12", "4.43000E+12")
    ]


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(NotARegister) as caught:
        changes("16_two_mail_columns.csv")

    assert caught.value.values == {
        "column": "メール", "first": "メール", "first_letter": "G", "second": "メール", "second_letter": "H",
    }  # fmt: skip


def test_one_firm_in_three_writings_is_one() -> None:
    (first,) = changes("13_nfc.csv")
    known = [(1, first.entry)]

    for name, address in (("13_nfd_twin.csv", "b@example.jp"), ("13_width_twin.csv", "c@example.jp")):
        table = read_table((FOLDER / name).read_bytes())
        (change,) = comparing.changes(exchange.read(table, IN_HOKKAIDO, "振興局"), known, IN_HOKKAIDO)
        assert (change.organisation_id, change.differences) == (1, (("email", "a@example.jp", address),))


def test_a_workbook_with_a_page_of_instructions_and_merged_cells_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.title = "使い方"
    book.active.append(["このファイルの使い方", "列を埋めてください"])
    sheet = book.create_sheet("一覧")
    for row in (
        ["種別", "団体コード", "団体名", "フリガナ"],
        ["市町村", 11002, "札幌市", "サッポロシ"],
        [None, 12025, "函館市", "ハコダテシ"],
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    out = io.BytesIO()
    book.save(out)

    file = exchange.read(read_table(out.getvalue()), IN_HOKKAIDO, "振興局")

    assert [(line.entry.kind, line.entry.code) for line in file.lines] == [
        ("municipality", "011002"),
        ("municipality", "012025"),
    ]
    assert file.other_sheets == ("使い方",)
