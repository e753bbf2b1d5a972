"""casefinder: from the first letter to the published casebook."""

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from casefinder.config import Settings

__version__ = "0.1.0"


def create_app(settings: "Settings") -> "Flask":
    """Join everything for one installation; decides nothing itself."""
    from casefinder.application import build

    return build(settings, session_lifetime=timedelta(hours=settings.session_absolute_hours))
