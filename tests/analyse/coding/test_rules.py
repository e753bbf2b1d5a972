import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.analyse.coding.rules import cue_spans, is_span_of, runs, sentence_of, trimmed
from casefinder.spans import Span

TEXT = "仕様書を書けない。事業者に丸投げした。"


@pytest.mark.parametrize(
    ("start", "end", "is_span"), [(0, 9, True), (0, 0, False), (5, 3, False), (-1, 3, False), (0, 99, False)]
)
def test_a_span_lies_in_its_text(start: int, end: int, is_span: bool) -> None:
    assert is_span_of(TEXT, start, end) is is_span


def test_white_space_alone_is_no_span() -> None:
    assert not is_span_of("あ　\n　い", 1, 4)


def test_white_space_around_is_cut() -> None:
    assert trimmed("　あ い\n", Span(0, 5)) == Span(1, 4)


def test_offsets_are_code_points() -> None:
    text = "𠮷野さんが動いた。"

    assert trimmed(text, Span(0, 9)).of(text) == text


@given(st.text(min_size=1, max_size=40), st.data())
def test_runs_together_are_the_sentence(text: str, data: st.DataObject) -> None:
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda s: s[0] < s[1])
    sentence = Span(*data.draw(spans))
    coded = [(number, Span(*span)) for number, span in enumerate(data.draw(st.lists(spans, max_size=4)))]

    found = runs(text, sentence, coded)

    assert "".join(run.text for run in found) == sentence.of(text)
    for run in found:
        covered = Span(run.start, run.start + len(run.text))
        assert run.coding_ids == tuple(i for i, span in coded if span.overlaps(covered))


def test_cues_are_found_in_their_sentence_only() -> None:
    assert cue_spans(TEXT, Span(9, 19), ["丸投げ", "仕様書", ""]) == [Span(13, 16)]


def test_a_point_between_sentences_belongs_to_the_one_before() -> None:
    assert [sentence_of([Span(0, 9), Span(9, 19)], at) for at in (0, 8, 9, 30)] == [0, 0, 1, 1]
