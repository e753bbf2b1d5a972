"""What is looked at, what an alarm asks for, and when the nightly look is due."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from casefinder.checkup import Finding
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
Damaged = tuple[str, str]  # a release's short name, and one of its files
NIGHT = range(2, 5)  # hours in Tokyo
FRESH, OLD = timedelta(hours=20), timedelta(hours=30)


def is_due(last: datetime | None, now: datetime) -> bool:
    """Say whether it is time to look at everything: each night, and by day when the night was missed."""
    if last is None or now - last >= OLD:
        return True
    return now - last >= FRESH and local(now).hour in NIGHT


def in_hand(finding: Finding, decided_elsewhere: Collection[Damaged]) -> bool:
    """Say whether a publisher is asked about the same thing already, as damage to a released file.

    Args:
        finding: What the look at everything found.
        decided_elsewhere: What waits for a publisher.
    """
    slug, path = finding.values.get("slug", ""), finding.values.get("what", "")
    if finding.kind == "release_gone":
        return any(slug == known for known, _ in decided_elsewhere)
    return finding.kind in ("release_missing", "release_changed") and (slug, path) in decided_elsewhere


def nobodys(alarms: Iterable[Finding], decided_elsewhere: Collection[Damaged]) -> list[Finding]:
    """Return the alarms about which nobody is asked elsewhere: each cause is told once."""
    return [each for each in alarms if not in_hand(each, decided_elsewhere)]
