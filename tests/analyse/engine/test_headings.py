"""What only names the lines below, or is quoted, tells of no theme."""

import pytest

from casefinder.analyse.engine.headings import is_idle
from casefinder.analyse.engine.reader import Reader
from casefinder.analyse.engine.sentences import split_sentences
from casefinder.analyse.engine.training import Training

BELOW = "全窓口職員を対象に調査を実施した。"


def idle(text: str) -> list[bool]:
    return [is_idle(text, start, end) for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        f"1．職員の理解\n{BELOW}", f"1．職員の理解\n(1){BELOW}", f"（２）庁内の合意形成\n・{BELOW}", f"①　財源\n{BELOW}", f"ア　担い手の不足\n{BELOW}",
        f"■反発した職員\n{BELOW}", f"【財源の不足】\n{BELOW}", f"＜人手不足＞\n{BELOW}", f"〔職員の反発〕\n{BELOW}", f"[予算] \n{BELOW}", f"≪首長の後押し≫\n{BELOW}",
        f"職員の反発について\n{BELOW}", f"人手不足の背景\n{BELOW}", f"職員の反発：\n{BELOW}", f"※職員の反発\n{BELOW}", f"------\n{BELOW}", f"> 職員の反発が強かった\n{BELOW}",
        f"Ⅰ　職員の反発\n{BELOW}", f"ⅱ. 人手不足\n{BELOW}", f"（一）人手不足\n{BELOW}", f"第1　職員の反発\n{BELOW}", f"1-1 人手不足\n{BELOW}", f"1.2.3 人手不足\n{BELOW}",
        f"⑴人手不足\n{BELOW}", f"㈠人手不足\n{BELOW}", f"Q1. 人手不足\n{BELOW}", f"**人手不足**\n{BELOW}", f"＝職員の反発＝\n{BELOW}", f"--- 人手不足 ---\n{BELOW}", f"〜人手不足〜\n{BELOW}",
        f"職員の反発について\u2028{BELOW}", f"◆人手不足\v{BELOW}",
    ],
)  # fmt: skip
def test_a_heading_or_a_quoted_line_is_idle(text: str) -> None:
    assert idle(text) == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        "①人手が足りない\n②財源がない。", "・職員の反発\n・人手不足。", "1．職員の反発\n2．人手が足りない。", "職員の反発", "1．人手不足", "■職員が反発した。",
        "〇〇町が始めた", "□□課の職員が反発", "1.5倍に増えた。", "-5度でも動く。", "一人で始めた\n人手が足りない。", "第1回の会議\n第2回の会議で決めた。",
        "〈かがみ〉を全課で使った。", "【通学】バス路線の縮小で通えなくなった。", "職員が反発した\n人手も足りない。", "1. 様式を一つにした\n窓口が早くなった。",
    ],
)  # fmt: skip
def test_what_people_say_is_not_idle(text: str) -> None:
    assert not any(idle(text))


@pytest.mark.slow
def test_a_heading_gets_no_theme() -> None:
    reader = Reader(Training(Training.exemplars_only().examples[::5]))
    text = f"1．職員の反発\n{BELOW}"

    rows = reader.read({"id": "x", "answers": [{"question": "challenges", "text": text}]})["answers"][0]

    assert {row["start"] for row in rows["suggestions"]} == {text.index(BELOW)}
