"""A broken line is named by its number."""

import json

import pytest

from casefinder.analyse.engine.lines import BrokenLineError, read_documents, read_labelled

GOOD = json.dumps({"id": "a", "answers": [{"question": "F3", "text": "人が足りない。"}], "extra": 1}).encode()


def test_other_keys_and_blank_lines_are_let_through() -> None:
    assert [document["id"] for document in read_documents([GOOD, b"\n", b"  "])] == ["a"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"{", "not JSON"),
        (b"[]", "not a JSON object"),
        (b"\xff\xfe", "not UTF-8"),
        (b'{"answers": []}', "`id`"),
        (b'{"id": 5, "answers": []}', "`id`"),
        (b'{"id": "b"}', "`answers`"),
        (b'{"id": "b", "answers": {}}', "`answers`"),
        (b'{"id": "b", "answers": ["x"]}', "answer 1 is not an object"),
        (b'{"id": "b", "answers": [{"question": "F3"}]}', "`text`"),
        (b'{"id": "b", "answers": [{"question": 3, "text": ""}]}', "`question`"),
        (b'{"id": "b", "answers": [{"question": "F3", "text": "\\ud800"}]}', "half a character"),
        (b"[" * 100_000, "not JSON"),
        (GOOD, "already used on line 1"),
    ],
)
def test_a_broken_line_is_named(line: bytes, problem: str) -> None:
    with pytest.raises(BrokenLineError) as caught:
        list(read_documents([GOOD, b"", line]))

    assert caught.value.number == 3
    assert problem in caught.value.problem


def labelled(**answer: object) -> bytes:
    whole = {"question": "F3", "text": "人が足りない。", "codings": [], **answer}
    return json.dumps({"id": "a", "answers": [whole]}).encode()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (GOOD, "`codings` is missing"),
        (labelled(codings=[{"start": 0, "end": 99, "theme": "ch_budget"}]), "outside the text"),
        (labelled(codings=[{"start": 0, "end": 3}]), "no `theme`"),
        (labelled(sentences=[[5, 2]]), "a sentence lies outside"),
        (labelled(entities=[{"start": -1, "end": 2, "label": "ORG"}]), "outside the text"),
    ],
)
def test_codings_are_checked(line: bytes, problem: str) -> None:
    with pytest.raises(BrokenLineError, match=problem):
        read_labelled([line])
