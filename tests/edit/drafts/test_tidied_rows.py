"""Rows in the notation of print: origins move along, units stand once."""

from casefinder.edit.cases.content import ANSWER, EDITOR, Origin, Sentence, text_of
from casefinder.edit.drafts.tidied_rows import changes_of, tidied_cell, tidied_places, tidied_rows


def span(text: str, start: int = 0, row: str | None = None) -> Sentence:
    return Sentence(text, Origin(ANSWER, "D1", row, 1, start, start + len(text)))


def test_a_mark_that_is_cut_off_shortens_the_span_of_the_answer() -> None:
    (made,) = tidied_cell((span("– ・試行期間が\n短い。", 10),))

    assert made.text == "試行期間が短い。"
    assert (made.origin.start, made.origin.end) == (13, 22)


def test_words_stay_with_the_sentence_that_they_came_from() -> None:
    first, second, third = (
        span("支払額を\n算定していた。", 0),
        span("職員は ｱﾝｹｰﾄ を配った 。", 20),
        Sentence("以上。。", Origin(EDITOR)),
    )

    made = tidied_cell((first, second, third))

    assert [(each.text, each.origin.kind) for each in made] == [
        ("支払額を算定していた。", ANSWER), ("職員は アンケート を配った。", ANSWER), ("以上。", EDITOR),
    ]  # fmt: skip


def test_points_of_a_list_get_the_stop_that_they_lack_and_pieces_of_a_sentence_do_not() -> None:
    points = tidied_cell((span("・予算がない"), span("・人がいない", 7)))
    cells = tidied_cell((span("480"), span("万円", 3), span("、ｺｽﾄは", 5)))

    assert [each.text for each in points] == ["予算がない。", "人がいない"]
    assert [each.text for each in cells] == ["480", "万円", "、コストは"]


def test_a_unit_stands_once() -> None:
    row = {"value": (span("90時間"),), "unit": (span("時間"),)}
    pieces = {"value": (span("90"), span("時間", 2)), "unit": (span("時間"),)}

    assert [text_of(each, "value") for each in tidied_rows("effect_card", (row, pieces))] == ["90", "90"]
    assert tidied_rows("effect_card", (row,))[0]["value"][0].origin.end == 2
    assert [each.after for each in changes_of({"effect_card": (row,)})] == ["90"]


def test_what_is_tidy_is_the_very_same_and_choices_are_left_alone() -> None:
    places = {"lead": ({"text": (span("窓口を一つにした。"),)},), "state": ({"label": (span("継続"),)},)}

    assert tidied_places(places) == {}
    assert changes_of(places) == []
