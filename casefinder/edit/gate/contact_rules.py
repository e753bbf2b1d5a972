"""Telephone numbers and mail addresses in running text, however they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from casefinder.addresses import is_email
from casefinder.edit.gate.reading_rules import Seen, seen
from casefinder.notations import Unclear
from casefinder.notations.phones import read_phone

PHONE, MAIL = "phone", "mail"
_SEP = r"[-.・の~/ ]*"
_SHAPES = (
    re.compile(
        rf"(?<![0-9])\(?\+?81\)?{_SEP}\(?0?\)?{_SEP}[1-9][0-9]{{0,3}}(?:{_SEP}[()]?{_SEP}[0-9]){{6,9}}(?![0-9])"
    ),
    re.compile(rf"(?<![0-9])\(?0(?:{_SEP}[()]?{_SEP}[0-9]){{8,10}}(?![0-9])"),
)
_LABELLED = re.compile(
    r"(?:電話(?:番号)?|TEL|Tel|tel|℡|☎|☏|直通|代表|携帯|スマホ|内線)[:.はへ]?[(:]?(?P<number>[0-9]{1,4}[-)][0-9]{3,4}(?![0-9-])|[0-9]{5,8}(?![0-9-]))"
)
_OH = re.compile(r"(?<![A-Za-z])[OoｏＯ○◯](?=[0-9-])|(?<=[0-9-])[OoｏＯ○◯](?![A-Za-z])")
_AT = r"(?:@|\(?(?:at|アット(?:マーク)?|あっと(?:まーく)?)\)?|[\[【<{(]at[\]】>}]|[☆★◎●▲■])"
_DOT = r"(?:\.|[\[【<{(]?(?:dot|ドット|どっと)[\]】>}]?)"
_MAIL = re.compile(
    rf"(?P<local>[A-Za-z0-9][A-Za-z0-9._%+-]*?)(?P<at>{_AT})(?P<domain>[A-Za-z0-9-]+(?:{_DOT}[A-Za-z0-9-]+)+)",
    re.IGNORECASE,
)
_DOT_WORD = re.compile(_DOT, re.IGNORECASE)


@dataclass(frozen=True)
class Contact:
    """A telephone number or address in a text: its span as it stands, and what it is in one notation."""

    kind: str
    start: int
    end: int
    value: str


@lru_cache(maxsize=4096)
def contacts_in(text: str) -> tuple[Contact, ...]:
    """Return the telephone numbers and mail addresses that stand in a text."""
    told = seen(text)
    return (*_phones(told), *_mails(told))


def _phones(told: Seen) -> Iterator[Contact]:
    text = _OH.sub("0", told.text)
    taken: list[tuple[int, int]] = []
    for shape in _SHAPES:
        for found in shape.finditer(text):
            number = _number(found[0])
            if number and not any(start < found.end() and found.start() < end for start, end in taken):
                taken.append(found.span())
                yield Contact(PHONE, *told.span(*found.span()), number)
    for found in _LABELLED.finditer(text):
        if not any(start < found.end() and found.start() < end for start, end in taken):
            yield Contact(PHONE, *told.span(*found.span("number")), digits_of(found["number"]))


def _number(words: str) -> str:
    """Return a telephone number as its digits with the leading 0; empty when it is none."""
    digits = digits_of(words)
    if digits.startswith("81") and ("+" in words or len(digits) > 10):
        digits = "0" + digits[2:].removeprefix("0")
    return "" if isinstance(read_phone(digits), Unclear) else digits


def digits_of(text: str) -> str:
    """Return the digits of a number."""
    return re.sub(r"[^0-9]", "", text)


def _mails(told: Seen) -> Iterator[Contact]:
    for found in _MAIL.finditer(told.text):
        start, end = _behind_the_last_gap(told, *found.span("local")), found.end()
        address = (
            f"{told.text[start : found.end('local')]}@{_DOT_WORD.sub('.', found['domain'])}".lower().rstrip(
                ".-"
            )
        )
        if is_email(address) and not _is_inside_a_word(told, *found.span("at")):
            yield Contact(MAIL, *told.span(start, end), address)


def _behind_the_last_gap(told: Seen, start: int, end: int) -> int:
    """Return where an address begins, which holds no white space: behind the number that stands before it."""
    gaps = (at for at in range(start + 1, end) if told.at[at] - told.at[at - 1] > 1)
    return max(gaps, default=start)


def _is_inside_a_word(told: Seen, start: int, end: int) -> bool:
    """Say whether the letters at stand in the middle of a word: datapackage.json, creativecommons.org."""
    at = told.text[start:end]
    return at.isascii() and at.isalpha() and told.at[start] - told.at[start - 1] == 1
