"""What the learner starts from, and what an editor's decisions add."""

from pathlib import Path
from typing import Any

import pytest

from casefinder.analyse.engine.learner import Learner
from casefinder.analyse.engine.lines import BrokenLineError
from casefinder.analyse.engine.profiles import prepare
from casefinder.analyse.engine.shipped import standard_themes
from casefinder.analyse.engine.training import FORMAT, BrokenTrainingError, Example, Training

GOLD = '{"id": "a", "answers": [{"question": "F3", "text": "人が足りない。", "sentences": [[0, 7]], "codings": [%s]}]}\n'


def test_the_sample_installation_learns_from_exemplars_alone() -> None:
    training = Training.exemplars_only()

    assert len(training.examples) == 5824
    assert len(Training.shipped().examples) > 6800


def test_a_labelled_file_takes_the_place_of_the_shipped_answers(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(GOLD % '{"start": 0, "end": 7, "theme": "ch_labor_shortage"}', encoding="utf-8")

    training = Training.shipped(path)

    assert len(training.examples) == 5825
    assert training.examples[-1].themes == {"ch_labor_shortage"}


def test_a_broken_labelled_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("{", encoding="utf-8")

    with pytest.raises(BrokenLineError, match="line 1"):
        Training.shipped(path)


def document(**changes: Any) -> dict[str, Any]:
    """The shipped codebook as an installation writes it."""
    themes = [
        {
            "key": theme.id, "family": theme.family, "name": theme.name, "definition": theme.definition,
            "include": theme.include, "cues": list(theme.cues), "is_retired": False,
        }
        for theme in standard_themes()
    ]  # fmt: skip
    return {"format": FORMAT, "themes": themes, "examples": [], **changes}


def test_an_unchanged_codebook_is_the_shipped_training() -> None:
    assert Training.of(document(), exemplars_only=True) == Training.exemplars_only()
    assert Training.of(document()) == Training.shipped()


def test_given_examples_follow_the_shipped_ones_in_their_order() -> None:
    rows = [
        {
            "text": text,
            "question": "F3",
            "themes": themes,
            "refused": refused,
            "weight": 2.0,
            "complete": False,
        }
        for text, themes, refused in (("二。", ["ch_budget"], []), ("一。", [], ["ch_budget"]))
    ]

    given = Training.of(document(examples=rows), exemplars_only=True).examples[-2:]

    assert given == (
        Example("二。", frozenset({"ch_budget"}), "F3", 2.0, complete=False),
        Example("一。", frozenset(), "F3", 2.0, frozenset({"ch_budget"}), complete=False),
    )


@pytest.mark.parametrize(
    "changes",
    [{"format": "other"}, {"themes": [{"key": "x"}]}, {"examples": [{}]}, {"themes": 3}],
)
def test_a_broken_training_document_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BrokenTrainingError):
        Training.of(document(**changes))


def small(extra: tuple[Example, ...] = ()) -> Learner:
    """A learner of a tenth of the exemplars, and of some decisions."""
    return Learner(Training(Training.exemplars_only().examples[::10]).with_examples(extra))


def score_of(learner: Learner, text: str, theme: str) -> float:
    place = [each.id for each in learner.themes].index(theme)
    return float(learner.score([prepare(text, "", learner.cues)]).scores[0, place])


def test_accepting_raises_and_refusing_lowers_the_score() -> None:
    text = "牛舎の見回りを夜通し続ける若い衆がいない。"
    accepted = Example(text, frozenset({"ch_labor_shortage"}), weight=2, complete=False)
    refused = Example(text, frozenset(), weight=2, refused=frozenset({"ch_labor_shortage"}), complete=False)

    before = score_of(small(), text, "ch_labor_shortage")

    assert score_of(small((accepted, accepted)), text, "ch_labor_shortage") > before
    assert score_of(small((refused, refused)), text, "ch_labor_shortage") < before
