"""Words that stay keep their origin, whatever is typed around them."""

from casefinder.edit.cases.content import (
    EDITOR,
    Origin,
    Sentence,
)
from casefinder.edit.changes.rewording import reworded, typed_rows
from casefinder.edit.layout.places import BY_KEY


def said(text: str, key: str = "D1") -> Sentence:
    return Sentence(text, Origin("answer", key, None, 1, 0, len(text)))


def own(text: str, *based_on: str) -> Sentence:
    return Sentence(text, Origin(EDITOR, based_on=based_on, author_id=7))


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
