import copy
import json
import re
from typing import Any

import pytest

from casefinder.ask.questionnaires import kinds
from casefinder.ask.questionnaires.document import canonical_json, content_hash, plain
from casefinder.ask.questionnaires.lengths import text_length
from casefinder.ask.questionnaires.reading import DocumentInvalid, parse_document, read_document
from casefinder.ask.questionnaires.sense import KINDS
from casefinder.ask.questionnaires.standard import standard

DOCUMENT = standard("case_discovery")
KEYS = [
    "A1",
    "A2",
    "B1",
    "B2",
    "B3",
    "B4",
    "B5",
    "C1",
    "C2",
    "C3",
    "C4",
    "C5",
    "C6",
    "C7",
    "C8",
    "D1",
    "D2",
    "D3",
    "D4",
    "E1",
    "E2",
    "E3",
    "E4",
    "E5",
    "E6",
    "E7",
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "G1",
    "G2",
    "G3",
    "H1",
    "H2",
    "I1",
    "I2",
    "I3",
    "J1",
    "J2",
    "J3",
    "J4",
    "J5",
    "J6",
    "K1",
    "K2",
    "L1",
    "L2",
    "L3",
    "L4",
    "L5",
    "M1",
    "M2",
]


def small() -> dict[str, Any]:
    """The least that is a questionnaire."""
    choices = [{"code": "yes", "label": "はい"}, {"code": "no", "label": "いいえ"}]
    return {
        "name": "small",
        "title": "小さな質問票",
        "edition": "1",
        "sections": [
            {
                "key": "A",
                "title": "はじめ",
                "items": [
                    {
                        "key": "A1",
                        "title": "選ぶ",
                        "fields": [{"key": "A1", "kind": "single_choice", "choices": choices}],
                    },
                    {
                        "key": "A2",
                        "title": "書く",
                        "required": True,
                        "fields": [{"key": "A2", "kind": "short_text", "limit": 40}],
                    },
                ],
            }
        ],
    }


def broken(path: str, value: object) -> dict[str, Any]:
    """The small questionnaire with one place changed; `path` like `sections.0.items.1.title`; None removes it."""
    data = copy.deepcopy(small())
    *steps, last = path.split(".")
    place: Any = data
    for step in steps:
        place = place[int(step)] if step.isdigit() else place[step]
    if value is None:
        del place[last]
    else:
        place[int(last) if last.isdigit() else last] = value
    return data


def test_the_standard_questionnaire_has_all_54_items_in_order() -> None:
    assert [item.key for item in DOCUMENT.items()] == KEYS
    assert len(KEYS) == 54


def test_its_sections_have_their_titles() -> None:
    assert [f"{section.key} {section.title}" for section in DOCUMENT.sections] == [
        "A 取組の有無", "B 団体と担当", "C 取組の概要", "D 困りごと", "E 推進体制", "F 苦労した点", "G 転機と決め手",
        "H キーマン", "I 成果の数字と声", "J 条件と今後", "K 写真と資料", "L 同意と決裁", "M 聞き取りと推薦",
    ]  # fmt: skip
    assert all(section.minutes and section.group for section in DOCUMENT.sections)


def test_the_short_version_has_the_required_items() -> None:
    required = [item.key for item in DOCUMENT.items() if item.required]

    assert [item.key for item in DOCUMENT.items() if item.short] == required
    assert required == [
        "A1",
        "A2",
        "B2",
        "B3",
        "C1",
        "C2",
        "C3",
        "C4",
        "C5",
        "D1",
        "D3",
        "E1",
        "E2",
        "F3",
        "F4",
        "G1",
        "G2",
        "H1",
        "I1",
        "J1",
        "J3",
        "L1",
        "L2",
        "L4",
        "L5",
        "M1",
    ]


@pytest.mark.parametrize(
    ("audience", "keys"),
    [
        ("municipalities", "C8 D4 E4 H2"),
        ("editors", "A1 A2 B3 F5 J6 L1 L2 L3 L4 L5 M1 M2"),
    ],
)
def test_default_audiences_are_those_of_the_table(audience: str, keys: str) -> None:
    assert [item.key for item in DOCUMENT.items() if item.audience == audience] == keys.split()


def test_the_name_of_a_key_person_is_for_editors_whatever_is_chosen() -> None:
    item = DOCUMENT.item("H1")
    name = next(column for column in item.fields[0].columns if column.key == "name")

    assert item.field_audience(name, "everyone") == "editors"
    assert item.field_audience(item.fields[0], "everyone") == "everyone"


@pytest.mark.parametrize(
    ("key", "limit"),
    [
        ("C1", 40), ("C2", 60), ("C3", 400), ("D1", 300), ("D4", 200), ("E2", 500), ("F3", 600), ("F4", 500),
        ("F5", 400), ("G2", 500), ("G3", 300), ("H2", 500), ("I2", 500), ("J2", 80), ("J3", 100), ("J6", 300),
        ("C7.products", 80), ("E5.text", 200), ("G1.event", 80), ("G1.result", 120), ("H1.role", 200), ("I1.source", 60),
    ],
)  # fmt: skip
def test_limits_are_those_of_the_table(key: str, limit: int) -> None:
    item = DOCUMENT.item(key.partition(".")[0])
    fields = {field.key: field for field in item.fields} | {
        f"{field.key}.{column.key}": column for field in item.fields for column in field.columns
    }

    assert fields[key].limit == limit


def test_every_item_has_an_example_that_fits_its_limit() -> None:
    for item in DOCUMENT.items():
        if item.fields[0].kind in ("prefilled", "consent"):
            assert item.example is None, "an example would lead the answer"
            continue
        assert item.example, item.key
        assert item.example.source.startswith("見本 ")
        if len(item.fields) == 1 and item.fields[0].kind in ("short_text", "long_text"):
            assert text_length(item.example.text) <= (item.fields[0].limit or 0), item.key


def test_every_long_question_may_be_answered_in_speech() -> None:
    for item in DOCUMENT.items():
        if any(field.kind == "long_text" for field in item.fields):
            assert item.spoken, item.key


def test_choice_codes_are_permanent_ascii() -> None:
    for item in DOCUMENT.items():
        for field in item.fields:
            for choice in field.choices + tuple(c for column in field.columns for c in column.choices):
                assert re.fullmatch(r"[a-z][a-z0-9_]*", choice.code)


def test_consents_carry_their_wording_and_are_not_chosen_beforehand() -> None:
    consents = [item for item in DOCUMENT.items() if item.fields[0].kind == "consent"]

    assert [item.key for item in consents] == ["L1", "L3", "L4"]
    assert all(item.fields[0].wording and item.fields[0].wording_version for item in consents)


def test_every_kind_has_its_module() -> None:
    assert [kinds.of(name).name for name in KINDS] == list(KINDS)
    with pytest.raises(KeyError):
        kinds.of("essay")


def test_a_document_survives_json() -> None:
    again = parse_document(canonical_json(DOCUMENT))

    assert again == DOCUMENT
    assert content_hash(again) == content_hash(DOCUMENT)


def test_the_hash_sees_content_and_not_spelling() -> None:
    data = small()
    spelt = read_document({**data, "language": "ja", "introduction": ""})
    changed = read_document(broken("sections.0.items.1.title", "書いてください"))

    assert content_hash(spelt) == content_hash(read_document(data))
    assert content_hash(changed) != content_hash(spelt)
    assert len(content_hash(spelt)) == 64


def test_canonical_json_leaves_defaults_out() -> None:
    field = json.loads(canonical_json(read_document(small())))["sections"][0]["items"][1]["fields"][0]

    assert field == {"key": "A2", "kind": "short_text", "limit": 40, "required": True}
    assert plain(("a",)) == ["a"]


def test_the_only_field_of_a_required_item_is_required() -> None:
    assert read_document(small()).item("A2").fields[0].required


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("name", "Small!", "'name' needs small letters"),
        ("title", None, "'title' is missing"),
        ("title", 3, "'title' needs a text"),
        ("sections", [], "there is no section"),
        ("sections", {}, "'sections' needs a list"),
        ("sections.0.key", "1", "section 1: a key is a letter and"),
        ("sections.0.key", "save", "the key is in use for other inputs"),
        ("sections.0.minutes", "3", "'minutes' needs a whole number"),
        ("sections.0.minutes", True, "'minutes' needs a whole number"),
        ("sections.0.items", [], "there is no item"),
        ("sections.0.items.0", "A1", "an object is needed"),
        ("sections.0.items.1.key", "雪", "item 雪: a key is a letter and"),
        ("sections.0.items.1.key", "a-b", "a key is a letter and"),
        ("sections.0.items.1.key", "a" * 41, "a key is a letter and"),
        ("sections.0.items.1.key", "audience", "the key is in use for other inputs"),
        ("sections.0.items.1.number", "A2", "'number' is unknown"),
        ("sections.0.items.1.key", "A1", "there twice"),
        ("sections.0.items.1.requierd", True, "'requierd' is unknown"),
        ("sections.0.items.1.required", "yes", "'required' needs true or false"),
        ("sections.0.items.1.title", "", "there is no title"),
        ("sections.0.items.1.audience", "friends", "audience 'friends' is unknown"),
        ("sections.0.items.1.fields", [], "there is no field"),
        ("sections.0.items.1.fields.0.key", "A9", "the key must be A2"),
        ("sections.0.items.1.fields.0.kind", "essay", "kind 'essay' is unknown"),
        ("sections.0.items.1.fields.0.limit", None, "it needs a limit"),
        ("sections.0.items.1.fields.0.limit", -1, "the limit is 1 or more"),
        ("sections.0.items.1.fields.0.maximum", 0, "the maximum is 1 or more"),
        ("sections.0.items.1.fields.0.audience", "x", "audience 'x' is unknown"),
        ("sections.0.items.1.fields.0.columns", [{"key": "a", "kind": "date", "label": "日"}], "only a table has columns"),
        ("sections.0.items.1.fields.0.choices", [{"code": "a", "label": "a"}], "has no choices"),
        ("sections.0.items.1.alternatives", [{"code": "a", "label": "a"}] * 2, "alternative a: it is there twice"),
        ("sections.0.items.1.condition", {"field": "Z1", "any_of": ["yes"]}, "which cannot be asked for here"),
        ("sections.0.items.1.condition", {"field": "A1", "any_of": ["maybe"]}, "has no choice 'maybe'"),
        ("sections.0.items.1.condition", {"field": "A1"}, "either any_of or none_of"),
        ("sections.0.items.1.condition", {"field": "A1", "any_of": "yes"}, "'any_of' needs a list of texts"),
        ("sections.0.items.0.fields.0.choices", [{"code": "yes", "label": "はい"}], "two choices or more"),
        ("sections.0.items.0.fields.0.choices.0.code", "はい", "is not a code"),
        ("sections.0.items.0.fields.0.choices.0.code", "no", "choice no: it is there twice"),
        ("sections.0.items.0.fields.0.kind", "consent", "needs its wording"),
        ("sections.0.items.1.fields.0", {"key": "A2", "kind": "explanation"}, "an explanation needs its wording"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_named(path: str, value: object, fault: str) -> None:
    with pytest.raises(DocumentInvalid) as caught:
        read_document(broken(path, value))

    assert fault in str(caught.value)


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ({}, "a table needs columns"),
        ({"columns": [{"key": "a", "kind": "date", "label": "日"}]}, "numbers of rows"),
        ({"columns": [{"key": "a", "kind": "date"}], "max_rows": 2}, "it needs a label"),
        (
            {"columns": [{"key": "a", "kind": "file", "label": "図"}], "max_rows": 2},
            "cannot stand in a table",
        ),
        ({"columns": [{"key": "Ａ", "kind": "date", "label": "日"}], "max_rows": 2}, "is not a code"),
        ({"columns": [{"key": "a", "kind": "date", "label": "日"}], "max_rows": 2}, "needs one row or more"),
    ],
)
def test_what_is_wrong_with_a_table_is_named(table: dict[str, Any], fault: str) -> None:
    with pytest.raises(DocumentInvalid) as caught:
        read_document(broken("sections.0.items.1.fields.0", {"key": "A2", "kind": "table", **table}))

    assert fault in str(caught.value)


def test_text_that_is_not_json_names_the_line() -> None:
    with pytest.raises(DocumentInvalid, match="line 2"):
        parse_document('{\n "name": ')


def test_keys_need_not_look_like_numbers() -> None:
    data = broken("sections.0.items.1.key", "snow_calls")
    data["sections"][0]["items"][1]["fields"][0]["key"] = "snow_calls"
    data["sections"][0]["key"] = "Beginning"

    document = read_document(data)

    assert [item.key for item in document.items()] == ["A1", "snow_calls"]
    assert document.number_of("snow_calls") == "A2"
    assert document.sections[0].number == "A"


def test_unknown_keys_raise() -> None:
    with pytest.raises(KeyError):
        DOCUMENT.item("Z9")
    with pytest.raises(KeyError):
        DOCUMENT.section("Z")
    with pytest.raises(KeyError):
        DOCUMENT.section_of("Z9")
    with pytest.raises(KeyError):
        standard("nothing")
