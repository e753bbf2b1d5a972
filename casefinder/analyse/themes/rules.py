"""Families of themes, and what a theme needs; pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casefinder.errors import N_

KEY_PATTERN = re.compile(r"[a-z]{2}_[a-z0-9_]{2,40}")
MAX_CUES = 60
MAX_CUE_CHARS = 40
FEW_DECISIONS = 5  # below this a share says little
LOW_ACCEPTANCE = 0.7


@dataclass(frozen=True)
class Family:
    """One of the five families: prefix of its themes' keys, name as stored, kanji of its badge, message id."""

    code: str
    name: str
    badge: str
    label: str


FAMILIES = (
    Family("ch", "課題", "課", N_("Difficulties")),
    Family("or", "推進体制", "体", N_("Set-up")),
    Family("tp", "転機", "転", N_("Turning points")),
    Family("kp", "キーパーソン", "人", N_("Key people")),
    Family("ef", "効果", "効", N_("Effects")),
)


def family_of(key_or_name: str) -> Family:
    """Return the family of a theme's key (`ch_budget`) or of a stored name (課題).

    Raises:
        KeyError: There is no such family.
    """
    for family in FAMILIES:
        if family.name == key_or_name or key_or_name.partition("_")[0] == family.code:
            return family
    raise KeyError(key_or_name)


@dataclass(frozen=True)
class ThemeText:
    """The words of a theme that an editor may change."""

    name: str
    definition: str
    include: str
    exclude: str
    note: str
    cues: tuple[str, ...]


def cues_of(text: str) -> tuple[str, ...]:
    """Return the cue words of a text with one a line, without empty lines and repeats."""
    words = (line.strip() for line in text.splitlines())
    return tuple(dict.fromkeys(word for word in words if word))


def acceptance(accepted: int, rejected: int) -> float | None:
    """Return the share of decided suggestions that were accepted, in [0, 1]; None before any decision."""
    decided = accepted + rejected
    return accepted / decided if decided else None


def is_low(accepted: int, rejected: int) -> bool:
    """Say whether so few are accepted that somebody should look at the theme or the cue."""
    share = acceptance(accepted, rejected)
    return share is not None and accepted + rejected >= FEW_DECISIONS and share < LOW_ACCEPTANCE


@dataclass(frozen=True)
class Piece:
    """A piece of a definition: plain text, or the name of another theme with its key."""

    text: str
    theme_key: str | None = None


def pieces(text: str, names: Mapping[str, str]) -> Iterator[Piece]:
    """Yield a text with the keys of other themes replaced by their names."""
    at = 0
    for match in KEY_PATTERN.finditer(text):
        if match.group() not in names:
            continue
        if match.start() > at:
            yield Piece(text[at : match.start()])
        yield Piece(names[match.group()], match.group())
        at = match.end()
    if at < len(text):
        yield Piece(text[at:])
