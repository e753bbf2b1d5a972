"""Cutting an answer into sentences without changing a character of it."""

import re

Span = tuple[int, int]

_TERMINATORS = "。！？!?｡"
_OPENERS = dict(zip("「『（(【〔［[｢", "」』）)】〕］]｣", strict=True))
_CLOSERS = set(_OPENERS.values())
_BULLET = re.compile(
    r"[ \t\u3000]*(?:[>＞・･●○■□◆◇▪◦※→⇒►▶＊*\-－–—【〔(（]|[①-⑳㉑-㉟❶-❿]|第?[0-9０-９]{1,2}[.．)）、:：]"
    r"|[a-zA-Zａ-ｚＡ-Ｚｱ-ﾝア-ン][.．)）])"
)
_URL = re.compile(r"(?:https?://|www\.)[!-~]*[!-~](?<![.,!?;:)\]>])")
_LINE_ENDS = str.maketrans(
    dict.fromkeys("\v\f\x85\u2028\u2029", "\n")
)  # spreadsheets and word processors write them
_STOP = re.compile(r"(?<=[ぁ-んァ-ヶ一-龠々ー])[．.](?![0-9０-９A-Za-z．.])")
_GOES_ON = re.compile(r"[、，をにはがへでともの]$")
_ASKED = re.compile(r"[？?！!]+と(?:聞|訊|尋|問|言|い|思|書|話|答|の|感|悩|考|声|か)")
_FURTHER_POINTS = "②③④⑤⑥⑦⑧⑨⑩❷❸❹❺❻❼❽❾❿"
_RULED = re.compile(r"[-－―=＝~〜～*＊]{2,}[^。]{0,24}?[-－―=＝~〜～*＊]{2,}")  # --- 経過 ---
_LABEL_LENGTH = 3
"""「体制？」 and the like are the start of a sentence, not one of their own."""
_WRAPPED_LINE = 12
"""A line this long without a full stop may have been broken by hand in the middle of a sentence."""
_QUOTE_REACH = 300


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of an answer as half-open spans in code points.

    A sentence ends after 。 ! ? or at a line break; quotations and brackets are kept together; a line that was
    only wrapped by hand runs on. White space around a sentence belongs to none.
    """
    text = text.translate(_LINE_ENDS)
    spans: list[Span] = []
    start = 0
    for end in _ends(text):
        span = _trimmed(text, start, end)
        if span is not None:
            spans.append(span)
        start = end
    return spans


def _ends(text: str) -> list[int]:
    ends: list[int] = []
    start = position = 0
    while position < len(text):
        character = text[position]
        if character in "\r\n":
            if _line_ends_sentence(text, start, position):
                ends.append(position)
                start = position + 1
            position += 1
        elif character in _OPENERS:
            position = _behind_bracket(text, position)
        elif character in "hw" and (address := _URL.match(text, position)):
            position = address.end()
        elif character in "．." and _STOP.match(text, position):
            position = _behind_terminator(text, position + 1)
            ends.append(position)
            start = position
        elif character in _FURTHER_POINTS and _goes_on_counting(text, position):
            ends.append(position)
            start = position
            position += 1
        elif _ASKED.match(text, position):
            position += 1
        elif character in _TERMINATORS:
            position = _behind_terminator(text, position)
            if not _is_label(text, start, position):
                ends.append(position)
                start = position
        else:
            position += 1
    ends.append(len(text))
    return ends


def _goes_on_counting(text: str, position: int) -> bool:
    """Tell whether the point before stands on the same line: ② behind ①."""
    line = text.rfind("\n", 0, position) + 1
    return chr(ord(text[position]) - 1) in text[line:position]


def _behind_bracket(text: str, opening: int) -> int:
    """Return the place after the bracket's partner, or just after the bracket when it has none nearby."""
    waiting = [_OPENERS[text[opening]]]
    for position in range(opening + 1, min(len(text), opening + _QUOTE_REACH)):
        character = text[position]
        if character == waiting[-1]:
            waiting.pop()
            if not waiting:
                return position + 1
        elif character in _OPENERS:
            waiting.append(_OPENERS[character])
        elif character in "\r\n" and not _runs_on(text, position):
            break
    return opening + 1


def _runs_on(text: str, line_end: int) -> bool:
    return text[line_end - 1] not in _TERMINATORS and _BULLET.match(text, _next_line(text, line_end)) is None


def _behind_terminator(text: str, position: int) -> int:
    while position < len(text) and text[position] in _TERMINATORS:
        position += 1
    while position < len(text) and text[position] in _CLOSERS:
        position += 1
    return position


def _is_label(text: str, start: int, end: int) -> bool:
    """Tell whether the piece is a short question to oneself that the rest of the line answers."""
    piece = text[start:end].strip()
    rest_of_line = text[end : end + 1].strip()
    return piece[-1:] in "？?" and len(piece) <= _LABEL_LENGTH and bool(rest_of_line)


def _next_line(text: str, line_end: int) -> int:
    while line_end < len(text) and text[line_end] in "\r\n":
        line_end += 1
    return line_end


def _line_ends_sentence(text: str, start: int, line_end: int) -> bool:
    """Tell whether a line break ends the sentence; false when the line was only wrapped by hand."""
    line = text[start:line_end].rstrip()
    following = _next_line(text, line_end)
    if line.lstrip()[:1] in (">", "≫", "»") or _RULED.fullmatch(line.strip()):
        return True
    if following >= len(text) or text.count("\n", line_end, following) > 1:
        return True
    if _GOES_ON.search(line) and not _BULLET.match(text, following):
        return False
    if len(line) < _WRAPPED_LINE or line[-1] in _CLOSERS or line[-1] in ":：" + _TERMINATORS:
        return True
    if _BULLET.match(text, following):
        return True
    stop = text.find("\n", following)
    next_line = text[following : stop if stop >= 0 else len(text)]
    return not any(mark in next_line for mark in _TERMINATORS)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
