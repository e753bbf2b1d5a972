"""Themes for tests."""

from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.themes.models import Theme
from casefinder.clock import utc_now

_numbers = count(1)


def make_theme(session: Session, *, key: str | None = None, family: str = "課題", name: str = "") -> Theme:
    """A theme in use; the same key gives the same theme."""
    key = key or f"ch_number_{next(_numbers)}"
    known = session.scalar(select(Theme).where(Theme.key == key))
    if known is not None:
        return known
    theme = Theme(
        key=key, family=family, name=name or f"テーマ {key}", definition="見本の定義。", include="", exclude="",
        note="", cues=[], position=next(_numbers), created_at=utc_now(),
    )  # fmt: skip
    session.add(theme)
    session.flush()
    return theme
