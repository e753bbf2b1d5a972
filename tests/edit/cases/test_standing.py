"""Where taken words stand: pure cases of moving, coming back, and numbers that are others."""

import pytest

from casefinder.edit.cases.canonical import content_hash
from casefinder.edit.cases.content import CaseContent, Origin, Sentence, Standing
from casefinder.edit.cases.standing import PlacedText, moved_words, standing
from casefinder.spans import Span

OLD = "列が長かった。住所を三度書いた。"
LONGER = "冬は列が長かった。住所を三度書いた。"
OTHER = "住所は一度書けばよくなった。"


def taken(text: str, words: str, *, revision: int = 1, shown: str = "") -> Sentence:
    start = text.index(words)
    return Sentence(shown or words, Origin("answer", "D1", None, revision, start, start + len(words)))


def text(number: int, words: str, *, revision: int, is_present: bool = False) -> PlacedText:
    return PlacedText(number, revision, words, is_present)


def test_words_of_the_text_that_counts_stand_where_they_were_taken() -> None:
    found = standing(taken(OLD, "住所を三度書いた。"), [text(1, OLD, revision=1, is_present=True)])

    assert found == Standing(1, 7, 16, is_present=True)


def test_words_that_stayed_stand_in_the_corrected_text() -> None:
    texts = [text(1, OLD, revision=1), text(2, LONGER, revision=2, is_present=True)]

    assert standing(taken(OLD, "住所を三度書いた。"), texts) == Standing(2, 9, 18, is_present=True)


def test_words_that_are_gone_stand_where_they_were_taken_and_count_no_more() -> None:
    texts = [text(1, OLD, revision=1), text(2, OTHER, revision=2, is_present=True)]

    assert standing(taken(OLD, "列が長かった。"), texts) == Standing(1, 0, 7, is_present=False)


def test_where_nothing_is_written_any_more_the_words_are_gone() -> None:
    found = standing(taken(OLD, "列が長かった。"), [text(1, OLD, revision=1)])

    assert found == Standing(1, 0, 7, is_present=False)


def test_a_text_that_came_later_is_not_the_one_that_the_words_were_taken_from() -> None:
    later = text(2, OLD, revision=2)

    assert standing(taken(OLD, "列が長かった。", revision=1), [later]) is None


def test_digits_put_into_half_width_are_the_words_of_the_answer() -> None:
    words = "窓口を３台にした。"
    sentence = taken(words, words, shown="窓口を3台にした。")

    assert standing(sentence, [text(1, words, revision=1, is_present=True)]) is not None


def test_what_shows_a_choice_stands_nowhere() -> None:
    shown = Sentence("拡大", Origin("answer", "C5.stage", None, 1))

    assert standing(shown, [text(1, "拡大", revision=1, is_present=True)]) is None


@pytest.mark.parametrize(
    ("old", "span", "new"),
    [
        ("20分", (0, 2), "200分"),
        ("20分", (0, 2), "120分"),
        ("20分", (0, 2), "20.5分"),
        ("20分", (0, 2), "1,020分"),
        ("3回", (0, 1), "3万回"),
    ],
)
def test_a_number_that_became_part_of_another_is_gone(old: str, span: tuple[int, int], new: str) -> None:
    assert moved_words(Span(*span), old, new) is None


@pytest.mark.parametrize(
    ("old", "span", "new", "there"),
    [
        ("20分", (0, 2), "約20分", (1, 3)),
        ("20分", (2, 3), "25分", (2, 3)),
        ("平均20分、最大30分", (2, 4), "平均20分、最大40分", (2, 4)),
        ("1,200円", (2, 5), "約1,200円", (3, 6)),
    ],
)
def test_a_number_that_stayed_the_same_moves(
    old: str, span: tuple[int, int], new: str, there: tuple[int, int]
) -> None:
    assert moved_words(Span(*span), old, new) == Span(*there)


def test_where_words_stand_is_no_part_of_what_is_approved() -> None:
    origin = Origin("answer", "D1", None, 1, 0, 3)
    moved = Origin("answer", "D1", None, 1, 0, 3, stands=Standing(2, 4, 7, is_present=True))
    contents = [
        CaseContent(1, "case-0001", 1, 1, places={"lead": ({"text": (Sentence("三度も", each),)},)})
        for each in (origin, moved)
    ]

    assert origin == moved
    assert content_hash(contents[0]) == content_hash(contents[1])
