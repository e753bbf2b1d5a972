"""Spans move with their words to a corrected text, or say that the words are gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.spans import ENOUGH, Span, moved

LETTERS = "人が足りず紙の台帳をやめた。𠮷😀ab\n"
texts = st.text(alphabet=LETTERS, max_size=40)
words = st.text(alphabet=LETTERS, min_size=1, max_size=30)


@given(before=texts, words=words, after=texts, new_before=texts, new_after=texts)
def test_a_moved_span_holds_the_same_words(
    before: str, words: str, after: str, new_before: str, new_after: str
) -> None:
    span = Span(len(before), len(before) + len(words))
    old, new = before + words + after, new_before + words + new_after

    found = moved(span, old, new)

    assert found is None or found.of(new) == words


@given(before=texts, words=words, after=texts, inserted=texts, at=st.integers(0, 200))
def test_what_lies_before_or_behind_one_insertion_keeps_its_place(
    before: str, words: str, after: str, inserted: str, at: int
) -> None:
    old = before + words + after
    span = Span(len(before), len(before) + len(words))
    at = min(at, len(old))
    new = old[:at] + inserted + old[at:]

    if at <= span.start:
        same = Span(span.start + len(inserted), span.end + len(inserted))
    elif at >= span.end:
        same = span
    else:
        return
    found = moved(span, old, new)
    assert found is not None
    assert found.of(new) == words
    assert found == same or new[: found.start] + new[found.end :] == new[: same.start] + new[same.end :]


@given(
    before=texts, words=st.text(alphabet=LETTERS, min_size=ENOUGH, max_size=30), new=st.tuples(texts, texts)
)
def test_long_words_that_stand_unchanged_are_found(before: str, words: str, new: tuple[str, str]) -> None:
    span = Span(len(before), len(before) + len(words))

    assert moved(span, before + words, new[0] + words + new[1]) is not None


@given(before=texts, words=words, after=texts, new=st.text(alphabet="海山川", max_size=60))
def test_words_that_are_gone_have_no_place(before: str, words: str, after: str, new: str) -> None:
    assert moved(Span(len(before), len(before) + len(words)), before + words + after, new) is None


@given(old=st.text(alphabet=LETTERS, min_size=1, max_size=60), data=st.data())
def test_an_unchanged_text_moves_nothing(old: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(old))))

    assert moved(span, old, old) == span


OLD = "𠮷野町です。人が足りない。予算もない。人が足りない。終わり。"


@pytest.mark.parametrize(
    ("words", "which", "new", "at"),
    [
        ("予算もない。", 0, "町です。人が足りない。予算もない。人が足りない。終わり。", 11),
        ("人が足りない。", 1, "𠮷野町です。人が足りない。予算はある。人が足りない。終わり。", 19),
        ("人が足りない。", 0, "𠮷野の町です。人が足りない。予算はない。人が足りない。終わり。", 7),
        ("人が足りない。", 1, "𠮷野町です。予算もない。人が足りない。終わり。", 12),
        ("人が", 0, "予算がない。若い人が増えた。", None),
        ("予算もない。", 0, "𠮷野町です。予算がない。", None),
    ],
)
def test_the_words_meant_are_the_ones_found(words: str, which: int, new: str, at: int | None) -> None:
    start = [place for place in range(len(OLD)) if OLD.startswith(words, place)][which]

    found = moved(Span(start, start + len(words)), OLD, new)

    assert found == (None if at is None else Span(at, at + len(words)))
