import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.ask.questionnaires.lengths import as_typed, characters_left, characters_over, text_length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("除雪", 2),
        ("abc", 1.5),
        ("ＡＢ", 2),
        ("ｱｲ", 1),
        ("①α", 2),
        ("一\n二\r\n三", 3),
        ("1,200千円", 4.5),
    ],
)
def test_a_text_is_counted_as_the_printed_page_counts_it(text: str, length: float) -> None:
    assert text_length(text) == length


@given(st.text(), st.text())
def test_lengths_add_up(first: str, second: str) -> None:
    assert text_length(first + second) == text_length(first) + text_length(second)


@given(st.text(max_size=60), st.integers(1, 50))
def test_a_text_is_either_over_or_has_room(text: str, limit: int) -> None:
    over, left = characters_over(text, limit), characters_left(text, limit)

    assert over == 0 or left == 0
    assert (over > 0) == (text_length(text) > limit)
    assert text_length(text) - limit <= over < text_length(text) - limit + 1 or over == 0


def test_only_line_ends_are_changed() -> None:
    assert as_typed(" Ａ\r\nb\rc\n ") == " Ａ\nb\nc\n "


def test_half_a_character_too_many_is_over_by_one() -> None:
    assert characters_over("あいうa", 3) == 1
    assert characters_left("あa", 3) == 1
