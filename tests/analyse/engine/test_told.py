"""What an installation's own codebook adds: new themes, added cues, retired themes; what is shipped stays as it was."""

from dataclasses import replace
from typing import Any

import pytest

from casefinder.analyse.engine.reader import Reader, Suggestion
from casefinder.analyse.engine.shipped import Theme, standard_themes
from casefinder.analyse.engine.training import Example, Training

SNOW = Theme(
    "ch_snow",
    "課題",
    "雪と寒さ",
    "積雪や低温のために機器が止まる状態。",
    "凍結、除雪の負担。",
    ("吹雪", "除雪車"),
)
BASE = Training(Training.exemplars_only().examples[::10])


def reader_of(*themes: Theme, examples: tuple[Example, ...] = ()) -> Reader:
    return Reader(replace(BASE, themes=themes).with_examples(examples))


def with_theme(key: str, **changes: Any) -> tuple[Theme, ...]:
    return tuple(replace(theme, **changes) if theme.id == key else theme for theme in standard_themes())


def proposals(reader: Reader, text: str, question: str = "F3") -> dict[str, Suggestion]:
    (answer,) = reader.read({"id": "a", "answers": [{"question": question, "text": text}]})["answers"]
    return {row["theme"]: row for row in answer["suggestions"]}


@pytest.fixture(scope="module")
def shipped() -> Reader:
    return reader_of(*standard_themes())


@pytest.fixture(scope="module")
def snowy() -> Reader:
    return reader_of(*standard_themes(), SNOW)


def test_a_new_theme_is_proposed_where_its_cue_stands(snowy: Reader) -> None:
    row = proposals(snowy, "吹雪の夜は基地局が止まり、通信が途絶えた。")["ch_snow"]

    assert row["ticked"]
    assert row["reasons"][0] == {"kind": "cue", "text": "吹雪"}


def test_a_new_theme_is_not_proposed_where_its_cue_is_denied(snowy: Reader) -> None:
    assert not proposals(snowy, "吹雪はなかった。")["ch_snow"]["ticked"]


def test_saying_that_there_is_too_little_of_it_denies_no_cue(snowy: Reader) -> None:
    assert proposals(snowy, "除雪車が足りない。")["ch_snow"]["ticked"]


def test_a_new_theme_is_a_candidate_where_its_definition_is_alike(snowy: Reader) -> None:
    row = proposals(snowy, "低温で機器が凍結し、作業が遅れた。")["ch_snow"]

    assert not row["ticked"]
    assert row["score"] == pytest.approx(0.2)
    words = row["reasons"][0]["text"].split("・")
    assert all(word in "低温で機器が凍結し、作業が遅れた。" for word in words)


def test_a_question_for_another_family_makes_a_definition_say_less(snowy: Reader) -> None:
    text = "低温の朝は、窓口の職員が交代で外に立った。"

    assert proposals(snowy, text, "E2")["ch_snow"]["score"] < proposals(snowy, text, "F3")["ch_snow"]["score"]


def test_a_new_theme_changes_no_other_score(shipped: Reader, snowy: Reader) -> None:
    for text in ("除雪車の運転手が高齢化し、担い手が足りない。", "予算の確保に苦労した。"):
        before, after = proposals(shipped, text), proposals(snowy, text)
        assert {key: row for key, row in after.items() if key != "ch_snow"}.items() <= before.items()


def test_an_added_cue_makes_a_proposal(shipped: Reader) -> None:
    text = "雪捨て場をめぐる話し合いが続いた。"
    known = next(theme.cues for theme in standard_themes() if theme.id == "ch_budget")
    edited = reader_of(*with_theme("ch_budget", cues=(*known, "雪捨て場")))

    assert not ("ch_budget" in proposals(shipped, text) and proposals(shipped, text)["ch_budget"]["ticked"])
    assert proposals(edited, text)["ch_budget"]["ticked"]


def test_a_cue_taken_away_lowers_the_score(shipped: Reader) -> None:
    text = "職員からの反発が強かった。"
    known = next(theme.cues for theme in standard_themes() if theme.id == "ch_resistance")
    edited = reader_of(*with_theme("ch_resistance", cues=tuple(cue for cue in known if cue != "反発")))

    assert (
        proposals(edited, text)["ch_resistance"]["score"] < proposals(shipped, text)["ch_resistance"]["score"]
    )


def test_a_retired_theme_is_proposed_no_more_and_the_others_as_before(shipped: Reader) -> None:
    text = "補助金の裏負担を賄う財源がなかった。"
    retired = reader_of(*with_theme("ch_budget", is_retired=True))
    before, after = proposals(shipped, text), proposals(retired, text)

    assert before["ch_budget"]["ticked"]
    assert "ch_budget" not in after
    assert len(after) == 3
    assert not any(row["ticked"] for row in after.values())
    assert all(after[key] == before[key] for key in before if key != "ch_budget")


def test_a_retired_theme_of_ones_own_is_proposed_no_more() -> None:
    reader = reader_of(*standard_themes(), replace(SNOW, is_retired=True))

    assert "ch_snow" not in proposals(reader, "吹雪の夜は基地局が止まり、通信が途絶えた。")


def test_examples_of_a_new_theme_are_learned_from(snowy: Reader) -> None:
    text = "一晩で積もり、朝は車庫の扉が開かなかった。"
    given = tuple(
        Example(each, frozenset({"ch_snow"}), "F3", weight=4, complete=False)
        for each in (text, "一晩で積もって道がふさがった。", "朝には扉が開かなくなるほど積もった。")
    )
    taught = reader_of(*standard_themes(), SNOW, examples=given)

    assert proposals(taught, text)["ch_snow"]["score"] > 0.5
    assert proposals(snowy, text).get("ch_snow", {"score": 0.0})["score"] < 0.27


def test_a_sentence_coded_before_a_theme_was_there_does_not_speak_against_its_cue() -> None:
    given = (Example("吹雪で休みになった。", frozenset({"ch_snow"}), "F3", weight=4, complete=False),)
    coded = tuple(
        Example(f"吹雪で{each}便が止まった。", frozenset({"ch_resistance"}), "F3", weight=4)
        for each in ("一", "二", "三", "四", "五", "六")
    )
    told = reader_of(*standard_themes(), SNOW, examples=given)
    both = reader_of(*standard_themes(), SNOW, examples=(*given, *coded))
    column = [theme.id for theme in both._learner.themes].index("ch_snow")

    lines = [
        each._learner.lines[column, each._learner.profiler.cue_column("ch_snow")] for each in (told, both)
    ]

    assert lines[1] > 0.5 * lines[0] > 0
