"""The characters of a value as they count: one width, none that nobody sees, no spaces around."""

import re
import unicodedata

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180d\u180f"
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # letters and marks without a shape
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_UNSEEN = re.compile(f"[{_SELECTORS}{_FILLERS}{_CONTROLS}]")
_DASHES = re.compile(r"[‐‑‒–—―−ー－﹣⁃]")
_POWERS = re.compile(r"(?<=[a-zA-Zａ-ｚＡ-Ｚ㎜㎝㎞])[²³]|(?<=[OＯ])₂")
_SIGNS_WITH_POWERS = "㎟㎠㎡㎢㎣㎤㎥㎦"


def without_unseen(text: str) -> str:
    """Return a text without characters that show nothing: zero width, BOM, bidi marks, soft hyphens, selectors."""
    kept = (char for char in text if unicodedata.category(char) != "Cf")
    return _UNSEEN.sub("", "".join(kept))


def plain(text: str) -> str:
    """Return a value in one width, without what nobody sees, and with single spaces inside only."""
    return " ".join(unicodedata.normalize("NFKC", without_unseen(text)).split())


def one_dash(text: str) -> str:
    """Return a text with every kind of dash as the ASCII one."""
    return _DASHES.sub("-", text)


def has_plain_digits(text: str) -> bool:
    """Say whether all digits are written as digits, so that `plain` makes none out of ①, ½ or 5².

    A power behind a letter (km²), the signs of areas (㎡) and the one of CO₂ belong to a unit.
    """
    rest = _POWERS.sub("", text)
    return not any(
        unicodedata.category(char) != "Nd"
        and char not in _SIGNS_WITH_POWERS
        and any(each.isdigit() for each in unicodedata.normalize("NFKC", char))
        for char in rest
    )
