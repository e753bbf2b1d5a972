"""What is looked at, what an alarm asks for, and when the nightly look is due."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from casefinder.errors import N_
from casefinder.tokyo import local

LOOKED_AT: Mapping[str, str] = {
    "database": N_("Databases"),
    "files": N_("Attached files"),
    "training": N_("Training files of the text engine"),
    "builds": N_("Books that were made"),
    "releases": N_("Files of releases"),
    "letters": N_("Letters"),
    "receipts": N_("Submitted responses"),
    "trail": N_("Entries of the trail"),
}
WHAT_NOW = N_(
    "Something is not as it was stored. Change nothing, make no release, and have the keeper of the machine take the file from the last backup."
)
NIGHT = range(2, 5)  # hours in Tokyo
FRESH, OLD = timedelta(hours=20), timedelta(hours=30)


def is_due(last: datetime | None, now: datetime) -> bool:
    """Say whether it is time to look at everything: each night, and by day when the night was missed."""
    if last is None or now - last >= OLD:
        return True
    return now - last >= FRESH and local(now).hour in NIGHT
