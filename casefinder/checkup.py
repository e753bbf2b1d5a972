"""What the last look at all files, releases and letters found, kept as a file so that pages need not look themselves."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from casefinder.errors import N_

FILE = "verify.json"
LABELS: Mapping[str, str] = {
    "database": N_("The database is damaged: %(what)s"),
    "files_gone": N_("The folder of all attached files is missing: %(what)s"),
    "file_missing": N_("A file of attachment no. %(id)s is missing: %(what)s"),
    "file_changed": N_("A file of attachment no. %(id)s is not what was stored: %(what)s"),
    "training_missing": N_("The text engine's training file is missing or changed: %(what)s"),
    "build_missing": N_("The book of build no. %(id)s is missing: %(what)s"),
    "build_changed": N_("The book of build no. %(id)s is not what was made: %(what)s"),
    "release_gone": N_("The folder of release %(slug)s is missing, with all its %(count)s files"),
    "release_missing": N_("Release %(slug)s lacks a file: %(what)s"),
    "release_changed": N_("A file of release %(slug)s was changed: %(what)s"),
    "release_added": N_("Release %(slug)s holds a file that was not released: %(what)s"),
    "letter_twice": N_("Letter no. %(id)s was taken by the mail server %(count)s times"),
    "letter_waits": N_("Letter no. %(id)s was sent, and its row does not know it"),
    "receipt_missing": N_("Response no. %(id)s was submitted, and no receipt was asked for"),
    "trail_open": N_("The trail can be changed: its lock %(what)s is gone"),
    "trail_broken": N_(
        "The trail is not what was sealed: something up to entry no. %(id)s was changed, added or taken away"
    ),
    "trail_gap": N_("%(count)s entries of the trail are missing"),
    "orphan": N_("A file that no row knows: %(what)s"),
    "release_unknown": N_("A folder among the releases that no row knows: %(what)s"),
    "part": N_("What was left of an upload that was cut off: %(what)s"),
}
HARMLESS = frozenset({"orphan", "part", "release_unknown"})


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be; `kind` is a key of `LABELS`."""

    kind: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_alarm(self) -> bool:
        """Say whether somebody has to act; the rest is told."""
        return self.kind not in HARMLESS


@dataclass(frozen=True)
class Checkup:
    """One look at everything."""

    at: datetime
    looked_at: Mapping[str, int]  # what → how many
    findings: Sequence[Finding]

    @property
    def alarms(self) -> list[Finding]:
        """What somebody has to act on."""
        return [finding for finding in self.findings if finding.is_alarm]


def store(home: Path, done: Checkup) -> None:
    """Keep what was found."""
    values = {**asdict(done), "at": done.at.isoformat()}
    part = home / f"{FILE}.{os.getpid()}.part"
    part.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    part.chmod(0o600)
    part.replace(home / FILE)


def last(home: Path) -> Checkup | None:
    """Return what was found last; None when nobody looked yet."""
    try:
        values = json.loads((home / FILE).read_text(encoding="utf-8"))
        findings = [Finding(each["kind"], each["values"]) for each in values["findings"]]
        return Checkup(datetime.fromisoformat(values["at"]), values["looked_at"], findings)
    except (OSError, ValueError, KeyError, TypeError):
        return None
