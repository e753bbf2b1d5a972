"""One number for one text: the standard questionnaire, the editor and the press say the same."""

import json
from importlib import resources

import pytest

from casefinder.ask.questionnaires.printed_rules import PRINTED_CHARACTERS
from casefinder.edit.layout.places import PLACES


def limits_by_meaning() -> dict[str, int]:
    standard = resources.files("casefinder.ask.questionnaires.standard") / "case_discovery.json"
    found: dict[str, int] = {}

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("means"), str) and isinstance(node.get("limit"), int):
                found[node["means"]] = node["limit"]
            for each in node.values():
                walk(each)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(json.loads(standard.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("meaning", PRINTED_CHARACTERS)
def test_the_standard_questionnaire_lets_people_write_what_can_be_printed(meaning: str) -> None:
    assert limits_by_meaning()[meaning] == PRINTED_CHARACTERS[meaning]


def test_every_answer_that_is_printed_as_it_is_has_its_cell() -> None:
    asked = {column.asked: column for place in PLACES for column in place.columns if column.asked}

    assert set(asked) == set(PRINTED_CHARACTERS)
    assert all(asked[meaning].limit == limit for meaning, limit in PRINTED_CHARACTERS.items())
