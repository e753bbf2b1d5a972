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
        "＜苦労した点＞",
        "<いちばん苦労した点>",
        "〈背景〉",
        "［課題と対応］",
        "[きっかけ]",
        "≪取組の経緯≫",
        "《効果》",
        "〔背景〕",
        "※苦労した点",
        "F3．いちばん苦労した点：",
        "「いちばん苦労した点」について回答します。",
        "いつもお世話になっております。",
        "お世話になります。",
        "以下のとおりです。",
        "下記のとおり回答いたします。",
        "よろしくお願いいたします。",
        "以上です。",
        "以上、よろしくお願いします。",
        "総務課の山田と申します。",
        "-----Original Message-----",
        "----- 元のメッセージ -----",
        "From: 県庁 <a@example.jp>",
        "差出人: 県庁",
        "宛先：町",
        "件名: 調査について",
        "2026年1月5日(月) 10:00 県庁 <a@example.jp>:",
        "On Mon, 5 Jan 2026 at 10:00, Kencho <a@example.jp> wrote:",
        "特に無いです",
        "とくにございません。",
        "該当事項なし",
        "N/A",
        "ないです",
        "今のところ特にありません",
        "現時点では該当なしです。",
        "回答は控えます",
        "お答えできません",
        "非公表",
        "F2と同じ",
        "F2に記載のとおりです",
        "前問のとおり",
        "上記参照",
        "別添資料参照",
        "（空欄）",
        "未記入",
        "特記事項なし",
        "追って回答します",
        "現在、確認中です。",
        "調査中",
        "特段ありません",
        "わかりません",
        "１．なし",
        "資料をご覧ください",
        "特になし（令和6年度時点）",
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
        "〈みなもポータル〉を全課で使った。",
        "《かがみ》は町の広報紙です。",
        "1. 様式を一つにした\n2. 窓口を減らした",
        "非公表の様式が多かった。",
        "わかりませんと言う職員が半数でした。",
        "件名のない文書が月に40件ありました。",
        "以上の3点です。",
    ],
)
def test_what_people_say_is_kept_as_it_stands(text: str) -> None:
    assert said(text) == text.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "① 苦労した点",
        "１．取組の背景",
        "(2) 導入の経緯",
        "ア\u3000課題",
        "1．取組を始めるうえでいちばん苦労した点",
        "苦労した点について",
        "導入の効果",
    ],
)
def test_what_names_a_topic_is_a_heading_where_a_sentence_follows(text: str) -> None:
    assert said(f"{text}\n様式が課ごとに違った。") == ["様式が課ごとに違った。"]
    assert said(text) == [text]


def test_the_end_of_a_wrapped_sentence_says_something() -> None:
    text = "専任で担当している職員は一人も\nありません。"

    assert said(text) == [text]


def test_a_point_of_a_list_is_no_heading_because_a_sentence_follows() -> None:
    text = "1. 様式を一つにした\n窓口が早くなりました。"

    assert said(text) == text.split("\n")


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
        "大きな市ならまねしないほうがよい。",
        "一人しかいない課はやめた方がいい",
        "小さな町にはハードルが高い。",
        "小規模な自治体だと厳しい",
        "離島では不可",
    ],
)
def test_a_denial_is_heard(text: str) -> None:
    assert denies(text)


@pytest.mark.parametrize(
    "text",
    [
        "窓口が一つの階にある町に向く。",
        "転入の手続一つから",
        "5社以内で始められる。",
        "不可欠なのは一枚の紙だけ",
    ],
)
def test_what_affirms_is_no_denial(text: str) -> None:
    assert not denies(text)


def test_only_nothing_says_nothing() -> None:
    assert says_nothing("　特になし。")
    assert not says_nothing("特に困ったのは様式だった。")
