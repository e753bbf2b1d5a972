"""The shipped gold names no real body as author, partner or award-giver, and is otherwise as it was."""

import hashlib
import json
from pathlib import Path

import pytest

import casefinder.sample
from casefinder.sample.rename_gold import Renaming, Shift, moved, renamed_record, restored_lines

GOLD = Path(casefinder.sample.__file__).parents[1] / "analyse" / "engine" / "gold" / "dev.jsonl"
SOURCE_SHA256 = "acb255695e8155057472dc60dfcd61d8b1e926b0710f7c797353c18fa210f4a9"


def test_names_of_any_length_move_every_offset() -> None:
    text = "町は道総研と道総研の話をした。次の文。"
    record = {
        "id": "x",
        "organization": {"name": "町"},
        "answers": [
            {
                "question": "organization",
                "text": text,
                "sentences": [[0, 15], [15, 19]],
                "codings": [{"start": 15, "end": 19, "theme": "t"}],
                "entities": [{"start": 2, "end": 5, "label": "ORG", "text": "道総研"}],
            }
        ],
    }

    out = renamed_record(record, [Renaming("x", "organization", "⟦道総研⟧と", "北央研究所")], {})

    answer = out["answers"][0]
    assert answer["text"] == "町は北央研究所と道総研の話をした。次の文。"
    assert answer["sentences"] == [[0, 17], [17, 21]]
    assert answer["codings"] == [{"start": 17, "end": 21, "theme": "t"}]
    assert answer["entities"] == [{"start": 2, "end": 7, "label": "ORG", "text": "北央研究所"}]
    assert record["answers"][0]["text"] == text


def test_a_span_that_cuts_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="inside"):
        moved(3, [Shift(2, 5, "北央")])


def test_a_place_that_is_not_unique_is_refused() -> None:
    record = {
        "id": "x",
        "organization": {"name": "町"},
        "answers": [{"question": "q", "text": "道と道", "sentences": [], "codings": [], "entities": []}],
    }
    with pytest.raises(ValueError, match="exactly once"):
        renamed_record(record, [Renaming("x", "q", "⟦道⟧", "北央道")], {})


def test_every_span_of_the_shipped_gold_still_matches() -> None:
    spans = 0
    for line in GOLD.read_text("utf-8").splitlines():
        for answer in json.loads(line)["answers"]:
            text = answer["text"]
            for entity in answer["entities"]:
                assert text[entity["start"] : entity["end"]] == entity["text"]
                spans += 1
            starts = {start for start, _ in answer["sentences"]}
            for start, end in answer["sentences"]:
                assert text[start:end].strip() == text[start:end] != ""
            for coding in answer["codings"]:
                assert coding["start"] in starts
                spans += 1
    assert spans == 1482


def test_nothing_but_the_names_differs_from_the_source() -> None:
    restored = restored_lines(GOLD.read_text("utf-8"))

    assert hashlib.sha256(restored.encode()).hexdigest() == SOURCE_SHA256
    assert "北海道開発局" not in GOLD.read_text("utf-8")
