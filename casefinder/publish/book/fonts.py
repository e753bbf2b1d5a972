"""The fonts of the book: files of the repository, never those of the machine."""

import os
import tempfile
import unicodedata
from pathlib import Path

from casefinder.lettering import unprintable as unprintable

STATIC = Path(__file__).resolve().parents[2] / "static" / "print"
COLOPHON = "BIZ UDPゴシック、BIZ UDP明朝、Noto Sans CJK JP の一部（SIL Open Font License 1.1）"


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
