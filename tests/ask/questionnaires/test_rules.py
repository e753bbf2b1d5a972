from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.ask.questionnaires.answers import (
    GivenAnswer,
    field_of,
    is_answered,
    is_blank,
    item_problems,
    parse_item,
    show_item,
)
from casefinder.ask.questionnaires.kinds.base import FormValues
from casefinder.ask.questionnaires.rules import (
    Progress,
    counts,
    items_in_scope,
    missing_answers,
    section_progress,
    spoken_items,
    submit_problems,
)
from casefinder.ask.questionnaires.standard import standard

DOCUMENT = standard("case_discovery")
ROW = {"metric": "苦情の電話", "before": "月148件", "after": "月41件", "as_of": "2026-02", "source": "受付簿"}
COMPLETE: dict[str, GivenAnswer] = {
    key: GivenAnswer(value)
    for key, value in {
        "A1": {"": "exists"},
        "A2": {"": "web"},
        "B2": {"": "土木係"},
        "B3": {"post": "主任", "name": "見本 花子", "phone": "011-000-0000", "email": "joho@example.jp"},
        "C1": {"": "除雪車の位置"},
        "C2": {"": "見える除雪"},
        "C3": {"": "地図に出す"},
        "C4": {"": ["snow_infrastructure"]},
        "C5": {"stage": "running", "started": "2024-12"},
        "D1": {"": "電話"},
        "D3": {"": "救急車"},
        "E1": {"": "several_sections"},
        "E2": {"": "副町長"},
        "F3": {"": "反対"},
        "F4": {"": "説明"},
        "G1": {"rows": [{"when": "2025-12", "event": "試行", "result": "半減"}]},
        "G2": {"": "順番"},
        "H1": {"rows": [{"standing": "officer", "post": "係長", "name": "", "role": "通った"}]},
        "I1": {"rows": [ROW]},
        "J1": {"": "電波"},
        "J3": {"": "詰所へ"},
        "L1": {"": "yes"},
        "L2": {"": "情報係"},
        "L4": {"": "yes"},
        "L5": {"status": "done", "decided_on": "2026-12-02", "number": "白総第318号"},
        "M1": {"choice": "online", "when": "10月"},
    }.items()
}  # fmt: skip


def with_(**changes: GivenAnswer) -> dict[str, GivenAnswer]:
    return {**COMPLETE, **changes}


def test_a_complete_response_may_be_sent() -> None:
    assert missing_answers(DOCUMENT, COMPLETE) == ()
    assert submit_problems(DOCUMENT, COMPLETE) == {}


def test_nothing_answered_misses_every_required_item() -> None:
    assert len(missing_answers(DOCUMENT, {})) == 26


@pytest.mark.parametrize("key", list(COMPLETE))
def test_each_required_item_is_missed(key: str) -> None:
    answers = {other: answer for other, answer in COMPLETE.items() if other != key}

    assert missing_answers(DOCUMENT, answers) == (key,)
    assert list(submit_problems(DOCUMENT, answers)) == [key]


def test_nothing_to_report_ends_the_questionnaire() -> None:
    answers = {"A1": GivenAnswer({"": "none"}), "F3": GivenAnswer({"": "残った文"})}

    assert [item.key for item in items_in_scope(DOCUMENT, answers)] == ["A1"]
    assert missing_answers(DOCUMENT, answers) == ()
    assert submit_problems(DOCUMENT, answers) == {}
    assert section_progress(DOCUMENT.section("F"), DOCUMENT, answers) is Progress.OUT_OF_SCOPE
    assert section_progress(DOCUMENT.section("A"), DOCUMENT, answers) is Progress.FINISHED


def test_without_publication_no_proof_address_and_no_pictures_are_asked() -> None:
    answers = with_(L1=GivenAnswer({"": "no"}), L2=GivenAnswer({"": ""}))
    scope = {item.key for item in items_in_scope(DOCUMENT, answers)}

    assert scope.isdisjoint({"K1", "K2", "L2", "L3"})
    assert missing_answers(DOCUMENT, answers) == ()
    assert section_progress(DOCUMENT.section("K"), DOCUMENT, answers) is Progress.OUT_OF_SCOPE


def test_speaking_instead_of_writing_is_an_answer() -> None:
    answers = with_(F3=GivenAnswer({"": ""}, is_spoken=True), E2=GivenAnswer({}, is_spoken=True))

    assert missing_answers(DOCUMENT, answers) == ()
    assert spoken_items(DOCUMENT, answers) == ("E2", "F3")


def test_speaking_counts_only_where_it_is_offered() -> None:
    assert missing_answers(DOCUMENT, with_(C1=GivenAnswer({}, is_spoken=True))) == ("C1",)


@pytest.mark.parametrize(("key", "code"), [("I1", "not_measurable"), ("F4", "halfway")])
def test_an_alternative_is_an_answer(key: str, code: str) -> None:
    assert missing_answers(DOCUMENT, with_(**{key: GivenAnswer({}, alternative=code)})) == ()
    assert missing_answers(DOCUMENT, with_(**{key: GivenAnswer({}, alternative="other")})) == (key,)


def test_a_half_filled_item_names_the_fields_that_are_missing() -> None:
    found = submit_problems(DOCUMENT, with_(B3=GivenAnswer({"post": "主任", "name": " "})))

    assert [problem.name for problem in found["B3"]] == ["B3.name", "B3.phone", "B3.email"]


def test_the_day_of_the_decision_is_needed_only_when_it_is_taken() -> None:
    done = submit_problems(DOCUMENT, with_(L5=GivenAnswer({"status": "done"})))
    not_needed = submit_problems(DOCUMENT, with_(L5=GivenAnswer({"status": "not_needed"})))

    assert [problem.name for problem in done["L5"]] == ["L5.decided_on"]
    assert not_needed == {}


def test_a_decision_in_progress_holds_the_response_back() -> None:
    found = submit_problems(DOCUMENT, with_(L5=GivenAnswer({"status": "in_progress"})))

    assert [(problem.name, problem.values) for problem in found["L5"]] == [
        ("L5.status", {"choice": "手続中"})
    ]


def test_an_optional_answer_that_is_too_long_stands_in_the_way_too() -> None:
    found = submit_problems(DOCUMENT, with_(D4=GivenAnswer({"": "あ" * 203})))

    assert [(problem.name, problem.values["over"]) for problem in found["D4"]] == [("D4", 3)]


def test_a_cell_is_named_by_its_input() -> None:
    found = item_problems(
        DOCUMENT.item("I1"), GivenAnswer({"rows": [{**ROW, "as_of": "去年", "metric": ""}]})
    )

    assert sorted(problem.name for problem in found) == ["I1.0.as_of", "I1.0.metric"]


def test_a_required_table_without_rows_says_how_many_are_needed() -> None:
    found = submit_problems(DOCUMENT, with_(G1=GivenAnswer({"rows": []})))

    assert [(problem.name, problem.values) for problem in found["G1"]] == [("G1", {"minimum": 1})]


def test_the_text_of_an_alternative_has_its_limit() -> None:
    given = GivenAnswer({"rows": [], "alternative_text": "あ" * 201}, alternative="not_measurable")

    assert [problem.name for problem in item_problems(DOCUMENT.item("I1"), given)] == ["alternative_text.I1"]


def test_a_form_is_read_item_by_item() -> None:
    form = FormValues(
        {
            "C5.stage": ["running"], "C5.started": ["令和6年12月"], "audience.C5": ["municipalities"],
            "I1.0.metric": ["電話"], "alternative.I1": ["not_measurable"], "alternative_text.I1": ["冬に数える\r\n予定"],
            "spoken.F3": ["yes"], "F3": ["要点"],
        }
    )  # fmt: skip

    stage = parse_item(DOCUMENT.item("C5"), form).answer
    effects = parse_item(DOCUMENT.item("I1"), form).answer
    trouble = parse_item(DOCUMENT.item("F3"), form).answer

    assert stage == GivenAnswer({"stage": "running", "started": "2024-12"}, "municipalities")
    assert effects.alternative == "not_measurable"
    assert effects.value["alternative_text"] == "冬に数える\n予定"
    assert trouble == GivenAnswer({"": "要点"}, None, True)


def test_what_is_not_understood_is_kept_with_its_problem() -> None:
    parsed = parse_item(DOCUMENT.item("C5"), FormValues({"C5.started": ["去年の冬"]}))

    assert parsed.answer.value["started"] == "去年の冬"
    assert [problem.name for problem in parsed.problems] == ["C5.started"]


@pytest.mark.parametrize(
    ("key", "name", "sent"),
    [("F3", "audience.F3", "friends"), ("J6", "audience.J6", "everyone"), ("L1", "audience.L1", "everyone")],
)
def test_an_audience_that_is_not_offered_is_not_taken(key: str, name: str, sent: str) -> None:
    assert parse_item(DOCUMENT.item(key), FormValues({name: [sent]})).answer.audience is None


def test_speaking_and_alternatives_are_taken_only_where_offered() -> None:
    form = FormValues({"spoken.C1": ["yes"], "alternative.C1": ["halfway"], "alternative.F4": ["halfway"]})

    first = parse_item(DOCUMENT.item("C1"), form).answer
    assert (first.is_spoken, first.alternative) == (False, None)
    assert parse_item(DOCUMENT.item("F4"), form).answer.alternative == "halfway"


def test_stored_rows_serve_as_answers_too() -> None:
    row: Any = SimpleNamespace(value={"": "反対"}, audience=None, is_spoken=False, alternative=None)

    assert is_answered(DOCUMENT.item("F3"), row)


@pytest.mark.parametrize(
    ("given", "blank"),
    [
        (GivenAnswer(), True),
        (GivenAnswer({"": "  "}), True),
        (GivenAnswer({}, audience="editors"), True),
        (GivenAnswer({"": "文"}), False),
        (GivenAnswer({}, is_spoken=True), False),
        (GivenAnswer({}, alternative="halfway"), False),
    ],
)
def test_an_item_is_blank_until_something_is_said(given: GivenAnswer, blank: bool) -> None:
    assert is_blank(DOCUMENT.item("F4"), given) is blank


def test_an_untouched_section_is_not_begun() -> None:
    assert section_progress(DOCUMENT.section("F"), DOCUMENT, {}) is Progress.UNTOUCHED


def test_known_facts_do_not_begin_a_section() -> None:
    assert section_progress(DOCUMENT.section("B"), DOCUMENT, {}) is Progress.UNTOUCHED


def test_a_section_is_finished_when_marked_and_nothing_required_is_missing() -> None:
    section = DOCUMENT.section("F")

    assert section_progress(section, DOCUMENT, COMPLETE) is Progress.BEGUN
    assert section_progress(section, DOCUMENT, COMPLETE, is_marked=True) is Progress.FINISHED
    assert section_progress(section, DOCUMENT, COMPLETE, is_marked=False) is Progress.BEGUN
    assert section_progress(section, DOCUMENT, {}, is_marked=True) is Progress.BEGUN


def test_a_section_with_every_answer_is_finished_without_a_mark() -> None:
    assert section_progress(DOCUMENT.section("A"), DOCUMENT, COMPLETE) is Progress.FINISHED
    assert section_progress(DOCUMENT.section("A"), DOCUMENT, COMPLETE, is_marked=False) is Progress.BEGUN


def test_a_faulty_answer_keeps_a_section_open() -> None:
    answers = with_(D4=GivenAnswer({"": "あ" * 300}))

    assert section_progress(DOCUMENT.section("D"), DOCUMENT, answers, is_marked=True) is Progress.BEGUN


def test_a_question_of_the_editors_comes_first() -> None:
    section = DOCUMENT.section("F")
    state = section_progress(section, DOCUMENT, COMPLETE, is_marked=True, to_correct={"F3"})

    assert state is Progress.NEEDS_CORRECTION


def test_the_task_list_is_counted() -> None:
    found = counts(DOCUMENT, COMPLETE)

    assert (found.items, found.required, found.answered, found.missing) == (53, 26, 26, 0)
    assert found.minutes == sum(section.minutes for section in DOCUMENT.sections)
    assert counts(DOCUMENT, {"A1": GivenAnswer({"": "none"})}).minutes == 1


@given(st.dictionaries(st.sampled_from([item.key for item in DOCUMENT.items()]), st.booleans()))
def test_progress_and_missing_answers_agree(kept: dict[str, bool]) -> None:
    answers = {key: COMPLETE[key] for key, keep in kept.items() if keep and key in COMPLETE}
    missing = set(missing_answers(DOCUMENT, answers))

    for section in DOCUMENT.sections:
        finished = section_progress(section, DOCUMENT, answers, is_marked=True) is Progress.FINISHED
        assert finished == missing.isdisjoint(item.key for item in section.items)


def test_an_item_reads_as_text() -> None:
    assert show_item(DOCUMENT.item("C5"), COMPLETE["C5"]) == "いまの段階：本格運用\n開始年月：2024年12月"
    assert show_item(DOCUMENT.item("C4"), COMPLETE["C4"]) == "除排雪・インフラ"
    assert show_item(
        DOCUMENT.item("I1"), GivenAnswer({"alternative_text": "冬に"}, alternative="not_measurable")
    ) == ("まだ測れない\n冬に")
    assert show_item(DOCUMENT.item("C1"), GivenAnswer()) == ""


def test_the_field_of_an_input_is_found() -> None:
    found = field_of(DOCUMENT.item("I1"), "I1.0.metric")

    assert found is not None
    assert found.key == "I1"
    assert field_of(DOCUMENT.item("C5"), "C5.started").part == "started"  # type: ignore[union-attr]
    assert field_of(DOCUMENT.item("C5"), "D1") is None
