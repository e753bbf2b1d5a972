"""Key phrases are compound nouns as written, never a person's name."""

from casefinder.analyse.engine.keyphrases import keyphrases
from casefinder.analyse.engine.runs import Entity
from casefinder.analyse.engine.tokens import words_of

TEXT = "データ連携基盤を整え、データ連携基盤の運用を戸川会長が支えた。"


def test_long_and_frequent_phrases_come_first() -> None:
    best = keyphrases([words_of(TEXT)], TEXT, [])[0]

    assert best["text"] == "データ連携基盤"
    assert best["score"] == 1
    assert [TEXT[start:end] for start, end in best["spans"]] == ["データ連携基盤"] * 2


def test_persons_are_left_out() -> None:
    start = TEXT.index("戸川会長")
    person = Entity(start, start + 4, "PERSON")

    assert all("戸川" not in each["text"] for each in keyphrases([words_of(TEXT)], TEXT, [person]))


def test_nothing_comes_of_nothing() -> None:
    assert keyphrases([], "", []) == []
