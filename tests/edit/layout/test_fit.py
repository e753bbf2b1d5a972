"""How much fits a place."""

from datetime import date

import pytest

from casefinder.edit.cases.content import (
    EDITOR,
    CaseContent,
    Details,
    Origin,
    Sentence,
)
from casefinder.edit.layout.fit import Fit, fit, lines_of, widow

FULL = Details("admin", "人手", 3, 8, date(2026, 6, 1))


def own(text: str, *based_on: str) -> Sentence:
    return Sentence(text, Origin(EDITOR, based_on=based_on, author_id=7))


def case(details: Details = FULL, **places: list[dict[str, str]]) -> CaseContent:
    rows = {
        place: tuple({column: (own(text),) for column, text in row.items()} for row in told)
        for place, told in places.items()
    }
    return CaseContent(1, "case-1", 1, 1, details, rows)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 13, 0), ("あ" * 13, 13, 1), ("あ" * 13 + "a", 13, 2), ("ab" * 13, 13, 1)],
)
def test_lines_are_counted_in_full_width_characters(text: str, width: int, lines: int) -> None:
    assert lines_of(text, width) == lines


@pytest.mark.parametrize(("length", "left"), [(13, 0), (14, 1), (15, 2), (16, 0), (2, 0), (26, 0)])
def test_a_widow_is_one_or_two_characters_on_a_last_line(length: int, left: int) -> None:
    assert widow("あ" * length, 13) == left


def test_steps_are_counted_in_lines_head_and_text_together() -> None:
    short, long = {"head": "あ" * 10, "text": "い" * 10}, {"head": "あ" * 10, "text": "い" * 26}

    assert fit(case(steps=[short, long]), "steps") == Fit(3, 7)


def test_notes_share_their_two_lines() -> None:
    assert fit(case(notes=[{"text": "あ" * 31}, {"text": "い" * 31}]), "notes") == Fit(2, 2)
    assert fit(case(notes=[{"text": "あ" * 32}, {"text": "い" * 31}]), "notes") == Fit(3, 2)


def test_the_background_is_one_running_text() -> None:
    rows = [{"text": "あ" * 122}, {"text": "い" * 100}]

    assert fit(case(background=rows), "background") == Fit(6, 6)
    assert fit(case(background=[*rows, {"text": "う"}]), "background") == Fit(7, 6)


def test_a_place_is_never_fuller_than_full() -> None:
    assert Fit(3, 2).percent == 100
    assert Fit(1, 4).percent == 25
