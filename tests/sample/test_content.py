"""The sample answers and cases are complete, valid, within their limits, true to the gold and never repeat."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import casefinder
from casefinder.ask.questionnaires.answers import ALTERNATIVE_TEXT, GivenAnswer
from casefinder.ask.questionnaires.document import Document, Field, Item
from casefinder.ask.questionnaires.lengths import text_length
from casefinder.ask.questionnaires.rules import missing_answers, submit_problems
from casefinder.ask.questionnaires.standard import standard

PACKAGE = Path(casefinder.__file__).parent
SAMPLE = PACKAGE / "sample"
FROM_GOLD = {
    "challenges": "F3",
    "organization": "E2",
    "turning_points": "G2",
    "key_people": "H2",
    "effects": "I2",
}
ANSWERS = sorted((SAMPLE / "answers").glob("*.json"))
CASES = sorted((SAMPLE / "cases").glob("*.json"))
BEGUN = {"dev-c-06", "dev-c-08", "dev-c-11"}  # in progress: their required items may be missing
AUDIENCES = {"公開": "everyone", "道内自治体のみ": "municipalities", "編集のみ": "editors"}
CHAPTERS = {"admin", "health", "industry", "snow", "learning"}
TROUBLES = {
    "人手",
    "知識",
    "財源",
    "合意形成",
    "住民の利用",
    "規則",
    "通信・機器",
    "寒さ・雪・距離",
}


def load(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


@cache
def questionnaire() -> Document:
    return standard("case_discovery")


@cache
def gold() -> dict[str, dict[str, str]]:
    lines = (PACKAGE / "analyse" / "engine" / "gold" / "dev.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return {
        record["id"]: {FROM_GOLD[answer["question"]]: answer["text"] for answer in record["answers"]}
        for record in records
    }


def code_of(field: Field, label: str) -> str:
    return next(choice.code for choice in field.choices if choice.label == label)


def stored(field: Field, value: Any) -> object:
    if field.kind == "table":
        columns = {column.key: column for column in field.columns}
        return [{key: stored(columns[key], cell) for key, cell in row.items()} for row in value]
    if field.kind in ("single_choice", "consent"):
        return code_of(field, value)
    if field.kind == "multiple_choice":
        return [code_of(field, label) for label in value]
    return str(value) if field.kind == "number" else value


def given_answers(ref: str) -> dict[str, GivenAnswer]:
    """Return a sample response as it would be stored, the gold answers included."""
    sheet = load(SAMPLE / "answers" / f"{ref}.json")
    typed: dict[str, Any] = dict(sheet["answers"]) | gold()[ref]
    out = {}
    for item in questionnaire().items():
        mine = {field: typed.pop(field.key) for field in item.fields if field.key in typed}
        spoken = item.key in sheet.get("spoken", [])
        level = AUDIENCES[sheet["audience"][item.key]] if item.key in sheet.get("audience", {}) else None
        if mine or spoken or level:
            out[item.key] = given_item(item, mine, level, spoken)
    assert not typed, f"{ref}: no such fields {sorted(typed)}"
    return out


def given_item(item: Item, mine: dict[Field, Any], level: str | None, spoken: bool) -> GivenAnswer:
    assert item.spoken or not spoken, item.key
    assert item.audience_open or not level, item.key
    for value in mine.values():
        if isinstance(value, dict):
            other = next(each for each in item.alternatives if each.label == value["alternative"])
            return GivenAnswer({ALTERNATIVE_TEXT: value.get("text", "")}, level, spoken, other.code)
    return GivenAnswer({field.entry: stored(field, value) for field, value in mine.items()}, level, spoken)


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each)


def sentences_of(text: str) -> Iterator[str]:
    for part in re.split(r"(?<=。)|\n", text):
        if text_length(part.strip()) >= 12:
            yield part.strip()


def all_answers(ref: str) -> dict[str, Any]:
    return load(SAMPLE / "answers" / f"{ref}.json")["answers"] | gold()[ref]


def test_all_organisations_answer() -> None:
    refs = [row["ref"] for row in load(SAMPLE / "organisations.json")]

    assert len(refs) == len(set(refs)) == 36
    assert [path.stem for path in ANSWERS] == sorted(refs) == sorted(gold())
    assert len(CASES) >= 12


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_answers_can_be_sent(path: Path) -> None:
    sheet = load(path)
    answers = given_answers(path.stem)
    found = submit_problems(questionnaire(), answers)
    if path.stem in BEGUN:
        lacking = missing_answers(questionnaire(), answers)
        found = {key: problems for key, problems in found.items() if key not in lacking}

    assert sheet["id"] == path.stem
    assert set(sheet["answers"]).isdisjoint(FROM_GOLD.values())
    assert found == {}


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_names_of_key_people_stand_in_the_gold(path: Path) -> None:
    texts = "".join(gold()[path.stem].values())
    for row in load(path)["answers"].get("H1", []):
        assert row.get("name", "").removesuffix("（仮名）") in texts


def test_two_keep_their_levels_and_one_its_text() -> None:
    sheets = {path.stem: load(path) for path in ANSWERS}
    raised = {
        item: {ref for ref, sheet in sheets.items() if sheet.get("audience", {}).get(item) != "公開"}
        for item in ("H2", "C8")
    }

    assert raised == {"H2": {"dev-a-09"}, "C8": {"dev-a-03"}}
    assert {ref for ref, sheet in sheets.items() if sheet["answers"].get("L4") == "不可"} == {"dev-a-06"}


def test_no_sentence_occurs_twice() -> None:
    counted: Counter[str] = Counter()
    for path in ANSWERS:
        for key, value in load(path)["answers"].items():
            for text in free_texts(key, value):
                counted.update(sentences_of(text))
    for path in CASES:
        for text in own_texts(load(path)):
            counted.update(sentences_of(text))

    assert {sentence: times for sentence, times in counted.items() if times > 1} == {}


def free_texts(key: str, value: Any) -> Iterator[str]:
    """Yield what was typed in sentences: no labels of choices, no names of measures."""
    kinds = {field.key: field.kind for item in questionnaire().items() for field in item.fields}
    if kinds[key] == "table" and isinstance(value, list):
        value = [{name: cell for name, cell in row.items() if name != "metric"} for row in value]
    if kinds[key] not in ("single_choice", "multiple_choice", "consent"):
        yield from texts_of(value)


def own_texts(case: dict[str, Any]) -> Iterator[str]:
    """Yield the editor's own texts of a case, without verbatim pieces."""
    for value in case.values():
        for each in value if isinstance(value, list) else [value]:
            if not (isinstance(each, dict) and each.get("verbatim")):
                yield from texts_of(each)


def fits(text: str, most: float) -> bool:
    return text_length(text) <= most


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_keeps_the_capacities_of_its_two_pages(path: Path) -> None:
    case = load(path)

    assert case["chapter"] in CHAPTERS
    assert case["trouble"] in TROUBLES
    assert re.fullmatch(r"2026-06-2\d", case["confirmed_on"])
    assert case["headcount"] > 0
    assert case["months"] > 0
    assert fits(case["title"], 20)
    assert fits(case["lead"], 62)
    assert fits(case["state"], 36)
    for card in ("effect_card", "cost_card", "effort_card"):
        assert fits(case[card]["text"], 52), card
    assert fits("".join(piece["text"] for piece in case["background"]), 180)
    steps = [step["head"] + "　" + step["text"] for step in case["steps"]]
    assert 1 <= len(steps) <= 6
    assert all(fits(step, 60) for step in steps)
    assert sum(not fits(step, 30) for step in steps) <= 1
    assert len(case["troubles"]) <= 3
    assert all(fits(row["trouble"], 28) and fits(row["response"], 36) for row in case["troubles"])
    assert sum(31 if fits(row["text"], 31) else 62 for row in case["stopped"]) <= 62
    assert fits(case["voice"]["text"], 68)
    assert len(case["conditions"]) <= 3
    assert all(fits(row["text"], 32) for row in case["conditions"])
    assert sum(not fits(row["text"], 16) for row in case["conditions"]) <= 1
    assert sum(31 if fits(note, 31) else 62 for note in case["notes"]) <= 62
    assert case["keywords"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_effects_of_a_case_stand_in_the_answer(path: Path) -> None:
    case = load(path)
    rows = all_answers(path.stem)["I1"]

    assert 1 <= len(case["effects"]) <= 4
    for effect in case["effects"]:
        assert effect["as_of"] == rows[effect["row"]]["as_of"]
        assert fits(effect["metric"], 13)
        assert fits(effect["method"], 11)
        assert effect["certainty"] in ("A", "B", "C")
    figure = case["figure"]
    assert figure["kind"] in ("illustration", "bars")
    for side in ("before", "after"):
        assert in_text(figure[f"{side}_value"], figure["unit"], rows[figure["effect"]][side])


def in_text(value: float, unit: str, text: str) -> bool:
    """Say whether a number stands in a text; minutes may be written there as hours."""
    number = f"{value:,}"
    return value == 0 or number in text or (unit == "分" and f"{value / 60:g}時間" in text)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_verbatim_pieces_are_parts_of_what_was_answered(path: Path) -> None:
    case, answers = load(path), all_answers(path.stem)
    pieces = [*case["background"], case["voice"]]

    assert all(piece["verbatim"] for piece in pieces)
    for piece in pieces:
        assert piece["text"] in answers[piece["from"]]
    for block in (case["steps"], case["troubles"], case["stopped"], case["conditions"]):
        for row in block:
            sources = row["from"] if isinstance(row["from"], list) else [row["from"]]
            assert all(is_answered(source, answers) for source in sources), row


def is_answered(source: str, answers: dict[str, Any]) -> bool:
    return any(key == source or key.startswith(f"{source}.") for key in answers)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_takes_only_from_public_answers(path: Path) -> None:
    """F5 is for editors by default; a case that tells what was stopped needs it raised."""
    audience = load(SAMPLE / "answers" / path.name).get("audience", {})
    sources = {
        source for text in texts_of([row["from"] for row in load(path)["stopped"]]) for source in [text]
    }

    assert all(audience.get(source) == "公開" for source in sources if source == "F5")
    assert bool(load(path)["cost_card"].get("value")) == (audience.get("C8") == "公開")
