import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.ask.organisations import comparing, exchange
from casefinder.ask.organisations.entries import NewOrganisation
from casefinder.tables import read_table
from tests.ask.organisations.test_exchange import CLUB, HEAD, TOWN
from tests.factories.organisations import IN_HOKKAIDO

Known = list[tuple[int, NewOrganisation]]


def found(text: str, known: Known) -> tuple[comparing.Change, ...]:
    return comparing.changes(
        exchange.read(read_table(text.encode()), IN_HOKKAIDO, "振興局"), known, IN_HOKKAIDO
    )


def acts(text: str, known: Known) -> list[str]:
    return [change.act for change in found(text, known)]


def test_what_is_written_changes_nothing() -> None:
    changes = found(exchange.written([TOWN, CLUB], "振興局"), [(1, TOWN), (2, CLUB)])

    assert [(change.act, change.organisation_id, change.entry) for change in changes] == [
        ("same", 1, TOWN),
        ("same", 2, CLUB),
    ]


def test_a_line_without_a_match_is_added() -> None:
    (change,) = found(HEAD + "市町村,019020,青苔村,アオゴケムラ,村,,\n", [(1, TOWN)])

    assert (change.act, change.entry.subprefecture) == ("add", "全道")


def test_a_change_names_what_differs() -> None:
    text = HEAD + "municipality,０１９０１１,白楡市,しらにれし,市,01420,joho@example.jp\n"

    (change,) = found(text, [(1, TOWN)])

    assert change.act == "change"
    assert change.differences == (
        ("name", "白楡町", "白楡市"),
        ("kana", "しらにれちょう", "しらにれし"),
        ("municipality_type", "town", "city"),
    )


def test_a_field_without_a_column_stays_as_it_is() -> None:
    (change,) = found("コード,種別,団体名,よみ\n019011,市町村,白楡町,しらにれちょう\n", [(1, TOWN)])

    assert change.act == "same"
    assert change.entry.email == "joho@example.jp"


def test_an_empty_cell_does_not_move_an_organisation_to_the_whole_prefecture() -> None:
    assert acts(HEAD + "市町村,019011,白楡町,しらにれちょう,,,joho@example.jp\n", [(1, TOWN)]) == ["same"]


def test_a_wrong_line_names_its_problems_and_does_not_stop_the_others() -> None:
    text = HEAD + "市町村,019012,青苔村,あおごけむら,村,上川,\n団体,,北の会,きたのかい,,全道,\n"

    changes = found(text, [])

    assert [change.act for change in changes] == ["wrong", "add"]
    assert [problem.field for problem in changes[0].problems] == ["code"]
    assert [change.line for change in changes] == [2, 3]


@pytest.mark.parametrize(
    "lines",
    [
        "市町村,019011,白楡町,しらにれちょう,町,空知,\n" * 2, "団体,,南の会,みなみのかい,,,\n団体,,南の会 ,みなみのかい,,,\n",
        "市町村,019011,白楡町,しらにれちょう,町,空知,\n市町村,19011,白楡町,しらにれちょう,町,空知,\n",
    ],
)  # fmt: skip
def test_a_second_line_for_the_same_organisation_is_refused(lines: str) -> None:
    assert acts(HEAD + lines, []) == ["add", "wrong"]


WRITINGS = (
    unicodedata.normalize("NFD", "デジタルぎじゅつ合同会社"), "ﾃﾞｼﾞﾀﾙぎじゅつ合同会社", "デジタル ぎじゅつ　合同会社",
    "デジ\u200bタルぎじゅつ合同会社",
)  # fmt: skip


@pytest.mark.parametrize("writing", WRITINGS)
def test_one_firm_in_another_writing_is_that_firm(writing: str) -> None:
    firm = NewOrganisation(
        "デジタルぎじゅつ合同会社", "でじたるぎじゅつ", "company", None, None, "全道", None
    )

    (change,) = found(HEAD + f"企業,,{writing},でじたるぎじゅつ,,,b@example.jp\n", [(7, firm)])

    assert (change.organisation_id, change.differences) == (7, (("email", "", "b@example.jp"),))


def test_another_shape_of_a_character_is_shown_as_a_change_of_the_name() -> None:
    firm = NewOrganisation("株式会社高崎商店", "たかさき", "company", None, None, "全道", None)

    (change,) = found(HEAD + "企業,,株式会社髙﨑商店,たかさき,,,\n", [(7, firm)])

    assert (change.organisation_id, change.differences) == (
        7,
        (("name", "株式会社高崎商店", "株式会社髙﨑商店"),),
    )


def test_a_code_is_added_to_the_firm_that_had_none() -> None:
    firm = NewOrganisation("北の会社", "きたのかいしゃ", "company", None, None, "全道", None)

    (change,) = found(HEAD + "企業,5430001000001,北の会社,きたのかいしゃ,,,\n", [(7, firm)])

    assert (change.organisation_id, change.differences) == (7, (("code", "", "5430001000001"),))


def test_a_name_that_several_have_needs_the_code() -> None:
    known = [(1, CLUB), (2, NewOrganisation("北のかい", "きたのかい", "association"))]
    known += [
        (3, NewOrganisation("北ノ会", "きたのかい", "association")),
        (4, NewOrganisation("北の會", "きたのかい", "association")),
    ]

    (change,) = found(HEAD + "団体,,北の会 ,きたのかい,,,\n団体,,北ﾉ會,きたのかい,,,\n", known)[1:]

    assert [problem.message for problem in change.problems] == [comparing.SEVERAL]


def test_a_code_that_lost_its_zeros_is_still_the_code() -> None:
    office = NewOrganisation("北の局", "きたのきょく", "national_office", "00012", None, "全道", None)

    assert acts(HEAD + "国の機関,12,北の局,きたのきょく,,,\n", [(1, office)]) == ["same"]


def test_the_mark_of_a_preview_changes_with_the_register() -> None:
    text = exchange.written([TOWN], "振興局")

    assert comparing.digest(found(text, [])) != comparing.digest(found(text, [(1, TOWN)]))


@given(
    st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=12), max_size=7)
)
def test_any_line_is_judged(cells: list[str]) -> None:
    table = read_table((HEAD + ",".join(f'"{cell.replace(chr(34), "")}"' for cell in cells)).encode())

    assert all(
        change.act in ("add", "change", "same", "wrong")
        for change in comparing.changes(exchange.read(table, IN_HOKKAIDO, "振興局"), [(1, TOWN)], IN_HOKKAIDO)
    )
