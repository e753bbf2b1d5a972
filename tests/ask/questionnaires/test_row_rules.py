"""Which row is which when rows come, go and move."""

from itertools import count

import pytest

from casefinder.ask.questionnaires import kinds
from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import FormValues
from casefinder.ask.questionnaires.reading import DocumentInvalid, read_document
from casefinder.ask.questionnaires.row_rules import row_id, with_ids
from casefinder.ask.questionnaires.standard import standard

Rows = list[dict[str, object]]
TABLE = Field("T", "table", max_rows=5, columns=(Field("a", "short_text", label="あ", limit=10),))
STORED: Rows = [{"id": "x1", "a": "一"}, {"id": "x2", "a": "二"}, {"id": "x3", "a": "三"}]


def ids(sent: Rows, before: Rows = STORED) -> list[object]:
    numbers = count(1)
    return [row["id"] for row in with_ids(sent, before, lambda: f"new{next(numbers)}")]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ([{"a": "一"}, {"a": "二"}, {"a": "三"}], ["x1", "x2", "x3"]),
        ([{"a": "二"}, {"a": "三"}], ["x2", "x3"]),
        ([{"a": "三"}, {"a": "一"}], ["x3", "x1"]),
        ([{"a": "〇"}, {"a": "一"}, {"a": "二"}, {"a": "三"}], ["new1", "x1", "x2", "x3"]),
        ([{"a": "一"}, {"a": "弐"}, {"a": "三"}], ["x1", "x2", "x3"]),
        ([], []),
    ],
)
def test_a_form_that_knows_no_ids_is_matched_by_words_then_by_place(sent: Rows, expected: list[str]) -> None:
    assert ids(sent) == expected


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ([{"id": "x2", "a": "弐"}, {"id": "x3", "a": "三"}], ["x2", "x3"]),
        ([{"id": "x3", "a": "三"}, {"id": "x1", "a": "一"}], ["x3", "x1"]),
        ([{"id": "x1", "a": "一"}, {"a": "四"}], ["x1", "new1"]),
        ([{"id": "x1", "a": "一"}, {"a": "三"}], ["x1", "x3"]),
    ],
)
def test_a_form_that_knows_ids_means_them(sent: Rows, expected: list[str]) -> None:
    assert ids(sent) == expected


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ([{"id": "stranger", "a": "一"}], ["stranger"]),
        ([{"id": "x1", "a": "一"}, {"id": "x1", "a": "九"}], ["x1", "new1"]),
        ([{"id": "<b>", "a": "九"}, {"id": "x2", "a": "二"}], ["new1", "x2"]),
        ([{"id": 7, "a": "九"}], ["7"]),
    ],
)
def test_a_foreign_a_doubled_or_a_broken_id_does_no_harm(sent: Rows, expected: list[str]) -> None:
    found = ids(sent)

    assert found == expected
    assert len(set(found)) == len(found)


def test_rows_that_never_got_an_id_go_by_their_place() -> None:
    before: Rows = [{"a": "一"}, {"a": "二"}]

    assert [row_id(row, place) for place, row in enumerate(before)] == ["1", "2"]
    assert ids([{"a": "二"}], before) == ["2"]


def test_rows_that_read_the_same_are_told_apart() -> None:
    before: Rows = [{"id": "x1", "a": "同"}, {"id": "x2", "a": "同"}]

    assert ids([{"a": "同"}, {"a": "同"}], before) == ["x1", "x2"]
    assert ids([{"id": "x2", "a": "同"}], before) == ["x2"]


def test_ids_go_into_the_form_and_come_out_of_it() -> None:
    table = kinds.of("table")
    form = table.form(TABLE, "T", STORED)

    assert form["T.1.id"] == ["x2"]
    assert table.parse(TABLE, "T", FormValues(form)).value == [
        {"a": row["a"], "id": row["id"]} for row in STORED
    ]


def test_a_row_without_words_is_no_row_though_it_has_an_id() -> None:
    form = FormValues({"T.0.id": ["x1"], "T.0.a": [""], "T.1.id": ["x2"], "T.1.a": ["二"]})

    assert kinds.of("table").parse(TABLE, "T", form).value == [{"a": "二", "id": "x2"}]


def test_the_page_carries_the_ids() -> None:
    asked = kinds.of("table").ask(TABLE, "T", [*STORED, {"a": "古い行"}])

    assert asked.data["ids"] == ["x1", "x2", "x3", "4", ""]


def test_no_column_may_be_called_as_the_id_is() -> None:
    data = {
        "key": "T", "kind": "table", "max_rows": 2,
        "columns": [{"key": "id", "kind": "short_text", "label": "番号", "limit": 9}],
    }  # fmt: skip
    item = {"key": "T", "title": "表", "fields": [data]}
    with pytest.raises(DocumentInvalid, match="in use for the row itself"):
        read_document(
            {
                "name": "t",
                "title": "t",
                "edition": "1",
                "sections": [{"key": "A", "title": "t", "items": [item]}],
            }
        )


def test_the_standard_tables_have_no_such_column() -> None:
    columns = [place.part.key for place in standard("case_discovery").places() if place.column]

    assert columns
    assert "id" not in columns
