"""The effects as the printed page shows them."""

import pytest

from casefinder.answer.answering.preview_rules import effect_preview, percent_change
from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.standard import standard

EFFECTS = standard("case_discovery").item("I1").fields[0]


@pytest.mark.parametrize(
    ("before", "after", "percent"),
    [
        ("月148件", "月41件", -72),
        ("月42時間", "月11時間", -74),
        ("１，２００人", "1800 人", 50),
        ("約20分", "8分", -60),
        ("20分", "2時間", None),
        ("なし", "620世帯", None),
        ("0件", "12件", None),
        ("3月に20件", "3月に10件", None),
        ("", "", None),
        ("1000", "1005", 1),
    ],
)
def test_the_change_in_per_cent(before: str, after: str, percent: int | None) -> None:
    assert percent_change(before, after) == percent


def test_a_line_joins_number_and_unit_and_leaves_nothing_out() -> None:
    rows = [
        {"metric": "除雪の苦情電話", "before": "月 148 件", "after": "月 41 件", "as_of": "2026-02"},
        {"metric": "利用世帯", "before": "なし", "after": "約 620 世帯"},
    ]

    preview = effect_preview(EFFECTS, rows)
    assert preview is not None
    first, second = preview.lines

    assert (first.before, first.after, first.percent, first.as_of) == ("月148件", "月41件", -72, "2026年2月")
    assert (second.before, second.after, second.percent, second.as_of) == ("", "約620世帯", None, "")


def test_values_of_the_wrong_shape_have_no_lines() -> None:
    preview = effect_preview(EFFECTS, "no table")

    assert preview is not None
    assert preview.lines == []


def test_the_columns_are_known_by_what_they_mean() -> None:
    columns = (
        Field("what", "short_text", means="effect_rows.metric"),
        Field("now", "short_text", means="effect_rows.after"),
    )
    preview = effect_preview(
        Field("q", "table", means="effect_rows", columns=columns), [{"what": "電話", "now": "41 件"}]
    )

    assert preview is not None
    assert [(line.metric, line.before, line.after) for line in preview.lines] == [("電話", "", "41件")]
    assert preview.columns == {"metric": "what", "after": "now"}


def test_another_table_has_no_preview() -> None:
    assert effect_preview(Field("q", "table", columns=EFFECTS.columns), []) is None
    assert effect_preview(Field("q", "table", means="effect_rows", columns=EFFECTS.columns[:2]), []) is None
