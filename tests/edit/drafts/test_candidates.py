"""What is offered beside a place that nobody can fill by the question alone."""

from dataclasses import replace

from casefinder.edit.cases.content import EDITOR, Origin, Sentence
from casefinder.edit.drafts.candidates import Candidate, candidates
from casefinder.edit.drafts.sources import Source

TROUBLE = Source(
    "F3", "F3", "F3", "苦労", "", None, "担当が替わった。様式が違った。", "", 1, True, True, "trouble"
)
WAY_OUT = replace(TROUBLE, key="F4", number="F4", text="手順を書いた。", means="way_out")
ROW = {"trouble": (Sentence("前の文。", Origin(EDITOR)),)}


def offered(place: str, rows: tuple = (), *sources: Source, used: str = "") -> tuple[Candidate, ...]:  # type: ignore[type-arg]
    found = sources or (WAY_OUT, TROUBLE)
    return candidates(place, rows, found, lambda source, start, end: source.text[start:end] == used)


def test_an_empty_place_is_offered_the_sentences_of_its_questions_with_their_numbers() -> None:
    assert [(each.number, each.text, each.column) for each in offered("troubles")] == [
        ("F3", "担当が替わった。", "trouble"),
        ("F3", "様式が違った。", "trouble"),
        ("F4", "手順を書いた。", "response"),
    ]


def test_an_answer_to_a_trouble_is_offered_to_the_rows_that_lack_one() -> None:
    found = offered("troubles", (ROW, {**ROW, "response": ROW["trouble"]}))

    assert [(each.column, each.rows, each.may_be_new) for each in found] == [
        ("trouble", (), True), ("trouble", (), True), ("response", (0,), True),
    ]  # fmt: skip


def test_a_full_or_filled_place_is_offered_what_it_lacks_only() -> None:
    full = tuple({**ROW, "response": ROW["trouble"]} for _ in range(3))
    state = ({"label": ROW["trouble"]},)

    assert offered("troubles", full) == ()
    assert [each.rows for each in offered("state", state, replace(TROUBLE, means="plans"))] == [(0,), (0,)]
    assert offered("background", (ROW,), replace(TROUBLE, means="background")) == ()


def test_what_is_used_locked_or_said_by_nobody_is_not_offered() -> None:
    heading = replace(TROUBLE, text="【苦労】\n特になし")

    assert [each.text for each in offered("troubles", (), TROUBLE, used="担当が替わった。")] == [
        "様式が違った。"
    ]
    assert offered("troubles", (), replace(TROUBLE, is_publishable=False)) == ()
    assert offered("troubles", (), heading) == ()
