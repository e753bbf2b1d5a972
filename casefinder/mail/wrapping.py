"""Lines of a plain-text mail: broken where a phrase ends, so that no word is cut in two."""

import re
import unicodedata
from functools import cache

import budoux

LINE_CHARS = 35  # full-width characters a line in a plain-text mail
LOOK_BACK = 4  # so many characters may be left free at the end of a line to end it with a mark
# What belongs together whatever the phrases say: a run of ASCII (an address, a number, an English word) is one piece.
ASCII_RUN = re.compile(r"[!-~]+|[^!-~]+")
NEVER_FIRST = "、，。．）」』！？ーっゃゅょッャュョ々"


def wrapped(text: str, *, indent: str = "") -> str:
    """Return a text broken into lines that a plain-text mail shows whole; words in ASCII are not cut."""
    lines = [line for part in text.splitlines() for line in _lines(part) or [""]]
    return "\n".join(indent + line if line else "" for line in lines)


def _lines(text: str) -> list[str]:
    lines: list[list[str]] = [[]]
    for phrase in _phrases(text):
        if lines[-1] and _width("".join(lines[-1]) + phrase.rstrip()) > LINE_CHARS:
            place = _good_break(lines[-1])
            lines[-1:] = [lines[-1][:place], lines[-1][place:]]
        lines[-1].append(phrase)
    return ["".join(line).rstrip(" ") for line in lines if line]


def _good_break(line: list[str]) -> int:
    """Return before which phrase to break a full line: after a mark close to its end, else at the end."""
    for place in range(len(line) - 1, 0, -1):
        if _width("".join(line[place:])) > LOOK_BACK:
            break
        if line[place - 1][-1] in "、。":
            return place
    return len(line)


def _phrases(text: str) -> list[str]:
    """Return the phrases (文節) of a text; one longer than a line is cut, but for an address."""
    joined: list[str] = []
    for phrase in _parser().parse(text):
        if joined and _goes_on(joined[-1], phrase):
            joined[-1] += phrase
        else:
            joined.append(phrase)
    return [piece for phrase in joined for piece in _cut(phrase)]


def _goes_on(before: str, after: str) -> bool:
    """Say whether a phrase boundary fell into a run of ASCII."""
    return before[-1] != " " and before[-1].isascii() and after[0] != " " and after[0].isascii()


def _cut(phrase: str) -> list[str]:
    if _width(phrase) <= LINE_CHARS:
        return [phrase]
    pieces = [""]
    for run in ASCII_RUN.findall(phrase):
        for part in [run] if run.isascii() else run:
            if pieces[-1] and _width(pieces[-1] + part) > LINE_CHARS and part not in NEVER_FIRST:
                pieces.append("")
            pieces[-1] += part
    return pieces


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


@cache
def _parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()
