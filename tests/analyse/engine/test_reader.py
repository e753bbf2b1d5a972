"""The one door: shapes, offsets, reasons, the same text twice."""

import json
from typing import Any

import pytest

from casefinder.analyse.engine.reader import Reader
from casefinder.analyse.engine.training import Training

TEXT = (
    "𠮷野町では職員からの反発が強く、ﾀﾌﾞﾚｯﾄは半年使われませんでした。\r\n"
    "・情報担当は1名のみで、Excelに詳しい職員もいない。\r\n・議会からの反発は無し"
)
DOCUMENT = {
    "id": "x1",
    "answers": [
        {"question": "F3", "text": TEXT, "codings": "never read"},
        {"question": "effects", "text": "決裁日数は平均4.2日から1.1日に短縮した。"},
        {"question": "zzz", "text": ""},
    ],
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    """A reader of a fifth of the exemplars: quick, and good enough to show its ways."""
    return Reader(Training(Training.exemplars_only().examples[::5]))


def spans(answer: Any) -> list[tuple[int, int]]:
    rows = [*answer["suggestions"], *answer["entities"], *answer["figures"]]
    return [(row["start"], row["end"]) for row in rows] + [
        tuple(span) for phrase in answer["keyphrases"] for span in phrase["spans"]
    ]


def test_the_answer_has_the_agreed_shape(reader: Reader) -> None:
    read = json.loads(json.dumps(reader.read(DOCUMENT)))

    assert set(read) == {"id", "answers"}
    assert [answer["question"] for answer in read["answers"]] == ["F3", "effects", "zzz"]
    for answer in read["answers"]:
        assert set(answer) == {"question", "suggestions", "entities", "figures", "keyphrases"}
    row = read["answers"][0]["suggestions"][0]
    assert set(row) == {"start", "end", "theme", "score", "ticked", "reasons"}
    assert set(read["answers"][1]["figures"][0]) == {
        "start", "end", "text", "metric", "value", "unit", "before", "after", "direction", "period", "status",
        "certainty",
    }  # fmt: skip


def test_every_sentence_has_its_best_three_and_each_theme_once(reader: Reader) -> None:
    rows = reader.read(DOCUMENT)["answers"][0]["suggestions"]
    pairs = [(row["start"], row["end"], row["theme"]) for row in rows]

    assert len(pairs) == len(set(pairs))
    for start, end in {(row["start"], row["end"]) for row in rows}:
        assert sum(pair[:2] == (start, end) for pair in pairs) >= 3


def test_scores_and_ticks_agree_with_the_threshold(reader: Reader) -> None:
    for answer in reader.read(DOCUMENT)["answers"]:
        for row in answer["suggestions"]:
            assert 0 <= row["score"] <= 1
            if abs(row["score"] - reader.threshold) > 0.0001:
                assert row["ticked"] == (row["score"] > reader.threshold)


def test_places_are_code_points_of_the_text_as_given(reader: Reader) -> None:
    for given, answer in zip(DOCUMENT["answers"], reader.read(DOCUMENT)["answers"], strict=True):
        text = given["text"]  # type: ignore[index]
        assert all(0 <= start < end <= len(text) for start, end in spans(answer))
        for row in [*answer["entities"], *answer["figures"]]:
            assert text[row["start"] : row["end"]] == row["text"]  # type: ignore[index]
    tech = [row["text"] for row in reader.read(DOCUMENT)["answers"][0]["entities"] if row["label"] == "TECH"]
    assert tech == ["ﾀﾌﾞﾚｯﾄ", "Excel"]


def test_every_suggestion_has_reasons_of_known_kinds(reader: Reader) -> None:
    for answer in reader.read(DOCUMENT)["answers"]:
        for row in answer["suggestions"]:
            assert row["reasons"]
            assert {reason["kind"] for reason in row["reasons"]} <= {"cue", "similar", "question", "words"}
            assert all(reason["text"] for reason in row["reasons"])


def test_a_cue_is_a_reason_only_when_it_is_not_denied(reader: Reader) -> None:
    def cues(text: str) -> list[str]:
        answer = reader.read({"id": "a", "answers": [{"question": "F3", "text": text}]})["answers"][0]
        return [
            reason["text"]
            for row in answer["suggestions"]
            for reason in row["reasons"]
            if reason["kind"] == "cue"
        ]

    assert "反発" in cues("職員からの反発が強かった。")
    assert "反発" not in cues("職員からの反発はなかった。")


def test_words_given_as_reasons_stand_in_the_sentence(reader: Reader) -> None:
    for row in reader.read(DOCUMENT)["answers"][1]["suggestions"]:
        for reason in row["reasons"]:
            if reason["kind"] == "words" and not reason["text"].startswith("（"):
                assert all(
                    word in "決裁日数は平均4.2日から1.1日に短縮した。" for word in reason["text"].split("・")
                )


def test_an_unknown_question_is_no_reason(reader: Reader) -> None:
    answer = reader.read({"id": "a", "answers": [{"question": "zzz", "text": "経費が年30万円減った。"}]})[
        "answers"
    ][0]

    assert all(reason["kind"] != "question" for row in answer["suggestions"] for reason in row["reasons"])


def test_an_item_key_counts_like_its_gold_name(reader: Reader) -> None:
    text = "予算の確保に苦労した。"
    by_name = reader.read({"id": "a", "answers": [{"question": "challenges", "text": text}]})["answers"][0]
    by_key = reader.read({"id": "a", "answers": [{"question": "F3", "text": text}]})["answers"][0]

    assert by_name["suggestions"] == by_key["suggestions"]


def test_an_effect_figure_is_an_effect_entity(reader: Reader) -> None:
    answer = reader.read(DOCUMENT)["answers"][1]

    effects = [(row["start"], row["end"]) for row in answer["entities"] if row["label"] == "EFFECT"]
    assert effects == [(row["start"], row["end"]) for row in answer["figures"]]
    assert answer["figures"][0]["before"] == 4.2


def test_the_same_text_gives_the_same_findings(reader: Reader) -> None:
    again = Reader(Training(Training.exemplars_only().examples[::5]))

    assert reader.read(DOCUMENT) == reader.read(DOCUMENT) == again.read(DOCUMENT)


def test_neighbours_do_not_change_an_answer(reader: Reader) -> None:
    alone = {"id": "y", "answers": [DOCUMENT["answers"][1]]}  # type: ignore[index]

    assert reader.read(alone)["answers"][0] == reader.read(DOCUMENT)["answers"][1]


@pytest.mark.parametrize(
    "text", ["", "\0", "。", "？！", "👨‍👩‍👧", "1" * 3000, "ｱﾌﾟﾘ" * 1000, "「" * 2000, "\n" * 50]
)
def test_strange_texts_are_read(reader: Reader, text: str) -> None:
    (answer,) = reader.read({"id": "a", "answers": [{"question": "F3", "text": text}]})["answers"]

    assert all(0 <= start < end <= len(text) for start, end in spans(answer))
