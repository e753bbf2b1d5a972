"""Sentences are cut without changing a character."""

import pytest

from casefinder.analyse.engine.sentences import split_sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一つ目。二つ目。", ["一つ目。", "二つ目。"]),
        ("できた！本当に？はい。", ["できた！", "本当に？", "はい。"]),
        ("「やめよう。無理だ。」と言われた。", ["「やめよう。無理だ。」と言われた。"]),
        ("用紙を「今どう？」「本当は？」の二つにした。", ["用紙を「今どう？」「本当は？」の二つにした。"]),
        ("（人口は無関係です。）", ["（人口は無関係です。）"]),
        ("終わりがない", ["終わりがない"]),
        ("、。。。次", ["、。。。", "次"]),
        ("", []),
        (" \n\u3000\n", []),
    ],
)
def test_full_stops_end_a_sentence_but_not_inside_quotations(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本当にできるのか？と聞かれた。次。", ["本当にできるのか？と聞かれた。", "次。"]),
        ("やるぞ！と声をかけた。", ["やるぞ！と声をかけた。"]),
        ("間に合うの？？と言う人もいた。", ["間に合うの？？と言う人もいた。"]),
        ("できるか？とにかく始めた。", ["できるか？", "とにかく始めた。"]),
        ("①人手が足りない②財源がない③技術がない", ["①人手が足りない", "②財源がない", "③技術がない"]),
        ("課題は、❶窓口が混む ❷職員が疲れる", ["課題は、❶窓口が混む", "❷職員が疲れる"]),
        ("様式②を使った。", ["様式②を使った。"]),
    ],
)
def test_what_is_asked_within_a_sentence_and_points_in_one_line(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_list_items_are_sentences_of_their_own() -> None:
    assert cut("・研修の予定なし\n・説明会は回覧のみ\n①次年度に検討") == [
        "・研修の予定なし",
        "・説明会は回覧のみ",
        "①次年度に検討",
    ]


def test_a_line_wrapped_by_hand_runs_on() -> None:
    text = "運転手の平均年齢は六十三歳、募集をかけても\n応募ゼロの年が二年続いた。"

    assert cut(text) == [text]


def test_a_short_line_is_a_heading() -> None:
    assert cut("導入の経緯\n役場が始めた。") == ["導入の経緯", "役場が始めた。"]


def test_carriage_returns_end_lines_too() -> None:
    assert cut("一つ目。\r\n・二つ目\r\n・三つ目。") == ["一つ目。", "・二つ目", "・三つ目。"]


def test_a_question_to_oneself_is_not_a_sentence() -> None:
    assert cut("体制？そんなものは無いです。") == ["体制？そんなものは無いです。"]


def test_an_unclosed_quotation_does_not_swallow_the_rest() -> None:
    assert cut("「始めよう。次の年に広げた。") == ["「始めよう。", "次の年に広げた。"]


def test_characters_outside_the_basic_plane_count_as_one() -> None:
    text = "𠮷野さんが来た。𠮷田さんも来た。"

    assert split_sentences(text) == [(0, 8), (8, 16)]


@pytest.mark.parametrize("mark", ["「", "（", "。", "\n", "・"])
def test_many_marks_in_a_row_are_read_in_no_time(mark: str) -> None:
    spans = split_sentences(mark * 3000)

    assert all(0 <= start < end <= 3000 for start, end in spans)
