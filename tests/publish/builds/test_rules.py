"""States of builds and of the judge's word; titles, terms and likeness."""

import pytest
from msgspec.structs import replace

from casefinder.publish.builds import front, rules, terms
from casefinder.publish.builds.related import likeness, with_related
from casefinder.publish.content import EditionContent
from tests.conftest import NOON


@pytest.mark.parametrize(
    ("instants", "state"),
    [
        ({"done_at": None, "failed_at": None, "started": False, "progress": {}}, "waiting"),
        ({"done_at": None, "failed_at": None, "started": True, "progress": {"step": "check"}}, "pressing"),
        ({"done_at": NOON, "failed_at": None, "started": True, "progress": {}}, "made"),
        ({"done_at": None, "failed_at": NOON, "started": True, "progress": {}}, "refused"),
    ],
)
def test_the_state_of_a_build_follows_from_its_instants(instants: dict, state: str) -> None:
    assert rules.build_state(**instants).value == state


@pytest.mark.parametrize(
    ("judgement", "state"),
    [
        ({}, "not_judged"),
        ({"missing": ["a Java runtime"], "verdicts": [], "passed": False}, "not_judged"),
        ({"missing": [], "error": "no answer", "verdicts": []}, "not_judged"),
        ({"verdicts": [{"flavour": "ua1"}], "passed": False}, "failed"),
        ({"verdicts": [{"flavour": "ua1"}], "passed": True}, "passed"),
    ],
)
def test_a_judge_that_could_not_sit_has_passed_nothing(judgement: dict, state: str) -> None:
    assert rules.judgement_state(judgement).value == state


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("北海道 地域DX事例集 2026", ("北海道", "地域DX事例集")),
        ("北海道地域DX事例集（2026年度）", ("北海道", "地域DX事例集")),
        ("地域DX事例集", ("", "地域DX事例集")),
        ("北海道", ("", "北海道")),
        ("2026", ("", "2026")),
    ],
)
def test_a_title_is_set_in_two_sizes(title: str, parts: tuple[str, str]) -> None:
    assert front.split_title(title, 2026, "北海道") == parts


def test_a_technology_is_found_as_a_word_of_its_own(content: EditionContent) -> None:
    case = replace(
        content.cases[0], lead="ドローンで測り、AIで読む。", title="題", background=("RAIDAではない",)
    )

    found = {term.term for term in terms.index_terms([case], {1: ["窓口 "]})}

    assert {"ドローン", "AI", "窓口"} <= found
    assert all(term.cases == (1,) for term in terms.index_terms([case], {}))


def test_related_cases_share_a_field_or_a_trouble(content: EditionContent) -> None:
    linked = with_related(content.cases, {})

    for case in linked:
        assert case.number not in case.related
        assert len(case.related) <= 3
        assert all(likeness(case, other) > 1 for other in linked if other.number in case.related)


def test_no_more_related_cases_are_named_than_the_page_has_room_for(content: EditionContent) -> None:
    cases = [replace(case, title="題" * 20 if case.number == 2 else "短い題") for case in content.cases]
    freely = with_related(cases, {})
    one = next(case for case in freely if len(case.related) == 3 and 2 in case.related)

    kept = {room: with_related(cases, {one.number: room})[one.number - 1].related for room in (4, 3, 1, 0)}

    assert kept[4] == one.related  # two lines and one each
    assert len(kept[3]) == 2
    assert len(kept[1]) == 1
    assert kept[0] == ()
