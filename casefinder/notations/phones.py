"""Telephone numbers as they stand on letters: with （代表）, (0154)00-0000, 内線, TEL."""

import re

from casefinder.errors import N_
from casefinder.notations.plain import has_plain_digits, one_dash, plain
from casefinder.notations.unclear import Unclear

NOT_A_NUMBER = N_("Please write the telephone number with its area code, like 011-000-0000.")
NO_AREA = N_("The area code is missing. Please write the number from its 0 on, like 011-000-0000.")
WRONG_LENGTH = N_("This number has %(digits)s digits. Please look at it again.")
TWO_NUMBERS = N_("These are two telephone numbers. Please write one of them.")
A_FAX = N_("This is a fax number. Please write the telephone number.")
MAX_CHARS = 80
_LABEL = re.compile(
    r"^(?:TEL|電話(?:番号)?|[☎☏℡📞📱]|携帯(?:電話)?|phone(?: ?number)?)[:.。]?", re.IGNORECASE
)
_BRACKETS = str.maketrans("〔【[{〈〕】]}〉", "(((((" + ")))))")
_NUMBER = re.compile(
    r"(?:\+[0-9]{1,3}-?(?:\([0-9]{1,4}\)-?)?|\(?[0-9]{2,5}\)-?)?"
    r"[0-9]{1,11}(?:[-.]?\([0-9]{1,4}\)[-.]?[0-9]{2,4}|(?:[-.][0-9]{1,5}){0,4})"
)
_NOTE = re.compile(
    r"[(,、・]*(?:(?:内線|内|ext\.?|x)[):.番]*(?P<inner>[0-9]{1,6}(?:[-~〜・,、/][0-9]{1,6})*)"
    r"|(?P<word>代表|直通|携帯|代|直)(?=$|[()・,、0-9x]|内|ext))[)・,、]*"
    r"|(?:[(・]|(?<=・))(?P<free>[^()・,、0-9]{1,20})(?=[)・])[)・]*",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"[(]?(代表|直通|代|直)(?:電話|番号)?[):.。]? ?")
_WORDS = {"代": "代表", "直": "直通"}
_FAX = re.compile(r"fax|ファクス|ファックス", re.IGNORECASE)
_ELEVEN = re.compile(r"0[5-9]0|020|0800")  # mobile, IP and toll-free numbers have eleven digits


def read_phone(text: str) -> str | Unclear:
    """Return a telephone number with dashes as written and what belongs to it: 011-000-0000（代表・内線21）."""
    if len(text) > MAX_CHARS or not has_plain_digits(text.replace("℡", "")):
        return Unclear(NOT_A_NUMBER)
    told = one_dash(plain(text)).translate(_BRACKETS)
    if _FAX.match(told):
        return Unclear(A_FAX)
    told = _LABEL.sub("", told, count=1).strip()
    if before := _WORD_BEFORE.match(told):
        told = f"{told[before.end() :]}({before[1]})"
    told = re.sub(r" ?- ?| (?=[0-9])(?<=[0-9)] )", "-", told).replace(" ", "")
    found = _NUMBER.match(told)
    if found is None:
        return Unclear(NOT_A_NUMBER)
    notes = _notes(told[found.end() :])
    if notes is None:
        return _why_not(told)
    if any(_FAX.fullmatch(note) for note in notes):
        return Unclear(A_FAX)
    number = _tidy(found[0])
    return _fault(number) or (f"{number}（{'・'.join(notes)}）" if notes else number)


def _tidy(number: str) -> str:
    """Return a number with dashes only: (0154)00-0000 is 0154-00-0000, +81-(0)11 is +81-11."""
    dashed = re.sub(r"[().]", "-", number.replace("(0)", "-"))
    return re.sub(r"-+", "-", dashed).strip("-")


def _fault(number: str) -> Unclear | None:
    digits = re.sub(r"[^0-9]", "", number)
    if number.startswith("+"):
        return None if 8 <= len(digits) <= 15 else Unclear(WRONG_LENGTH, {"digits": len(digits)})
    if len(digits) < 9 or (not digits.startswith("0") and len(digits) < 12):
        return Unclear(NO_AREA)
    wanted = 11 if _ELEVEN.match(digits) else 10
    return None if len(digits) == wanted else Unclear(WRONG_LENGTH, {"digits": len(digits)})


def _notes(text: str) -> list[str] | None:
    """Return the notes behind a number; None when something else stands there."""
    notes, at = [], 0
    while at < len(text):
        found = _NOTE.match(text, at)
        if found is None:
            return None
        word = found["word"] or found["free"]
        notes.append(_WORDS.get(word, word) if word else f"内線{found['inner']}")
        at = found.end()
    return notes


def _why_not(told: str) -> Unclear:
    numbers = re.findall(r"[0-9][0-9\-()]{7,}[0-9]", told)
    return Unclear(TWO_NUMBERS if len(numbers) > 1 else NOT_A_NUMBER)
