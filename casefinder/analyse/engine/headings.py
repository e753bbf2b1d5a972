"""Lines of an answer that only name what the lines below speak of: 【背景】, ■経緯, 1．職員の理解. They say nothing themselves."""

import re

MAX_HEADING_CHARS = 24
HEAD_MARKS = "■□◆◇▼▽▲△★☆●◎〇※#＃"
_STOPS = "。！？!?｡」』"
_BRACKETS = r"(?:【[^】\n]*】|(?:[＜<〈《≪〔［\[][^＞>〉》≫〕］\]\n。]{2,24}[＞>〉》≫〕］\]])(?![をはがのにでともへや、。]))"
BRACKETED = re.compile(rf"[ \t\u3000]*{_BRACKETS}[ \t\u3000]*")
_BRACKETED_ALONE = re.compile(rf"(?:[ \t\u3000]*{_BRACKETS})+[ \t\u3000]*")
NUMBERED = re.compile(
    r"(?:[(（]?(?:[0-9０-９]{1,2}|[ア-コa-eA-E]|[Ⅰ-Ⅻⅰ-ⅻ]|[ivxIVX]{1,4})[)）.．、 \u3000]"
    r"|[(（][一二三四五六七八九十]{1,2}[)）]|[一二三四五六七八九十]{1,2}[.．、 \u3000]|第[0-9０-９一二三四五六七八九十]{1,2}[ \u3000]"
    r"|[0-9０-９]{1,2}(?:[-－.．][0-9０-９]{1,2}){1,2}[ \u3000]|[QＱ問][0-9０-９]{1,2}[.．:： \u3000]|[①-⒇❶-❿㈠-㈩])[ \t\u3000]*"
)
_DECORATED = re.compile(r"(?P<mark>[*＊=＝\-－―~〜～_]{1,5})\s*[^。]{1,24}?\s*(?P=mark)")
_TOPIC = re.compile(
    r"(?:について|に関して|に関すること|点|理由|方法|背景|経緯|課題|内容|概要|効果|結果|きっかけ|体制|工夫|対応|対策|今後の予定|展望)$"
)
_NOMINAL = re.compile(r"[一-鿿々ァ-ヶー]$")
_POINT = re.compile(r"[ \t\u3000]*[・･•●○◦▪\-－*]")
_QUOTED = re.compile(r"[ \t\u3000]*[>≫»|｜]|[ \t\u3000]*＞[^＜]*$")
_COUNT = re.compile(r"[0-9０-９]")


def is_idle(text: str, start: int, end: int) -> bool:
    """Say whether a sentence of an answer is a heading, or quoted from a mail, so that it tells of no theme.

    Args:
        text: The whole answer.
        start: Where the sentence begins.
        end: Where it ends.
    """
    line = text[start:end]
    if "\n" in line or _QUOTED.match(line):
        return "\n" not in line
    return (
        _BRACKETED_ALONE.fullmatch(line) is not None
        or is_marked(line)
        or names_what_follows(text, start, end)
        or not any(letter.isalnum() for letter in line)
    )


def is_marked(line: str) -> bool:
    """Say whether a line shows that it is a heading: 「■経緯」, 「効果：」."""
    body = line.strip()
    if body[-1:] in ":：" and len(body) <= MAX_HEADING_CHARS:
        return True
    if _DECORATED.fullmatch(body):
        return True
    if body[:2] == body[:1] * 2 and body[0] != "#":
        return False  # 〇〇町: the name is left out
    return body[0] in HEAD_MARKS and body[-1] not in _STOPS and len(body) <= 2 * MAX_HEADING_CHARS


def names_what_follows(text: str, start: int, end: int) -> bool:
    """Say whether a line names what the sentence on the next line speaks of: 「1．職員の理解」, 「導入の効果」."""
    numbered = NUMBERED.match(text, start, end)
    body = body_above(text, start, end)
    return body is not None and (_TOPIC.search(body) is not None or bool(numbered and _NOMINAL.search(body)))


def body_above(text: str, start: int, end: int) -> str | None:
    """Return the words of a short line above a sentence, without its number; None when it is a point like the next line."""
    numbered = NUMBERED.match(text, start, end)
    body = text[numbered.end() if numbered else start : end].strip()
    below = next(filter(None, (line.strip() for line in text[end:].splitlines())), "")
    if not body or len(body) > MAX_HEADING_CHARS or not any(stop in below for stop in "。．！？"):
        return None
    if body[-1] in _STOPS or (not numbered and _POINT.match(body)):
        return None
    further = NUMBERED.match(below)
    is_beside = further is not None and (numbered is None or _style(further[0]) == _style(numbered[0]))
    return None if is_beside or (_POINT.match(below) and numbered is None) else body


def _style(mark: str) -> str:
    return _COUNT.sub("0", mark.strip()) if mark.strip()[:1] not in "①②③④⑤⑥⑦⑧⑨⑩" else "①"
