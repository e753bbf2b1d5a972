"""What of an answer is said, and what only stands around it."""

import pytest

from casefinder.analyse.engine.sentences import split_sentences
from casefinder.edit.drafts.scaffold import denies, says_nothing, spans_said

ASKED = ("いちばん苦労した点", "F3いちばん苦労した点", "誰が、どの場面で、何に困ったかを、そのときの言葉で。")


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in spans_said(text, split_sentences(text), ASKED)]


@pytest.mark.parametrize(
    "text",
    [
        "【いちばん苦労した点】",
        "【背景】【課題】",
        "■いちばん苦労した点",
        "■ 背景と課題",
        "◆取組の経緯",
        "いちばん苦労した点",
        "F3 いちばん苦労した点",
        "いちばん苦労した点：",
        "課題について：",
        "問3 どこで苦労したか",
        "Ｑ．何に困りましたか？",
        "> 前の担当が書いた行です",
        "誰が、どの場面で、何に困ったか",
        "誰が、どの場面で、何に困ったかを、そのときの言葉で。",
        "特になし",
        "特にありません。",
        "－",
        "…",
    ],
)
def test_the_question_a_heading_and_nothing_are_not_said(text: str) -> None:
    assert said(text) == []
    assert said(f"{text}\n様式が課ごとに違った。") == ["様式が課ごとに違った。"]


@pytest.mark.parametrize(
    "text",
    [
        "様式が課ごとに違った。",
        "・様式が課ごとに違った",
        "■様式が課ごとに違った。",
        "苦労した点は多い。",
        "窓口の3人が「仕事が増える」と反対した。",
        "1. 様式を一つにした",
    ],
)
def test_what_people_say_is_kept_as_it_stands(text: str) -> None:
    assert said(text) == [text]


def test_a_heading_before_a_sentence_is_left_out_and_the_sentence_kept() -> None:
    assert said("【背景】【課題】窓口が混んだ。【対応】様式を減らした。") == [
        "窓口が混んだ。",
        "様式を減らした。",
    ]
    assert said("いちばん苦労した点：担当が替わった。") == ["担当が替わった。"]


def test_a_heading_inside_wrapped_lines_parts_them() -> None:
    text = (
        "いちばん苦労した点について書いてください\n担当が年度末に替わり、引継ぎの書類を\n一から作り直した。"
    )

    assert said(text.replace("について書いてください", "")) == [
        "担当が年度末に替わり、引継ぎの書類を\n一から作り直した。"
    ]
    assert said(text) == ["担当が年度末に替わり、引継ぎの書類を\n一から作り直した。"]


@pytest.mark.parametrize(
    "text",
    [
        "人口1万人を超える市には向かない。",
        "山間の集落には向いていません。",
        "小さな町には難しい。",
        "離島には適さない。",
        "専任の職員を置けない。",
        "すぐにまねることはできない",
        "お勧めしません",
        "費用は安くない。",
        "不向きと思う",
    ],
)
def test_a_denial_is_heard(text: str) -> None:
    assert denies(text)


@pytest.mark.parametrize(
    "text", ["窓口が一つの階にある町に向く。", "転入の手続一つから", "5社以内で始められる。"]
)
def test_what_affirms_is_no_denial(text: str) -> None:
    assert not denies(text)


def test_only_nothing_says_nothing() -> None:
    assert says_nothing("　特になし。")
    assert not says_nothing("特に困ったのは様式だった。")
