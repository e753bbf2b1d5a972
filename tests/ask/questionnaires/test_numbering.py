"""Numbers are made from the order: people see them, nothing else leans on them."""

from dataclasses import replace
from itertools import islice

import pytest

from casefinder.ask.questionnaires.document import content_hash, plain
from casefinder.ask.questionnaires.numbering import letters, numbers_in
from casefinder.ask.questionnaires.standard import standard

DOCUMENT = standard("case_discovery")


def test_sections_have_letters_and_after_z_two() -> None:
    found = list(islice(letters(), 54))

    assert (found[0], found[25], found[26], found[27], found[52]) == ("A", "Z", "AA", "AB", "BA")


def test_the_standard_questionnaire_is_numbered_as_its_keys_say() -> None:
    assert [item.number for item in DOCUMENT.items()] == [item.key for item in DOCUMENT.items()]
    assert [section.number for section in DOCUMENT.sections] == [section.key for section in DOCUMENT.sections]


def test_a_question_put_in_between_moves_the_numbers_and_no_key() -> None:
    first, *rest = DOCUMENT.sections
    new = replace(first.items[0], key="new")
    document = replace(DOCUMENT, sections=(replace(first, items=(new, *first.items)), *rest))

    assert [(item.key, item.number) for item in document.sections[0].items] == [
        ("new", "A1"), ("A1", "A2"), ("A2", "A3"),
    ]  # fmt: skip
    assert document.number_of("A1") == "A2"
    assert DOCUMENT.number_of("A1") == "A1", "the other document keeps its numbers"


def test_a_field_and_a_column_have_the_number_of_their_item() -> None:
    assert DOCUMENT.number_of("C5.stage") == "C5"
    assert DOCUMENT.number_of("I1.before") == "I1"
    with pytest.raises(KeyError):
        DOCUMENT.number_of("Z9")


def test_an_item_is_found_by_its_number() -> None:
    found = DOCUMENT.numbered("F3")

    assert found is not None
    assert found.key == "F3"
    assert DOCUMENT.numbered("Z9") is None


def test_numbers_are_no_part_of_the_content() -> None:
    again = replace(DOCUMENT, sections=tuple(reversed(DOCUMENT.sections)))
    back = replace(again, sections=tuple(reversed(again.sections)))

    items = [item for section in plain(DOCUMENT)["sections"] for item in section["items"]]

    assert [item["key"] for item in items if "number" in item] == []
    assert content_hash(back) == content_hash(DOCUMENT)
    assert again.sections[0].number == "A"
    assert again != DOCUMENT


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("F3 の『大変だった』は、何人で何時間か", ["F3"]),
        ("Ｆ３とＧ１０、AA2", ["F3", "G10", "AA2"]),
        ("F3F4 xF3 F3x F0 F100", []),
        ("2026年の雪", []),
    ],
)
def test_numbers_are_found_in_a_message(text: str, found: list[str]) -> None:
    assert numbers_in(text) == found
