"""What is found in a case before it is printed."""

from dataclasses import replace
from datetime import date

import pytest

from casefinder.edit.cases.content import (
    EDITOR,
    CaseContent,
    Details,
    Illustration,
    Origin,
    Sentence,
    Standing,
)
from casefinder.edit.checks.circumstances import Circumstances
from casefinder.edit.checks.finding import DETAILS, Group
from casefinder.edit.checks.naming import organisation_spellings
from casefinder.edit.checks.rules import findings
from casefinder.edit.layout.places import PLACES

TODAY = date(2026, 6, 10)
FULL = Details("admin", "人手", 3, 8, date(2026, 6, 1))


def said(text: str, key: str = "D1") -> Sentence:
    return Sentence(text, Origin("answer", key, None, 1, 0, len(text)))


def own(text: str, *based_on: str) -> Sentence:
    return Sentence(text, Origin(EDITOR, based_on=based_on, author_id=7))


def case(details: Details = FULL, **places: list[dict[str, str]]) -> CaseContent:
    rows = {
        place: tuple({column: (own(text),) for column, text in row.items()} for row in told)
        for place, told in places.items()
    }
    return CaseContent(1, "case-1", 1, 1, details, rows)


def found(content: CaseContent, **known: object) -> list[tuple[str, str, str]]:
    circumstances = Circumstances(today=TODAY, **known)  # type: ignore[arg-type]
    return [
        (each.group.value, each.code, each.place)
        for each in findings(content, circumstances)
        if each.group is not Group.DONE
    ]


def test_a_bare_case_lacks_all_that_is_required() -> None:
    empty = {place for group, code, place in found(case(Details())) if (group, code) == ("fix", "empty")}

    assert empty == {place.key for place in PLACES if place.required}
    assert {code for _, code, _ in found(case(Details()))} == {"empty", "unset", "unknown"}


def test_people_and_months_that_nobody_knows_are_left_out_and_hold_nothing_up() -> None:
    told = found(case(replace(FULL, headcount=None, months=None)))

    assert [each for each in told if each[1] == "unknown"] == [("check", "unknown", DETAILS)] * 2
    assert not [each for each in told if each[0] == "fix" and each[2] == DETAILS]


def test_effects_may_be_missing_when_nothing_can_be_measured_yet() -> None:
    assert ("fix", "empty", "effects") in found(case())
    assert ("fix", "empty", "effects") not in found(case(), not_measured=True)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"metric": "待ち", "after": "8", "as_of": "2026-02", "method": "記録", "certainty": "A"}, "unit"),
        ({"metric": "待ち", "after": "8分", "method": "記録", "certainty": "A"}, "date"),
        ({"metric": "待ち", "after": "8分", "as_of": "2026-02", "method": "記録"}, "certainty"),
    ],
)
def test_a_number_needs_unit_date_and_certainty(row: dict[str, str], code: str) -> None:
    assert ("fix", code, "effects") in found(case(effects=[row]))


def test_the_picture_needs_alternative_text_and_settled_rights() -> None:
    picture = Illustration(5, "a" * 64, "", "見本の絵", "unknown")
    content = case(
        replace(FULL, illustration=picture), figure=[{"kind": "illustration", "finding": "減った"}]
    )

    codes = {code for group, code, _ in found(content) if group == "fix"}

    assert {"alt", "rights"} <= codes
    short = replace(picture, alt="畑の絵", rights="own")
    assert ("check", "alt", "details") in found(replace(content, details=replace(FULL, illustration=short)))


def test_bars_need_two_numbers_and_every_figure_a_finding() -> None:
    codes = {code for _, code, place in found(case(figure=[{"kind": "bars"}])) if place == "figure"}

    assert codes == {"bars", "finding"}


@pytest.mark.parametrize("text", ["霧島澄江が始めた", "霧島　澄江が始めた", "霧島 澄江さんが始めた"])
def test_a_persons_name_is_found_however_it_is_spaced(text: str) -> None:
    hits = found(case(lead=[{"text": text}]), person_names=("霧島 澄江（仮名）",))

    assert ("fix", "person", "lead") in hits


def test_a_family_name_alone_is_to_be_looked_at() -> None:
    hits = found(case(lead=[{"text": "霧島係長が始めた"}]), person_names=("霧島 澄江",))

    assert ("check", "person", "lead") in hits
    assert ("fix", "person", "lead") not in hits


def test_an_organisation_that_stays_unnamed_is_found_in_any_spelling() -> None:
    names = organisation_spellings("霧立町")

    assert names == ("霧立町", "霧立")
    assert organisation_spellings("株式会社ヌタプ道路") == ("株式会社ヌタプ道路", "ヌタプ道路")
    assert ("fix", "named", "lead") in found(
        case(lead=[{"text": "霧立の役場"}]), is_anonymous=True, organisation_names=names
    )
    assert ("fix", "named", "lead") not in found(
        case(lead=[{"text": "霧立の役場"}]), organisation_names=names
    )


def test_characters_that_no_font_has_are_found() -> None:
    assert ("fix", "font", "lead") in found(case(lead=[{"text": "町🦊"}]), charset=frozenset({ord("町")}))
    assert not [
        hit for hit in found(case(lead=[{"text": "町"}]), charset=frozenset({ord("町")})) if "font" in hit
    ]


@pytest.mark.parametrize(
    ("confirmed", "is_stale"),
    [
        (date(2025, 6, 9), True),
        (date(2025, 6, 10), False),
        (date(2025, 6, 11), False),
        (date(2025, 5, 31), True),
    ],
)
def test_a_confirmation_grows_stale_after_twelve_months(confirmed: date, is_stale: bool) -> None:
    hits = found(case(replace(FULL, confirmed_on=confirmed)))

    assert (("check", "stale", "details") in hits) is is_stale


def test_what_may_not_be_published_is_found_even_when_reworded() -> None:
    content = CaseContent(
        1,
        "c",
        1,
        1,
        FULL,
        {"stopped": ({"text": (own("やめた。", "F5"),)},), "lead": ({"text": (said("あ", "C2"),)},)},
    )

    hits = found(content, publishable=frozenset({"C2"}))

    assert ("fix", "consent", "stopped") in hits
    assert ("fix", "consent", "lead") not in hits
    assert found(content, may_print=False)[0] == ("fix", "consent", "")


@pytest.mark.parametrize(
    ("stands", "is_told"),
    [
        (Standing(3, 0, 5, is_present=True), False),
        (Standing(3, 0, 5, is_present=False), True),
        (None, True),
    ],
)
def test_words_that_the_answer_no_longer_has_are_to_be_looked_at(
    stands: Standing | None, is_told: bool
) -> None:
    origin = replace(said("三度書いた", "C2").origin, stands=stands)
    content = CaseContent(1, "c", 1, 1, FULL, {"lead": ({"text": (Sentence("三度書いた", origin),)},)})
    keys = frozenset({"C2"})

    told = found(content, publishable=keys, has_statement=True)
    assert (("check", "corrected", "lead") in told) == is_told
    assert ("check", "corrected", "lead") not in found(content, publishable=keys), "nothing counts at all"
