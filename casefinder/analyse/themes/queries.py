"""Reading themes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.themes.models import Theme


def names(session: Session) -> dict[str, str]:
    """Return key → name of all themes."""
    return {key: name for key, name in session.execute(select(Theme.key, Theme.name))}
