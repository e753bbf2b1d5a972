"""Counting is right, questionnaires are never split, and nothing is both learned and tested."""

from typing import Any

import pytest

from casefinder.analyse.engine.evaluate import SharedIdError, cross_evaluate, evaluate, folds, refuse_shared
from casefinder.analyse.engine.metrics import Tally, mean_f1, total
from casefinder.analyse.engine.shipped import gold_rows
from casefinder.analyse.engine.training import Training


def test_tallies_count_hits_false_alarms_and_misses() -> None:
    tally = Tally()
    tally.count({"a", "b"}, {"b", "c"})

    assert (tally.hits, tally.false_alarms, tally.misses) == (1, 1, 1)
    assert tally.f1 == 0.5
    assert total([tally, tally]).true == 4
    assert mean_f1([tally, Tally()]) == 0.5


def test_folds_are_alike_in_size_and_always_the_same() -> None:
    ids = [f"dev-{number}" for number in range(36)]
    sizes = sorted(list(folds(ids).values()).count(fold) for fold in range(5))

    assert sizes == [7, 7, 7, 7, 8]
    assert folds(ids) == folds(reversed(ids))


def test_an_id_in_both_sets_is_refused() -> None:
    with pytest.raises(SharedIdError) as caught:
        refuse_shared([{"id": "a"}, {"id": "b"}], [{"id": "b"}])

    assert caught.value.ids == ("b",)


def test_a_little_training_is_learned_from() -> None:
    documents = gold_rows()
    base = Training(Training.exemplars_only().examples[::8])

    figures: dict[str, Any] = evaluate(documents[:6], base.with_labelled(documents[6:]))

    assert figures["themes"]["micro"]["f1"] > 0.6
    assert figures["themes"]["recall_at_3"] > 0.8
    assert set(figures["entities"]) == {"PERSON", "ORG", "TECH", "EFFECT"}
    assert len(figures["themes"]["per_theme"]) == 41


@pytest.mark.slow
def test_the_promised_quality_is_reached_on_unseen_questionnaires() -> None:
    figures = cross_evaluate(gold_rows(), Training.exemplars_only())

    assert figures["themes"]["micro"]["f1"] >= 0.84
    assert figures["themes"]["macro_f1"] >= 0.84
    assert figures["themes"]["recall_at_3"] >= 0.94
    overlap = {label: row["overlap"]["f1"] for label, row in figures["entities"].items()}
    assert overlap["PERSON"] >= 0.78
    assert min(overlap["ORG"], overlap["TECH"], overlap["EFFECT"]) >= 0.82
