"""What stands in an answer without being said: the question copied into it, headings, quoted lines, 「特になし」."""

import re
from collections.abc import Collection, Iterator

from casefinder.folding import fold

Span = tuple[int, int]

MIN_QUOTED_CHARS = 8
"""A line this long (folded) that stands in the question's own words was copied from there."""
MAX_HEADING_CHARS = 24
_HEAD_MARKS = "■□◆◇▼▽▲△★☆●◎〇#＃"
_STOPS = "。！？!?｡」』"
_BRACKETED = re.compile(r"[ \t\u3000]*【[^】\n]*】[ \t\u3000]*")
_QUOTED = re.compile(r"[ \t\u3000]*[>＞≫»|｜]")
_ASKING = re.compile(
    r"[ \t\u3000]*[（(]?(?:問|設問|質問|Q|Ｑ)[ \t\u3000]*(?:[0-9０-９\-－]{1,4}[）)]?[.．:：、 \t\u3000]|[.．:：])"
)
_BIDS = re.compile(r"(?:ください|下さい|ますか|ですか|でしょうか)[。？?]?$")
_SEPARATORS = " \t\u3000:：-－―—・、"
_NOTHING = frozenset(
    fold(words).text
    for words in (
        "なし", "無し", "無", "特になし", "特に無し", "とくになし", "ありません", "特にありません", "特にない", "該当なし", "該当無し",
        "該当しない", "未定", "不明", "わからない", "分からない", "回答なし", "同上", "同じ", "上記のとおり", "上記の通り", "上に同じ", "省略",
        "途中", "検討中", "別紙のとおり", "別添のとおり", "なしです",
    )
)  # fmt: skip
_DENIED = re.compile(
    r"向[かきい]て?(?:ない|ません|いない|いません|ず)|向き(?:ではない|とは言えない)|不向き|適さ(?:ない|ません|ず)|不適|難し|むずかし|困難"
    r"|でき(?:ない|ません|ず|かね)|勧め(?:ない|ません|られ)|無理|不可能|避け|(?:ない|ません|なかった|ませんでした)(?:と(?:思|考|言)[^。]*)?[。．]?$"
)


def denies(text: str) -> bool:
    """Say whether a text denies (「…には向かない」「…は難しい」), so that nothing that affirms may be written beside it."""
    return _DENIED.search(text.strip()) is not None


def says_nothing(text: str) -> bool:
    """Say whether a text only says that there is nothing to say, or holds no letter at all."""
    folded = fold(text).text.strip()
    return not folded or folded in _NOTHING


def spans_said(text: str, spans: Collection[Span], asked: Collection[str]) -> list[Span]:
    """Return what is left of the sentences of an answer without what only stands around them.

    Args:
        text: The answer as typed.
        spans: Its sentences.
        asked: The words of the question: title, label, help, note, example.
    """
    questions = tuple(filter(None, (fold(each).text.replace("\n", "") for each in asked)))
    return [
        piece for start, end in spans for piece in _pieces(text, start, end, questions)
        if not says_nothing(text[slice(*piece)])
    ]  # fmt: skip


def _pieces(text: str, start: int, end: int, questions: tuple[str, ...]) -> Iterator[Span]:
    """Yield the runs of lines between lines that are a question, a heading or quoted."""
    run: Span | None = None
    for at, to in _lines(text, start, end):
        said = _without_head(text, at, to, questions)
        if said is None:
            if run:
                yield run
            run = None
        else:
            run = (run[0] if run else said, to)
    if run:
        yield run


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for line in text[start:end].splitlines(keepends=True):
        body = line.strip()
        if body:
            first = at + len(line) - len(line.lstrip())
            yield first, first + len(body)
        at += len(line)


def _without_head(text: str, start: int, end: int, questions: tuple[str, ...]) -> int | None:
    """Return where a line begins to say something, None when it never does."""
    if _QUOTED.match(text, start, end):
        return None
    at = _behind_question(text, _behind_brackets(text, start, end), end, questions)
    line = text[at:end]
    if not line or _is_asked(line, questions) or _is_heading(line):
        return None
    return at


def _behind_brackets(text: str, start: int, end: int) -> int:
    while found := _BRACKETED.match(text, start, end):
        start = found.end()
    return start


def _behind_question(text: str, start: int, end: int, questions: tuple[str, ...]) -> int:
    """Return the place behind 「いちばん苦労した点：」 at the beginning of a line."""
    for at in range(start + 2, min(end, start + 3 * MAX_HEADING_CHARS)):
        if text[at] in ":：" and fold(text[start:at]).text.strip(_HEAD_MARKS) in questions:
            return at + 1 + len(text[at + 1 : end]) - len(text[at + 1 : end].lstrip(_SEPARATORS))
    return start


def _is_asked(line: str, questions: tuple[str, ...]) -> bool:
    folded = fold(line).text
    if _ASKING.match(line) and line[-1:] != "。":
        return True
    if _BIDS.search(line) and any(folded.startswith(asked) for asked in questions):
        return True
    return any(
        folded == asked
        or (len(folded) >= MIN_QUOTED_CHARS and folded in asked)
        or (
            len(asked) >= MIN_QUOTED_CHARS and asked in folded and len(folded) < len(asked) + MIN_QUOTED_CHARS
        )
        for asked in questions
    )


def _is_heading(line: str) -> bool:
    body = line.strip()
    if body[-1:] in ":：" and len(body) <= MAX_HEADING_CHARS:
        return True
    return body[0] in _HEAD_MARKS and body[-1] not in _STOPS and len(body) <= 2 * MAX_HEADING_CHARS
