"""Numbering, moving, gates, front matter."""

from dataclasses import replace
from datetime import date

import pytest

from casefinder.edit.casebooks import front_matter, rules
from casefinder.edit.casebooks.front_matter import ChapterText, FrontMatter
from casefinder.edit.casebooks.rules import CaseCheck, GateState, Placed

GOOD = CaseCheck(1, is_approved=True, may_print=True, points_to_fix=0, is_stale=False)


def test_cases_are_numbered_by_chapter_and_inside_it_in_the_order_given() -> None:
    placed = [Placed(1, "snow"), Placed(2, "admin"), Placed(3, None), Placed(4, "admin")]

    assert [(each.number, each.case_id) for each in rules.numbered(placed)] == [
        (1, 2),
        (2, 4),
        (3, 1),
        (4, 3),
    ]


@pytest.mark.parametrize(
    ("case_id", "step", "order"),
    [
        (4, -1, [4, 2, 1]),
        (2, 1, [4, 2, 1]),
        (4, 1, [2, 4, 1]),
        (1, -1, [2, 4, 1]),
        (2, -1, [2, 4, 1]),
        (9, 1, [2, 4, 1]),
    ],
)
def test_a_case_moves_inside_its_chapter_only(case_id: int, step: int, order: list[int]) -> None:
    placed = [Placed(2, "admin"), Placed(4, "admin"), Placed(1, "snow")]

    assert rules.moved(placed, case_id, step) == order


def written() -> FrontMatter:
    """Texts that an editor wrote and confirmed."""
    matter = replace(front_matter.default(), method="一文ずつ読んだ。", selection="経過で選んだ。")
    return replace(matter, confirmed=matter.mark)


def stopping(*cases: CaseCheck, matter: FrontMatter | None = None) -> dict[str, GateState]:
    gates = rules.gates(cases, matter or written())
    return {gate.code: gate.state for gate in gates if gate.state is not GateState.PASSED}


def test_nothing_is_in_the_way_of_approved_cases_but_summaries_are_missed() -> None:
    assert stopping(GOOD) == {"themes": GateState.LOOK}


@pytest.mark.parametrize(
    ("check", "code", "state"),
    [
        (CaseCheck(1, False, True, 0, False), "approved", GateState.STOPS),
        (CaseCheck(1, True, False, 0, False), "consent", GateState.STOPS),
        (CaseCheck(1, True, True, 2, False), "findings", GateState.STOPS),
        (CaseCheck(1, True, True, 0, True), "stale", GateState.LOOK),
    ],
)
def test_one_bad_case_closes_its_gate(check: CaseCheck, code: str, state: GateState) -> None:
    assert stopping(GOOD, check)[code] is state


def test_an_edition_needs_cases_foreword_method_and_choice_that_somebody_confirmed() -> None:
    assert set(stopping(matter=FrontMatter(foreword=" ", method="\n\n", selection=" "))) == {
        "cases", "foreword", "method", "selection", "confirmed", "themes",
    }  # fmt: skip
    assert set(stopping(GOOD, matter=replace(written(), about="ちがう文。"))) == {"confirmed", "themes"}


def test_paragraphs_are_parted_by_an_empty_line() -> None:
    assert front_matter.paragraphs("一行目\n二行目\n\n\n次の段落\n") == ("一行目二行目", "次の段落")
    assert front_matter.lines(" 一 \n\n二\n") == ("一", "二")


def test_front_matter_is_read_back_as_it_was_written() -> None:
    matter = FrontMatter(
        foreword="あ\n\nい", chapters={"snow": ChapterText("雪。", "急がない。")}, themes=("ch_budget",), quotes={"ch_budget": (3, 1)}
    )  # fmt: skip

    assert front_matter.from_json(front_matter.to_json(matter)) == matter
    assert front_matter.from_json({}).foreword == front_matter.FOREWORD
    assert set(front_matter.from_json({"chapters": {"evil": {"trouble": "x"}}}).chapters) == set(
        front_matter.CHAPTER_TROUBLES
    )


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2026, 12, 31), 2026)]
)
def test_a_fiscal_year_begins_in_april(day: date, year: int) -> None:
    assert rules.fiscal_year_of(day) == year
