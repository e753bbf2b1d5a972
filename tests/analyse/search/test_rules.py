import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.analyse.search.rules import (
    MAX_WORDS,
    Spelling,
    is_for_editors,
    letters_looked_for,
    letters_of,
    merged,
    parse_query,
    pieces_of,
    place_of,
    places,
    readings,
    response_of,
    snippet,
    text_id,
)
from casefinder.folding import BREAK, fold


def test_a_text_is_found_by_its_characters_and_pairs() -> None:
    assert letters_of("人手不") == {"人", "手", "不", "人手", "手不"}
    assert letters_of("") == set()


def test_no_pair_goes_from_cell_to_cell() -> None:
    assert letters_of(f"人手{BREAK}不足") == {"人", "手", "不", "足", "人手", "不足"}


def test_one_token_is_enough_for_one_or_two_characters() -> None:
    assert letters_looked_for("人") == {"人"}
    assert letters_looked_for("人手") == {"人手"}
    assert letters_looked_for("人手不足") == {"人手", "手不", "不足"}


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_holds_a_word_has_all_its_tokens(before: str, word: str) -> None:
    folded = fold(word).text.replace(BREAK, "")
    if folded:
        assert letters_looked_for(folded) <= letters_of(fold(before).text + folded)


@given(st.text(max_size=60))
def test_a_token_is_one_word_for_every_index(text: str) -> None:
    for token in letters_of(fold(text).text):
        assert all(character > "\x7f" or character.isalnum() for character in token)


def test_an_id_says_whose_text_it_is() -> None:
    open_one, internal = text_id(7, 3, is_internal=False), text_id(7, 3, is_internal=True)

    assert response_of(open_one) == response_of(internal) == 7
    assert (is_for_editors(open_one), is_for_editors(internal)) == (False, True)
    assert place_of(open_one) == place_of(internal) == 3
    with pytest.raises(ValueError, match="at most"):
        text_id(7, 4096, is_internal=False)


def test_a_query_has_words_and_phrases() -> None:
    words = parse_query('人手　"職員が 足りない" 「丸 投げ」 人手')

    assert [(word.folded, word.is_quoted) for word in words] == [
        ("人手", False), ("職員が足りない", True), ("丸投げ", True),
    ]  # fmt: skip


@pytest.mark.parametrize("query", ["", "   ", '""', "「」", "\u200b\x00", "。、・", "——"])
def test_a_query_may_be_empty(query: str) -> None:
    assert parse_query(query) == []


def test_a_query_is_capped() -> None:
    assert len(parse_query(" ".join(f"語{n}" for n in range(99)))) == MAX_WORDS
    assert len(parse_query("あ" * 100_000)[0].folded) == 200


@given(st.text(max_size=200))
def test_any_query_is_read_in_no_time(query: str) -> None:
    parse_query(query * 50)


def test_a_snippet_is_the_text_around_what_was_found() -> None:
    text = "前" * 60 + "人手不足" + "後" * 200

    pieces = snippet(text, [(60, 62), (61, 64)])

    assert [p.text for p in pieces if p.is_found] == ["人手不足"]
    assert pieces[0].text == pieces[-1].text == "…"
    assert "".join(p.text for p in pieces).strip("…") in text


def test_overlapping_spans_are_joined() -> None:
    assert merged([(3, 5), (0, 2), (4, 8)]) == [(0, 2), (3, 8)]


KNOWN = {
    "引越し": [Spelling("引っ越し")],
    "手続": [Spelling("手続き")],
    "へっ": [Spelling("減る"), Spelling("経る")],
    "た": [Spelling("た", is_tail=True)],
    "の": [Spelling("の", is_tail=True)],
    "引": [Spelling("引")],
}


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("引越し", [("引っ越し",)]),
        ("引越し手続", [("引っ越し", "手続き")]),
        ("引越しの手続", [("引っ越し", "の", "手続き")]),
        ("へった", [("減る",), ("経る",)]),
        ("た", [("た",)]),
        ("引越しx", []),
        ("引越し3", []),
        ("引越し" * 7, []),
        ("引越し" * 20, []),
        ("", []),
    ],
)
def test_a_word_is_read_as_words_that_are_known(word: str, forms: list[tuple[str, ...]]) -> None:
    known = {piece: KNOWN[piece] for piece in pieces_of(word) if piece in KNOWN}

    assert readings(word, known) == forms


def test_forms_are_found_where_they_follow_each_other() -> None:
    forms = ["引っ越し", "の", "手続き", BREAK, "引っ越し"]

    assert list(places(forms, ("引っ越し",))) == [(0, 1), (4, 5)]
    assert list(places(forms, ("の", "手続き"))) == [(1, 3)]
    assert list(places(forms, ("手続き", "引っ越し"))) == []
