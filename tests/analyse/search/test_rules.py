import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.analyse.search.rules import (
    END,
    MAX_WORDS,
    bigrams,
    merged,
    normalise,
    occurrences,
    parse_query,
    snippet,
)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [("ＲＰＡ", "rpa"), ("ｶﾞｲﾄﾞ", "ガイド"), ("㍿", "株式会社"), ("人 手\n不足", "人手不足"), ("①", "1")],
)
def test_width_case_and_space_do_not_matter(typed: str, normal: str) -> None:
    assert normalise(typed).text == normal


def test_spans_lead_back_to_the_text_as_typed() -> None:
    text = "𠮷野町のｶﾞｲﾄﾞは㍿だ"
    normal = normalise(text)
    (found,) = occurrences(normal.text, "ガイド")

    start, end = normal.typed_span(*found)

    assert text[start:end] == "ｶﾞｲﾄﾞ"


@given(st.text(max_size=60))
def test_every_span_lies_in_the_text(text: str) -> None:
    normal = normalise(text)
    for at in range(len(normal.text)):
        start, end = normal.typed_span(at, at + 1)
        assert 0 <= start < end <= len(text)


def test_every_character_begins_a_bigram() -> None:
    assert bigrams("人手不") == {"人手", "手不", "不" + END}
    assert bigrams("") == set()


def test_a_query_has_words_and_phrases() -> None:
    words = parse_query('人手　"職員が 足りない" 「丸 投げ」 人手')

    assert [(word.normal, word.is_quoted) for word in words] == [
        ("人手", False), ("職員が足りない", True), ("丸投げ", True),
    ]  # fmt: skip


@pytest.mark.parametrize("query", ["", "   ", '""', "「」", "\u200b\x00"])
def test_a_query_may_be_empty(query: str) -> None:
    assert parse_query(query) == []


def test_a_query_is_capped() -> None:
    assert len(parse_query(" ".join(f"語{n}" for n in range(99)))) == MAX_WORDS
    assert len(parse_query("あ" * 100_000)[0].normal) == 200


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
