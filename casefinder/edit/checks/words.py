"""Looking for words in a text: names, digits of the wrong width."""

import re
from collections.abc import Iterable
from functools import lru_cache

_SPACES = re.compile(r"[\s\u3000]+")
_MARKS = re.compile(r"[（(].*?[）)]|さん$|氏$")
_WIDE_DIGITS = re.compile(r"[０-９]+[^\s０-９]?")
MIN_NAME_CHARS = 2


@lru_cache(maxsize=1024)
def spellings(name: str) -> tuple[str, str]:
    """Return a person's name without spaces and remarks, and the family name; empty when too short."""
    parts = [part for part in _SPACES.split(_MARKS.sub("", name.strip())) if part]
    whole = "".join(parts)
    family = parts[0] if len(parts) > 1 else ""
    return (whole if len(whole) >= MIN_NAME_CHARS else "", family if len(family) >= MIN_NAME_CHARS else "")


def holds_any(text: str, words: Iterable[str]) -> bool:
    """Say whether one of the words stands in a text, however both are spaced."""
    flat = _SPACES.sub("", text)
    return any(word and word in flat for word in (_SPACES.sub("", each) for each in words))


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Return the persons whose whole name stands in a text, however it is spaced."""
    flat = _SPACES.sub("", text)
    return [whole for name in names if (whole := spellings(name)[0]) and whole in flat]


def family_names_in(text: str, names: Iterable[str]) -> list[str]:
    """Return the family names that stand in a text without the rest of the name."""
    flat = _SPACES.sub("", text)
    found = []
    for name in names:
        whole, family = spellings(name)
        if family and family in flat and whole not in flat:
            found.append(family)
    return list(dict.fromkeys(found))


def full_width_digits(text: str) -> str:
    """Return the first full-width digits with the character that follows, empty when there are none."""
    found = _WIDE_DIGITS.search(text)
    return found.group() if found else ""


def narrow_digits(text: str) -> str:
    """Return a text with its digits in half width."""
    return re.sub("[０-９]", lambda match: chr(ord(match.group()) - 0xFEE0), text)
