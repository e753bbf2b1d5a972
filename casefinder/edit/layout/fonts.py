"""The fonts of the book, as files, and the characters that they hold: what `casefinder/lettering.txt` is made from.

After a font changed: python -m casefinder.edit.layout.fonts > casefinder/lettering.txt
"""

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "static" / "print" / "fonts"
FACES = ("BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf", "BIZUDPMincho-Regular.ttf")
FALLBACK = "casefinder-cjk.otf"


def held() -> frozenset[int]:
    """Return the code points that every face of the book can print, with the fallback's, read from the fonts."""
    regular, bold, mincho = (_characters(name) for name in FACES)
    return (regular & bold & mincho) | _characters(FALLBACK)


def _characters(name: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / name, lazy=True) as font:
        return frozenset(font.getBestCmap())


def as_ranges(codes: Iterable[int]) -> Iterator[str]:
    """Yield code points as ranges in hexadecimal: 20-7e, a9."""
    for _, together in groupby(enumerate(sorted(codes)), lambda pair: pair[1] - pair[0]):
        run = [code for _, code in together]
        yield f"{run[0]:x}-{run[-1]:x}" if len(run) > 1 else f"{run[0]:x}"


if __name__ == "__main__":
    words = list(as_ranges(held()))
    for start in range(0, len(words), 24):
        sys.stdout.write(" ".join(words[start : start + 24]) + "\n")
