"""The index goes by readings, as Japanese indexes do."""

from dataclasses import replace

import pytest

from casefinder.publish.book import index
from casefinder.publish.content import EditionContent, IndexTerm


@pytest.mark.parametrize(
    ("reading", "row"),
    [
        ("がっこう", "か"),
        ("ぱそこん", "は"),
        ("データ", "た"),
        ("ゔぃじょん", "あ"),
        ("5じー", "英数"),
        ("んん", "わ"),
        ("", "英数"),
    ],
)
def test_a_reading_stands_under_its_row(reading: str, row: str) -> None:
    assert index.heading(reading) == row


def test_voicing_small_kana_and_long_vowels_do_not_disturb_the_order() -> None:
    readings = ["かーと", "かあた", "がっこう", "かつき", "かつお"]

    assert sorted(readings, key=index.sort_key) == ["かあた", "かーと", "かつお", "かつき", "がっこう"]


def test_a_term_points_to_the_page_it_is_printed_on(content: EditionContent) -> None:
    case = content.case(11)
    assert case

    assert index.places(case, "除雪") == ("事例11",)
    assert index.places(case, "町内会長") == ("事例11の右",)
    assert index.places(case, "端末") == ("事例11", "事例11の右")


def test_a_term_of_no_case_is_left_out_and_see_stays(content: EditionContent) -> None:
    terms = (IndexTerm("幻", "まぼろし"), IndexTerm("電話", "でんわ", see="問い合わせ"))

    groups = index.groups(replace(content, index_terms=terms))

    assert [(row, [entry.term for entry in entries]) for row, entries in groups] == [("た", ["電話"])]


def test_unnamed_organisations_stay_out_of_the_index(content: EditionContent) -> None:
    names = [name for name, _ in index.organisations(content)]

    assert "大樺市" in names
    assert not any("非公表" in name for name in names)
