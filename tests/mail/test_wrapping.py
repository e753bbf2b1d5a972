"""Lines of letters: broken between phrases, never within a word or an address."""

import pytest

from casefinder.mail.wrapping import LINE_CHARS, wrapped

LONG = "https://www.example.pref.jp/dx/cases/2026/a-long-address-that-no-line-of-a-mail-holds-whole"


def test_wrapping_keeps_ascii_words_and_closing_marks_whole() -> None:
    text = "あ" * 34 + "https://example.jp/a/long/address" + "い" * 10 + "。"

    lines = wrapped(text).splitlines()

    assert "".join(lines) == text
    assert "https://example.jp/a/long/address" in lines[1]
    assert all(not line.startswith("。") for line in lines)


def test_lines_break_where_a_phrase_ends_and_paragraphs_stay_apart() -> None:
    text = "回答の画面を試すためのものです。答えた内容は、この見本の中だけに残ります。\n\n二つ目の段落です。"

    assert wrapped(text, indent="　").split("\n") == [
        "　回答の画面を試すためのものです。答えた内容は、この見本の中だけに",
        "　残ります。",
        "",
        "　二つ目の段落です。",
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "長い設問は「口頭で答えたい」を選べます。未確定でも空欄にせず、見込みを書いてください。",
            ["長い設問は「口頭で答えたい」を選べます。未確定でも空欄にせず、", "見込みを書いてください。"],
        ),
        (
            "見本道デジタル推進計画（令和8年3月策定）第4章に基づく照会です。地方自治法の助言です。",
            ["見本道デジタル推進計画（令和8年3月策定）第4章に基づく照会です。", "地方自治法の助言です。"],
        ),
        (
            "令和9年3月に道のサイトで公表します。載せるときは、その前に必ず紙面を確認いただきます。",
            ["令和9年3月に道のサイトで公表します。載せるときは、その前に必ず紙面を", "確認いただきます。"],
        ),
    ],
)
def test_a_line_ends_where_a_reader_would_pause(text: str, lines: list[str]) -> None:
    assert wrapped(text).splitlines() == lines


@pytest.mark.parametrize(
    "text", ["国" * 200, f"詳しくは{LONG}をご覧ください。", "A" * 90, "あ" + "。" * 50, "", "\n\n"]
)
def test_whatever_is_written_comes_out_whole(text: str) -> None:
    lines = wrapped(text).splitlines()

    assert "".join(lines) == text.replace("\n", "")
    assert all(len(line) <= LINE_CHARS or LONG in line or not line.strip("A。あ") for line in lines)
