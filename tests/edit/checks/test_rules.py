"""What fits, what is found, what stays whose, and when a case counts as approved."""

from dataclasses import replace
from datetime import date

import pytest

from casefinder.edit.cases import rules
from casefinder.edit.cases.content import (
    EDITOR,
    CaseContent,
    Details,
    Illustration,
    Origin,
    Sentence,
    Standing,
    canonical_json,
    content_hash,
    details_from_json,
    places_from_json,
    visible,
)
from casefinder.edit.changes.rewording import reworded, typed_rows
from casefinder.edit.checks.circumstances import Circumstances
from casefinder.edit.checks.finding import Group
from casefinder.edit.checks.naming import organisation_spellings
from casefinder.edit.checks.rules import findings
from casefinder.edit.drafts.quantities import is_bare_number, money, quantity, same_unit, thousand_yen
from casefinder.edit.layout.fit import fit, lines_of, widow
from casefinder.edit.layout.places import BY_KEY, PLACES

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


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 13, 0), ("あ" * 13, 13, 1), ("あ" * 13 + "a", 13, 2), ("ab" * 13, 13, 1)],
)
def test_lines_are_counted_in_full_width_characters(text: str, width: int, lines: int) -> None:
    assert lines_of(text, width) == lines


@pytest.mark.parametrize(("length", "left"), [(13, 0), (14, 1), (15, 2), (16, 0), (2, 0), (26, 0)])
def test_a_widow_is_one_or_two_characters_on_a_last_line(length: int, left: int) -> None:
    assert widow("あ" * length, 13) == left


def test_one_of_the_steps_may_take_a_second_line() -> None:
    short, long = {"head": "あ" * 10, "text": "い" * 10}, {"head": "あ" * 10, "text": "い" * 25}

    assert fit(case(steps=[short, long]), "steps").fits
    over = fit(case(steps=[long, long]), "steps").over

    assert [(each.row, each.characters) for each in over] == [(1, 6)]


def test_notes_share_their_two_lines() -> None:
    assert fit(case(notes=[{"text": "あ" * 31}, {"text": "い" * 31}]), "notes").fits
    assert not fit(case(notes=[{"text": "あ" * 32}, {"text": "い" * 31}]), "notes").fits


def test_the_background_is_one_running_text() -> None:
    rows = [{"text": "あ" * 100}, {"text": "い" * 80}]

    assert fit(case(background=rows), "background").fits
    assert not fit(case(background=[*rows, {"text": "う"}]), "background").fits


def test_a_bare_case_lacks_all_that_is_required() -> None:
    empty = {place for group, code, place in found(case(Details())) if (group, code) == ("fix", "empty")}

    assert empty == {place.key for place in PLACES if place.required}
    assert {code for _, code, _ in found(case(Details()))} == {"empty", "unset"}


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


def test_visible_leaves_out_what_rests_on_a_closed_answer_and_the_rows_that_grow_empty() -> None:
    content = CaseContent(
        1, "c", 1, 1, FULL,
        {
            "stopped": ({"text": (own("やめた。", "F5"),)}, {"text": (own("別の話。"),)}),
            "background": ({"text": (said("一。", "D1"), said("二。", "E2"))},),
        },
    )  # fmt: skip

    shown = visible(content, {"D1"})

    assert shown.table("stopped") == [{"text": "別の話。"}]
    assert shown.text("background") == "一。"


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


def test_words_that_stay_keep_their_origin_and_new_ones_rest_on_what_they_replace() -> None:
    before = (said("窓口は混んだ。"), said("列が長かった。"))

    after = reworded("窓口は混んだ。行列ができた。", before, 9)

    assert after[0] is before[0]
    assert after[1].text == "行列ができた。"
    assert after[1].origin == Origin(EDITOR, based_on=("D1",), author_id=9)


def test_words_added_beside_kept_ones_are_the_editors_alone() -> None:
    before = (said("窓口は混んだ。"),)

    after = reworded("窓口は混んだ。朝がひどい。", before, 9)

    assert [(s.origin.kind, s.origin.based_on) for s in after] == [("answer", ()), (EDITOR, ())]


def test_words_that_make_one_sentence_with_kept_ones_rest_on_them() -> None:
    after = reworded("朝の窓口は混んだので、", (said("窓口は混んだ", "F5"),), 9)

    assert [(s.text, s.origin.based_on) for s in after if s.origin.kind == EDITOR] == [
        ("朝の", ("F5",)), ("ので、", ("F5",)),
    ]  # fmt: skip


def test_rewording_twice_does_not_forget_what_it_rests_on() -> None:
    once = reworded("一度目の書き直し。", (said("もとの文。", "F5"),), 9)
    twice = reworded("二度目。", once, 8)

    assert twice[0].origin.based_on == ("F5",)


def test_line_breaks_are_dropped_and_an_empty_cell_is_gone() -> None:
    assert [s.text for s in reworded("窓口は\n混んだ。", (), 9)] == ["窓口は混んだ。"]
    assert reworded(" \n ", (said("あ"),), 9) == ()


def test_rows_that_change_places_keep_their_origins() -> None:
    place = BY_KEY["conditions"]
    before = ({"text": (said("一つ目", "J1"),)}, {"text": (said("二つ目", "J2"),)})

    after = typed_rows(place, [{"text": "二つ目"}, {"text": "一つ目"}], before, 9, came_from=[1, 0])

    assert [row["text"][0].origin.question_key for row in after] == ["J2", "J1"]


def test_cells_that_a_form_does_not_send_stay() -> None:
    before = ({"label": (own("向く町"),), "text": (said("一つ目", "J1"),)},)

    (row,) = typed_rows(BY_KEY["conditions"], [{"label": "注意"}], before, 9)

    assert row["text"] == before[0]["text"]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("8分", "8", "分"),
        ("約1,400円", "1,400", "円"),
        ("−57%", "−57", "%"),
        ("171戸", "171", "戸"),
        ("0.5日", "0.5", "日"),
    ],
)
def test_a_number_and_its_unit_are_read_out_of_a_cell(text: str, value: str, unit: str) -> None:
    read = quantity(text)

    assert read is not None
    assert (read.value, read.unit) == (value, unit)
    assert text[slice(*read.value_span)] == value
    assert text[slice(*read.unit_span)] == unit


@pytest.mark.parametrize("text", ["即日", "4分10秒", "記録なし", "", "3万円"])
def test_what_is_more_than_a_number_is_no_quantity(text: str) -> None:
    assert quantity(text) is None


def test_bars_are_drawn_for_one_unit_only() -> None:
    assert same_unit("20分", "8分") is not None
    assert same_unit("2時間", "11分") is None
    assert same_unit("20", "8") is None
    assert is_bare_number("1,140")
    assert not is_bare_number("1,140件")


@pytest.mark.parametrize(
    ("thousand", "printed"),
    [
        ("46000", ("4,600", "万円")),
        ("410000", ("4.1", "億円")),
        ("5", ("5", "千円")),
        ("0", ("0", "円")),
        ("1980", ("198", "万円")),
    ],
)
def test_money_is_printed_in_man_and_oku(thousand: str, printed: tuple[str, str]) -> None:
    amount = thousand_yen(f"{int(thousand):,}千円")

    assert amount is not None
    assert money(amount) == printed


def test_the_hash_changes_with_text_origin_and_alternative_text_but_not_with_the_revision() -> None:
    picture = Illustration(5, "a" * 64, "窓口の絵", "見本の絵", "own")
    base = case(replace(FULL, illustration=picture), lead=[{"text": "あ"}])
    other_origin = base.with_place("lead", ({"text": (said("あ"),)},))
    other_alt = replace(base, details=replace(base.details, illustration=replace(picture, alt="別の絵")))

    assert content_hash(replace(base, revision=9)) == content_hash(base)
    assert len({content_hash(base), content_hash(other_origin), content_hash(other_alt)}) == 3
    assert rules.is_approved(base, content_hash(base))
    assert not rules.is_approved(other_alt, content_hash(base))
    assert not rules.is_approved(base, None)


def test_a_kept_state_can_be_read_back_exactly() -> None:
    picture = Illustration(5, "a" * 64, "窓口の絵", "見本の絵", "own")
    content = CaseContent(
        1, "c", 1, 4, replace(FULL, illustration=picture),
        {"lead": ({"text": (said("あ"), own("い", "C2", "C3"))},)},
    )  # fmt: skip
    text = canonical_json(content)

    assert places_from_json(text) == content.places
    assert details_from_json(text) == content.details
