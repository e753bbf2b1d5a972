"""One way over the answers: every field, every cell of a table, with who may see it."""

import pytest

from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.ask.questionnaires.cells import cells, cells_of
from casefinder.ask.questionnaires.standard import standard

DOCUMENT = standard("case_discovery")
ROWS = [
    {"standing": "officer", "name": "見本 太郎", "role": "集めた"},
    {"standing": "head", "role": "決めた"},
]


def test_cells_come_in_the_order_of_the_questionnaire() -> None:
    answers = {"C5": GivenAnswer({"started": "2024-04"}), "A1": GivenAnswer({"": "exists"})}

    assert [(cell.key, cell.text) for cell in cells(DOCUMENT, answers)] == [
        ("A1", "ある"), ("C5.stage", ""), ("C5.started", "2024年4月"),
    ]  # fmt: skip


def test_a_table_has_a_cell_for_each_column_of_each_row() -> None:
    found = list(cells_of(DOCUMENT.item("H1"), GivenAnswer({"rows": ROWS})))

    assert [(cell.key, cell.row, cell.text) for cell in found if not cell.is_empty] == [
        ("H1.standing", 0, "担当職員"), ("H1.name", 0, "見本 太郎"), ("H1.role", 0, "集めた"),
        ("H1.standing", 1, "首長"), ("H1.role", 1, "決めた"),
    ]  # fmt: skip
    assert len(found) == 8
    assert {cell.place.part.means for cell in found} == {
        f"key_persons.{name}" for name in ("standing", "post", "name", "role")
    }


@pytest.mark.parametrize(
    ("key", "chosen", "levels"),
    [
        ("H1", None, {"standing": "everyone", "name": "editors"}),
        ("H1", "municipalities", {"standing": "municipalities", "name": "editors"}),
        ("C8", None, {"initial": "municipalities"}),
        ("J6", "everyone", {"": "editors"}),
    ],
)
def test_the_level_is_the_narrowest_of_answer_item_field_and_column(
    key: str, chosen: str | None, levels: dict[str, str]
) -> None:
    given = GivenAnswer({"rows": ROWS[:1]}, audience=chosen)
    found = {cell.key.partition(".")[2]: cell.level for cell in cells_of(DOCUMENT.item(key), given)}

    assert {name: found[name] for name in levels} == levels


def test_values_of_the_wrong_shape_are_passed_over() -> None:
    assert list(cells_of(DOCUMENT.item("H1"), GivenAnswer({"rows": "?"}))) == []
    (cell,) = cells_of(DOCUMENT.item("C4"), GivenAnswer({"": 7}))
    assert (cell.is_empty, cell.text) == (True, "")
