from typing import Any

import pytest

from casefinder.analyse.suggestions.rules import AnswerInvalid, read_text

TEXT = "事業者に丸投げした。"
ROW = {
    "start": 0, "end": 10, "theme": "ch_vendor", "score": 0.8, "ticked": True,
    "reasons": [{"kind": "cue", "text": "丸投げ"}],
}  # fmt: skip


def test_findings_are_taken_over() -> None:
    found = read_text(
        TEXT,
        {
            "suggestions": [ROW],
            "entities": [{"start": 0, "end": 3, "label": "ORG", "text": "事業者"}],
            "figures": [{"start": 0, "end": 3, "text": "事業者", "metric": None}],
            "keyphrases": [{"text": "丸投げ", "score": 1.0, "spans": [[4, 7]]}],
        },
    )

    assert [s.theme_key for s in found.suggestions] == ["ch_vendor"]
    assert [(f.kind, f.label) for f in found.findings] == [
        ("entity", "ORG"), ("figure", ""), ("keyphrase", "丸投げ"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"end": 11},
        {"start": -1},
        {"start": "0"},
        {"score": 1.2},
        {"score": None},
        {"reasons": []},
        {"end": 0},
    ],
)
def test_a_broken_promise_is_named_without_the_text(change: dict[str, Any]) -> None:
    with pytest.raises(AnswerInvalid) as caught:
        read_text(TEXT, {"suggestions": [{**ROW, **change}]})

    assert "丸投げ" not in str(caught.value)
