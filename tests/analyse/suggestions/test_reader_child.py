import io
import json

import pytest

from casefinder.analyse.suggestions.reader import ChildReader, ToRead
from casefinder.analyse.suggestions.reader_child import answer, serve

TEXT = "仕様書を書ける職員がおらず、事業者に丸投げした。"


class Echo:
    version, threshold = "e1", 0.4

    def read(self, document: dict[str, object]) -> dict[str, object]:
        if document["id"] == "bad":
            raise ValueError(TEXT)
        return {"id": document["id"], "answers": [{"question": "F3"}]}


def test_an_error_leaves_without_the_words_of_an_answer() -> None:
    found = answer(Echo(), json.dumps({"id": "bad", "answers": []}).encode())

    assert found == {"error": "reading failed (ValueError)"}
    assert answer(Echo(), b"{") == {"error": "reading failed (JSONDecodeError)"}


def test_one_line_in_one_line_out() -> None:
    out = io.BytesIO()

    serve(Echo(), io.BytesIO(b'{"id": "1"}\n{"id": "bad"}\n'), out)

    first, second = map(json.loads, out.getvalue().splitlines())
    assert first == {"version": "e1", "threshold": 0.4, "answers": [{"question": "F3"}]}
    assert "error" in second


@pytest.mark.slow
def test_the_real_engine_reads_in_its_child() -> None:
    reader = ChildReader(exemplars_only=True)
    try:
        found = reader.read(1, [ToRead("F3", TEXT), ToRead("E2", TEXT)])
        again = reader.read(2, [ToRead("F3", TEXT), ToRead("E2", TEXT)])
    finally:
        reader.close()

    assert len(found.answers) == 2
    best = max(found.answers[0]["suggestions"], key=lambda row: row["score"])
    assert (best["start"], best["end"]) == (0, len(TEXT))
    assert best["reasons"]
    assert found.threshold is not None
    assert found == again
