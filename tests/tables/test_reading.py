import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.tables import NotATable, Row, read_table
from casefinder.tables.decoding import NOT_A_TEXT
from casefinder.tables.delimited import BROKEN

TEXT = "種別,団体名\r\n団体,北の会\r\n"


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(content).rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932", "utf-32"]
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_text_is_read_in_whatever_way_it_was_saved(encoding: str, delimiter: str) -> None:
    assert cells(TEXT.replace(",", delimiter).encode(encoding)) == [("種別", "団体名"), ("団体", "北の会")]


def test_characters_of_japanese_machines_are_read() -> None:
    assert cells("㈱髙﨑,①～".encode("cp932")) == [("㈱髙﨑", "①～")]


def test_marks_of_files_put_together_are_nothing() -> None:
    part = "種別,団体名\r\n団体,北の会\r\n".encode("utf-8-sig")

    assert cells(part + part) == [("種別", "団体名"), ("団体", "北の会")] * 2


def test_the_text_of_old_mail_programs_is_read() -> None:
    assert cells("種別,団体名".encode("iso2022_jp")) == [("種別", "団体名")]


def test_a_formula_that_only_keeps_the_zeros_is_its_text() -> None:
    assert cells('コード,団体名\n"=""011002""",札幌市\n'.encode()) == [
        ("コード", "団体名"),
        ("011002", "札幌市"),
    ]
    assert cells('=""011002"",x'.replace('""', '"').encode()) == [("011002", "x")]


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7",
        b"<html><table><tr><td>x</td></tr></table></html>",
        b'\r\n<?xml version="1.0"?><Workbook/>',
        b"MIME-Version: 1.0\r\n",
        b"{\\rtf1",
    ],
)
def test_what_is_no_table_is_not_taken_for_one(content: bytes) -> None:
    with pytest.raises(NotATable) as caught:
        read_table(content)

    assert caught.value.message == NotATable.message


@pytest.mark.parametrize("content", [b"\x81\xff\xfe", b"\xff\xfe\x00", b"a\0b\0\0"])
def test_what_is_no_text_is_said(content: bytes) -> None:
    with pytest.raises(NotATable) as caught:
        read_table(content)

    assert caught.value.message == NOT_A_TEXT


def test_line_numbers_are_the_files() -> None:
    text = '表題\r\n\r\n種別,団体名\r\n団体,"北の\r\n会"\r\n,,\r\n団体,南の会\r\n'

    assert [(row.line, row.cells) for row in read_table(text.encode()).rows] == [
        (1, ("表題",)),
        (3, ("種別", "団体名")),
        (4, ("団体", "北の\r\n会")),
        (7, ("団体", "南の会")),
    ]


def test_a_mark_that_is_not_closed_swallows_nothing() -> None:
    with pytest.raises(NotATable) as caught:
        read_table('種別,団体名\n団体,"北の会\n団体,南の会\n'.encode())

    assert (caught.value.message, caught.value.values) == (BROKEN, {"line": 2})


def test_commas_inside_of_cells_do_not_decide() -> None:
    assert cells(b'a;b\n"1,2,3,4,5";x\n"6,7,8,9";y\n') == [("a", "b"), ("1,2,3,4,5", "x"), ("6,7,8,9", "y")]


def test_a_cell_behind_the_last_one_is_empty() -> None:
    assert Row(1, ("a",)).cell(3) == ""


TABLES = st.lists(
    st.lists(st.text(alphabet='あa1",;\t\n ', max_size=5), min_size=1, max_size=4), min_size=1, max_size=5
)


@given(TABLES, st.sampled_from([",", "\t", ";"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp932"]))
def test_every_table_comes_back(table: list[list[str]], delimiter: str, encoding: str) -> None:
    head = ["x", "y", "z", "w"]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([head, *table, head])

    found = cells(out.getvalue().encode(encoding))

    kept = [tuple(row) for row in table]
    bare = [
        row[: max((place + 1 for place, cell in enumerate(row) if cell.strip()), default=0)] for row in kept
    ]
    assert found == [tuple(head), *(row for row in bare if row), tuple(head)]


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        read_table(content)
    except NotATable:
        return
