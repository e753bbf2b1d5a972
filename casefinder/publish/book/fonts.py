"""The fonts of the book: files of the repository, never those of the machine."""

import os
import tempfile
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

STATIC = Path(__file__).resolve().parents[2] / "static" / "print"
FONTS = STATIC / "fonts"
FILES = (
    "BIZUDPGothic-Regular.ttf",
    "BIZUDPGothic-Bold.ttf",
    "BIZUDPMincho-Regular.ttf",
    "casefinder-cjk.otf",
)
COLOPHON = "BIZ UDPゴシック、BIZ UDP明朝、Noto Sans CJK JP の一部（SIL Open Font License 1.1）"
_INVISIBLE = {"\n", "\t", "\u3000", " ", "\u00a0"}


@cache
def covered() -> frozenset[int]:
    """Return the code points that every face of the book can print, with the fallback's."""
    maps = [_characters(FONTS / name) for name in FILES]
    return (maps[0] & maps[1] & maps[2]) | maps[3]


def _characters(file: Path) -> frozenset[int]:
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def unprintable(text: str) -> tuple[str, ...]:
    """Return the characters of a text that no font of the book holds, in order, each once."""
    known = covered()
    missing = (ch for ch in text if ch not in _INVISIBLE and ord(ch) not in known)
    return tuple(dict.fromkeys(missing))


def named(character: str) -> str:
    """Return a character with its code point, for a message."""
    name = unicodedata.name(character, "")
    shown = character if character.isprintable() else ""
    return f"「{shown}」U+{ord(character):04X} {name}".strip()


def isolate(folder: Path) -> None:
    """Make fontconfig see no installed font in this process: only what @font-face brings.

    Args:
        folder: An empty folder for fontconfig's configuration and cache.
    """
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig><cachedir>{folder}/cache</cachedir></fontconfig>",
        encoding="utf-8",
    )
    os.environ["FONTCONFIG_FILE"] = str(config)
    os.environ.pop("FONTCONFIG_PATH", None)


def temporary_folder() -> tempfile.TemporaryDirectory[str]:
    """Return a folder for `isolate`; it is removed when closed."""
    return tempfile.TemporaryDirectory(prefix="casefinder-fonts-")


def all_unprintable(texts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return (place, character) for every character outside the fonts; `texts` are (place, text)."""
    return tuple((place, ch) for place, text in texts for ch in unprintable(text))
