"""The characters that the book can print: asked by the editor's check and by the press."""

import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "static" / "print" / "fonts"
FACES = ("BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf", "BIZUDPMincho-Regular.ttf")
FALLBACK = "casefinder-cjk.otf"


def code_point(character: str) -> str:
    """Return a character as a finding names it: with its code point, which alone can be seen of an invisible one."""
    code = f"U+{ord(character):04X}"
    return f"{character} {code}" if character.isprintable() and not unicodedata.combining(character) else code


@cache
def printable() -> frozenset[int]:
    """Return the code points that every face of the book can print, with the fallback's; read on first use."""
    regular, bold, mincho = (_characters(name) for name in FACES)
    return (regular & bold & mincho) | _characters(FALLBACK)


def _characters(name: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / name, lazy=True) as font:
        return frozenset(font.getBestCmap())
