"""The characters that the book's fonts have."""

from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "static" / "print" / "fonts"


@cache
def printable() -> frozenset[int]:
    """Return the code points that at least one font of the book has; read on first use."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for path in sorted([*FONTS.glob("*.ttf"), *FONTS.glob("*.otf")]):
        with TTFont(path, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)
