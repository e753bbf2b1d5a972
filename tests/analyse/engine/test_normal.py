"""The normalised copy finds its way back to the text as given."""

import pytest

from casefinder.analyse.engine.normal import normalise


def back(text: str, found: str) -> str:
    copy = normalise(text)
    at = copy.normal.index(found)
    start, end = copy.to_given(at, at + len(found))
    return text[start:end]


def test_half_width_kana_with_voice_marks_become_one_character() -> None:
    assert normalise("ﾄﾞﾛｰﾝとﾀﾌﾞﾚｯﾄ").normal == "ドローンとタブレット"
    assert back("町のﾀﾌﾞﾚｯﾄです", "タブレット") == "ﾀﾌﾞﾚｯﾄ"


def test_one_character_may_become_many() -> None:
    assert back("道東無線㈱の技師", "(株)") == "㈱"


def test_characters_outside_the_basic_plane_keep_their_place() -> None:
    assert normalise("𠮷野のＡＩ").to_given(3, 5) == (3, 5)


def test_a_form_that_no_dictionary_knows_is_read_as_the_one_it_knows() -> None:
    assert normalise("𠮷田と髙𣘺").normal == "吉田と高橋"
    assert back("係の𠮷田です", "吉田") == "𠮷田"
    assert back("葛\U000e0100西です", "葛西") == "葛\U000e0100西"


def test_a_line_break_and_its_indent_are_left_out() -> None:
    text = "顔を合わせる機会が減った\r\n\u3000方々"

    assert normalise(text).normal == "顔を合わせる機会が減った方々"
    assert back(text, "方々") == "方々"


def test_half_a_surrogate_does_no_harm() -> None:
    assert normalise("あ\ud800い").normal == "あ\ufffdい"


@pytest.mark.parametrize("text", ["", "ガ", "カ\u3099", "１２，３４５円"])
def test_every_character_has_a_place(text: str) -> None:
    copy = normalise(text, 10)

    assert len(copy.normal) == len(copy.starts) == len(copy.ends)
    assert all(10 <= start < end <= 10 + len(text) for start, end in zip(copy.starts, copy.ends, strict=True))
