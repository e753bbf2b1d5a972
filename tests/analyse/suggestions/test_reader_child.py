import io
import json
from pathlib import Path
from typing import Any

import pytest

from casefinder.analyse.engine.shipped import standard_themes
from casefinder.analyse.suggestions.reader import ChildReader, ToRead
from casefinder.analyse.suggestions.reader_child import answer, serve
from casefinder.analyse.suggestions.training import training_file
from casefinder.child import ChildFailed, LastingChild, Limits

TEXT = "仕様書を書ける職員がおらず、事業者に丸投げした。"


class Echo:
    version, threshold = "e1", 0.4

    def read(self, document: dict[str, object]) -> dict[str, object]:
        if document["id"] == "bad":
            raise ValueError(TEXT)
        return {"id": document["id"], "answers": [{"question": "F3"}]}


def test_an_error_leaves_without_the_words_of_an_answer() -> None:
    found = answer(Echo(), "t1", json.dumps({"id": "bad", "answers": []}).encode())

    assert found == {"error": "reading failed (ValueError)"}
    assert answer(Echo(), "t1", b"{") == {"error": "reading failed (JSONDecodeError)"}


def test_one_line_in_one_line_out() -> None:
    out = io.BytesIO()

    serve(Echo(), "t1", io.BytesIO(b'{"id": "1"}\n{"id": "bad"}\n'), out)

    first, second = map(json.loads, out.getvalue().splitlines())
    assert first == {"version": "e1", "training": "t1", "threshold": 0.4, "answers": [{"question": "F3"}]}
    assert "error" in second


def themes(**retired_or_cues: Any) -> list[dict[str, Any]]:
    """The shipped codebook and one theme of the installation's own."""
    shipped = [
        {
            "key": theme.id, "family": theme.family, "name": theme.name, "definition": theme.definition,
            "include": theme.include, "cues": list(theme.cues), "is_retired": False,
        }
        for theme in standard_themes()
    ]  # fmt: skip
    own = {
        "key": "ch_snow", "family": "課題", "name": "雪と寒さ", "definition": "積雪で機器が止まる状態。", "include": "",
        "cues": ["丸投げ"], "is_retired": False,
    }  # fmt: skip
    return [*shipped, {**own, **retired_or_cues}]


@pytest.mark.slow
def test_the_real_engine_reads_in_its_child_as_the_codebook_is(tmp_path: Path) -> None:
    reader = ChildReader(tmp_path, exemplars_only=True)
    first, second = training_file(themes(), []), training_file(themes(is_retired=True), [])
    try:
        found = reader.read(1, [ToRead("F3", TEXT), ToRead("E2", TEXT)], first)
        again = reader.read(2, [ToRead("F3", TEXT), ToRead("E2", TEXT)], first)
        retired = reader.read(3, [ToRead("F3", TEXT)], second)
    finally:
        reader.close()

    assert found == again
    assert found.threshold is not None
    rows = {row["theme"]: row for row in found.answers[0]["suggestions"]}
    assert (rows["ch_snow"]["start"], rows["ch_snow"]["end"]) == (0, len(TEXT))
    assert rows["ch_snow"]["ticked"]
    assert rows["ch_snow"]["reasons"][0] == {"kind": "cue", "text": "丸投げ"}
    assert "ch_snow" not in {row["theme"] for row in retired.answers[0]["suggestions"]}
    assert (found.training_hash, retired.training_hash) == (first.hash, second.hash)


@pytest.mark.slow
def test_the_child_refuses_a_training_that_is_not_what_its_name_says(tmp_path: Path) -> None:
    path = training_file(themes(), []).put(tmp_path)
    path.write_bytes(path.read_bytes().replace("丸投げ".encode(), "丸投".encode()))
    limits = Limits(timeout_s=60, load_timeout_s=60)
    child = LastingChild("casefinder.analyse.suggestions.reader_child", str(path), limits=limits)

    with pytest.raises(ChildFailed, match="while loading"):
        child.ask({"id": "1", "answers": []})
