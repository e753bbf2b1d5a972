"""The characters of print: one rule, asked where somebody types, where it is edited, and where it is pressed.

What the fonts of the book hold stands in `lettering.txt`, made from the fonts (`python -m casefinder.edit.layout.fonts`), so that asking
costs a page nothing. Characters that print puts right by itself, unseen ones and other shapes of the same letter, trouble nobody.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import cache
from pathlib import Path

HELD = Path(__file__).with_name("lettering.txt")
UNSEEN = (
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180b-\u180f\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)
RADICALS = r"[\u2e80-\u2fdf]"
MARKED = r"[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+"
_BREAKS = re.compile(r"[\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[\u1680\u2000-\u200a\u202f\u205f]")
_BLANK = frozenset("\r\n\t \u00a0\u3000")


@cache
def printable() -> frozenset[int]:
    """Return the code points that every face of the book can print, with the fallback's; read on first use."""
    ranges = (each.split("-") for each in HELD.read_text(encoding="ascii").split())
    return frozenset(code for ends in ranges for code in range(int(ends[0], 16), int(ends[-1], 16) + 1))


@cache
def settled() -> frozenset[str]:
    """Return the characters that print takes as they are, and blanks: of a text of these nothing else is to be asked."""
    held = "".join(map(chr, printable()))
    for changed in (UNSEEN, RADICALS, r"[\u0300-\u036f\u3099\u309a]", _BREAKS, _SPACES):
        held = re.sub(changed, "", held)
    return frozenset(held) | _BLANK


def characters_outside(text: str, charset: Collection[int]) -> list[str]:
    """Return the characters that a set lacks, in order, each once; blanks are no characters."""
    return [char for char in dict.fromkeys(text) if ord(char) not in charset and char not in _BLANK]


def unprintable(text: str) -> tuple[str, ...]:
    """Return the characters of a text that no font of the book holds, in order, each once."""
    return tuple(characters_outside(text, printable()))


def lettered(text: str) -> str:
    """Return a text in the letters of print: without unseen characters, each letter in its usual shape."""
    shaped = re.sub(RADICALS, lambda found: unicodedata.normalize("NFKC", found[0]), re.sub(UNSEEN, "", text))
    joined = re.sub(MARKED, lambda found: unicodedata.normalize("NFC", found[0]), shaped)
    return _SPACES.sub(" ", _BREAKS.sub("\n", joined))


def code_point(character: str) -> str:
    """Return a character as a finding names it: with its code point, which alone can be seen of an invisible one."""
    code = f"U+{ord(character):04X}"
    return f"{character} {code}" if character.isprintable() and not unicodedata.combining(character) else code
