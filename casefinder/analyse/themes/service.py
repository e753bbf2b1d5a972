"""Themes: load the standard ones, change their words, add, retire."""

import json
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.analyse.themes.models import Theme
from casefinder.analyse.themes.rules import KEY_PATTERN, ThemeText, family_of
from casefinder.errors import N_, CasefinderError, ConflictError, NotFoundError
from casefinder.prefectures import HOKKAIDO, REGION_WORD, Prefecture
from casefinder.staff.audit import service as trail


class KeyTaken(ConflictError):
    """A theme's key is never used twice, not even after the theme was retired."""

    message = N_("There is already a theme with this key.")


class KeyInvalid(CasefinderError):
    """A key is a family's prefix and small letters: ch_budget."""

    message = N_("Write the key in small letters and underscores, for example budget or rural_bus.")


@cache
def standard_themes(here: Prefecture = HOKKAIDO) -> tuple[dict[str, Any], ...]:
    """Return the themes that ship, in order, in a prefecture's words."""
    text = files("casefinder.analyse.themes").joinpath("standard.json").read_text(encoding="utf-8")
    return tuple(json.loads(here.filled(text)))


def load_standard(session: Session, here: Prefecture, *, now: datetime) -> int:
    """Add the shipped themes that are missing, in a prefecture's words; what is there stays as it was edited.

    Returns:
        How many themes were added.
    """
    known = set(session.scalars(select(Theme.key)))
    added = 0
    for position, entry in enumerate(standard_themes(here), start=1):
        if entry["id"] in known:
            continue
        session.add(
            Theme(
                key=entry["id"], family=entry["family"], name=entry["name_ja"],
                definition=entry["definition_ja"], include=entry["include_ja"],
                exclude=entry["exclude_ja"], note=entry.get("note_ja", ""),
                cues=[cue for cue in entry["cues"] if cue != REGION_WORD],  # a word that stands for anything
                position=position, created_at=now,
            )
        )  # fmt: skip
        added += 1
    session.flush()
    return added


def theme_by_key(session: Session, key: str, *, standing: bool = False) -> Theme:
    """Return a theme.

    Raises:
        NotFoundError: There is none with that key, or it is retired and `standing` was asked for.
    """
    theme = session.scalar(select(Theme).where(Theme.key == key))
    if theme is None or (standing and theme.retired_at is not None):
        raise NotFoundError
    return theme


def edit_theme(
    session: Session, key: str, text: ThemeText, *, seen_revision: int, account_id: int, now: datetime
) -> Theme:
    """Change the words of a theme.

    Raises:
        ConflictError: Somebody changed it after `seen_revision` was shown.
    """
    theme = session.execute(
        select(Theme).where(Theme.key == key).with_for_update().execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if theme is None:
        raise NotFoundError
    if theme.revision != seen_revision:
        raise ConflictError
    _set_words(theme, text)
    theme.revision += 1
    trail.record(
        session, "theme.edited", subject_kind="theme", subject_id=theme.id, at=now, account_id=account_id
    )
    return theme


def add_theme(
    session: Session, family_code: str, word: str, text: ThemeText, *, account_id: int, now: datetime
) -> Theme:
    """Add a theme to a family.

    Args:
        session: A writing session.
        family_code: Prefix of the family, `ch`.
        word: The rest of the key, `budget`.
        text: Name, definition and the rest.
        account_id: Who adds it.
        now: When (UTC).

    Raises:
        KeyInvalid: The key has other characters.
        KeyTaken: There is one already.
    """
    family = family_of(family_code)
    key = f"{family.code}_{word.strip()}"
    if not KEY_PATTERN.fullmatch(key):
        raise KeyInvalid
    if session.scalar(select(Theme.id).where(Theme.key == key)) is not None:
        raise KeyTaken
    last = session.scalar(select(func.max(Theme.position))) or 0
    theme = Theme(key=key, family=family.name, position=last + 1, created_at=now)
    _set_words(theme, text)
    session.add(theme)
    session.flush()
    trail.record(
        session, "theme.added", subject_kind="theme", subject_id=theme.id, at=now, account_id=account_id
    )
    return theme


def retire_theme(session: Session, key: str, *, account_id: int, now: datetime) -> Theme:
    """Take a theme out of use; its codings stay, nothing new gets it. Twice is the same as once."""
    theme = theme_by_key(session, key)
    if theme.retired_at is None:
        theme.retired_at = now
        trail.record(
            session, "theme.retired", subject_kind="theme", subject_id=theme.id, at=now, account_id=account_id
        )
    return theme


def restore_theme(session: Session, key: str, *, account_id: int, now: datetime) -> Theme:
    """Take a retired theme into use again."""
    theme = theme_by_key(session, key)
    if theme.retired_at is not None:
        theme.retired_at = None
        trail.record(
            session, "theme.restored", subject_kind="theme", subject_id=theme.id, at=now,
            account_id=account_id,
        )  # fmt: skip
    return theme


def _set_words(theme: Theme, text: ThemeText) -> None:
    theme.name, theme.definition = text.name, text.definition
    theme.include, theme.exclude, theme.note = text.include, text.exclude, text.note
    theme.cues = list(text.cues)
