"""What the learner starts from, and what an editor's decisions add."""

from pathlib import Path

import pytest

from casefinder.analyse.engine.learner import Learner
from casefinder.analyse.engine.lines import BrokenLineError
from casefinder.analyse.engine.profiles import prepare
from casefinder.analyse.engine.training import Example, Training

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
