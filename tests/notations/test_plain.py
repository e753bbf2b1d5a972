import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.notations.plain import has_plain_digits, plain, without_unseen

UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202e\u2066\u2069\ufe0e\ufe0f\U000e0100\u034f\u180e\u3164"


@pytest.mark.parametrize("unseen", UNSEEN)
@pytest.mark.parametrize("value", ["011-000-0000", "joho@example.jp", "2024年6月", "葛飾町"])
def test_what_nobody_sees_does_not_count(unseen: str, value: str) -> None:
    assert plain(unseen.join(["", *value, ""])) == value


@given(st.text())
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    once = plain(text)

    assert plain(once) == once
    assert not any(unicodedata.category(char) == "Cf" for char in without_unseen(text))


@pytest.mark.parametrize("text", ["1200", "１２００", "30km²", "30㎢", "4㎥", "m³", ""])
def test_digits_are_digits(text: str) -> None:
    assert has_plain_digits(text)


@pytest.mark.parametrize("text", ["5²", "①", "1½", "12⑴", "⒈", "㏠", "1₂"])
def test_signs_that_look_like_digits_are_none(text: str) -> None:
    assert not has_plain_digits(text)
