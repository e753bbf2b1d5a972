"""A character that the book cannot print, or a credit that the press would refuse, is told at its input, in words that say what to do."""

from datetime import date
from typing import Any

import pytest

from casefinder.ask.questionnaires.answers import GivenAnswer, item_problems
from casefinder.ask.questionnaires.document import Alternative, Field, Item
from casefinder.ask.questionnaires.kinds.file import FileDetails, detail_problems, wrong_details
from casefinder.ask.questionnaires.lettering_rules import OWN_CHARACTER, UNPRINTABLE
from casefinder.edit.cases.content import EDITOR, CaseContent, Details, Illustration, Origin, Sentence
from casefinder.edit.checks.circumstances import Circumstances
from casefinder.edit.checks.rules import findings
from casefinder.lettering import printable, unprintable
from casefinder.publish.builds.printed import figure

PICTURE = Field("K1", "file", limit=60, means="picture")
ROW = {"name": "北のみなと😀", "note": "年"}


def item(kind: str = "short_text", **more: Any) -> Item:
    return Item("C1", "題", (Field("C1", kind),), **more)


def told(asked: Item, given: GivenAnswer) -> list[tuple[str, str]]:
    return [(each.name, str(each.values.get("characters"))) for each in item_problems(asked, given)]


@pytest.mark.parametrize("kind", ["short_text", "long_text"])
def test_a_character_without_a_font_is_told_at_the_input(kind: str) -> None:
    assert told(item(kind), GivenAnswer({"": "書かない窓口😀と🦊と😀"})) == [("C1", "「😀」「🦊」")]


def test_in_a_table_it_is_told_at_the_cell() -> None:
    columns = (Field("name", "short_text"), Field("note", "short_text"))
    table = Item("B4", "題", (Field("B4", "table", columns=columns, max_rows=9),))

    assert told(table, GivenAnswer({"rows": [{"name": "甲"}, ROW]})) == [("B4.1.name", "「😀」")]


def test_in_an_organisation_it_is_told() -> None:
    assert told(item("organisation"), GivenAnswer({"": {"code": "", "name": "霧立😀町"}})) == [
        ("C1", "「😀」")
    ]


def test_in_the_words_of_another_answer_it_is_told() -> None:
    other = item(alternatives=(Alternative("not_yet", "まだ", ask="見込み", limit=200),))

    given = GivenAnswer({"alternative_text": "来年😀"}, alternative="not_yet")

    assert told(other, given) == [("alternative_text.C1", "「😀」")]


def test_a_character_of_ones_own_machine_is_called_that() -> None:
    (problem,) = item_problems(item(), GivenAnswer({"": "渡\ue001"}))

    assert (problem.msgid, problem.values["characters"]) == (OWN_CHARACTER, "「\ue001」（U+E001）")


@pytest.mark.parametrize(("character", "code"), [("\u3164", "U+3164"), ("\u0485", "U+0485")])
def test_one_of_which_nothing_is_seen_is_named_by_its_code(character: str, code: str) -> None:
    assert told(item(), GivenAnswer({"": f"窓{character}口"})) == [("C1", code)]


@pytest.mark.parametrize("text", ["⼤\u200b雨の葛\U000e0100飾", "𠮷田と𣘺本", "一\u2028二", "㈱"])
def test_what_print_puts_right_or_has_is_not_told(text: str) -> None:
    assert told(item("long_text"), GivenAnswer({"": text})) == []


@pytest.mark.parametrize(
    ("more", "audience"),
    [
        ({"audience": "editors", "audience_open": False}, None),
        ({"audience": "municipalities"}, None),
        ({}, "editors"),
        ({}, "firms"),
    ],
)
def test_what_is_not_for_everyone_is_written_as_it_is_written(
    more: dict[str, Any], audience: str | None
) -> None:
    assert told(item(**more), GivenAnswer({"": "渡\ue001"}, audience)) == []


def test_a_column_that_only_editors_see_is_not_judged() -> None:
    table = Item(
        "H1", "題", (Field("H1", "table", columns=(Field("name", "short_text", audience="editors"),)),)
    )

    assert [
        each for each in told(table, GivenAnswer({"rows": [{"name": "渡\ue001"}]})) if "\ue001" in each[1]
    ] == []


WORDS = ["霧立町", "霧立😀町", "\u200b", "⼤\ufeff雨", "渡\ue001", "  ", "写真\u3164", "葛\U000e0100飾"]


def refused_by_press(alt: str, credit: str) -> bool:
    picture = Illustration(5, "a" * 64, alt, credit, "own")
    row = {
        name: (Sentence(text, Origin(EDITOR, author_id=1)),)
        for name, text in (("kind", "illustration"), ("finding", "減った"))
    }
    content = CaseContent(1, "case", 1, 1, Details(illustration=picture), {"figure": (row,)})
    printed = figure(content)
    assert printed is not None
    refused = bool(unprintable(printed.alt + printed.credit)) or not printed.alt or not printed.credit
    known = Circumstances(today=date(2026, 6, 10), shown_pictures=frozenset({5}), charset=printable())
    codes = {each.code for each in findings(content, known)} & {"font", "alt", "credit"}
    assert bool(codes) == refused, "the editor is told what the press refuses"
    return refused


@pytest.mark.parametrize("credit", WORDS)
def test_form_editor_and_press_refuse_the_same_credits(credit: str) -> None:
    told_at = {
        each.name
        for each in detail_problems(PICTURE, "K1", {7: FileDetails("窓口に並ぶ大勢の人たち", credit, "own")})
    }

    assert told_at == ({"K1.7.credit"} if refused_by_press("窓口に並ぶ大勢の人たち", credit) else set())


@pytest.mark.parametrize("alt", [f"窓口に並ぶ大勢の人たち{words}" for words in WORDS])
def test_form_editor_and_press_refuse_the_same_descriptions(alt: str) -> None:
    told_at = {each.name for each in detail_problems(PICTURE, "K1", {7: FileDetails(alt, "霧立町", "own")})}

    assert told_at == ({"K1.7.description"} if refused_by_press(alt, "霧立町") else set())


def test_while_somebody_types_only_what_is_wrong_is_told_not_what_is_missing() -> None:
    typed = {7: FileDetails("窓口😀", "", "")}

    assert [each.msgid for each in wrong_details(PICTURE, "K1", typed)] == [UNPRINTABLE]


def test_of_a_file_that_is_never_printed_no_character_is_judged() -> None:
    material = Field("K2.files", "file", limit=60, means="material.files")

    assert detail_problems(material, "K2.files", {7: FileDetails("要綱😀", "", "own")}) == []
