"""The index goes by readings, as Japanese indexes do."""

import pytest
from msgspec.structs import replace

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


def test_a_long_index_is_split_into_pages_of_three_columns() -> None:
    rows = [
        ("あ", [index.Entry(f"用語{i}", ("事例01",)) for i in range(300)]),
        ("か", [index.Entry("鍵", ("事例01",))]),
    ]

    pages = index.paged(rows)

    assert [len(columns) for columns in pages] == [3, 3, 1] or all(len(columns) <= 3 for columns in pages)
    told = [
        entry.term for columns in pages for blocks in columns for block in blocks for entry in block.entries
    ]
    assert told == [f"用語{i}" for i in range(300)] + ["鍵"]
    for number, columns in enumerate(pages):
        for blocks in columns:
            used = sum(
                (index.HEAD_MM if b.heading else 0) + sum(map(index.entry_mm, b.entries)) for b in blocks
            )
            assert used <= (index.PAGE_MM if number else index.FIRST_PAGE_MM)
            assert all(block.entries for block in blocks)


def test_a_row_that_goes_on_has_its_heading_once() -> None:
    pages = index.paged([("さ", [index.Entry(f"語{i}", ("事例01",)) for i in range(120)])])

    assert [block.heading for columns in pages for blocks in columns for block in blocks].count("さ") == 1
