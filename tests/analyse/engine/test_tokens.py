"""Words know where they stand in the answer."""

from casefinder.analyse.engine.normal import normalise
from casefinder.analyse.engine.tokens import tokenise, words_of


def test_words_carry_the_place_in_the_text_as_given() -> None:
    text = "𠮷野町のﾄﾞﾛｰﾝ導入。"
    tokens = tokenise(normalise(text, 100))

    drone = next(token for token in tokens if token.word == "ドローン")
    assert text[drone.start - 100 : drone.end - 100] == "ﾄﾞﾛｰﾝ"


def test_numbers_are_all_alike() -> None:
    assert words_of("１２枚")[0].word == words_of("3枚")[0].word == "0"


def test_negations_are_known() -> None:
    assert any(token.is_negation for token in words_of("理解を得られない"))
    assert any(token.is_negation for token in words_of("使われず"))


def test_a_text_too_long_for_sudachi_is_read_in_parts() -> None:
    text = "職員が説明会を開いた、" * 4000

    tokens = words_of(text)

    assert tokens[-2].end <= len(text)
    assert sum(token.word == "説明" for token in tokens) == 4000
