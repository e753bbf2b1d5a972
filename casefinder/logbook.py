"""What no restore may undo: letters that were taken, links that ended, consents that were withdrawn.

One line a deed, appended to a file beside the database and synced before anybody is told that it is done. It names rows by
what no other row will ever be called by, and holds no address, no answer and no token.
"""

import errno
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

FILE = "logbook.jsonl"
LETTER_TAKEN = "letter.taken"
LINK_RENEWED = "link.renewed"
LINK_REVOKED = "link.revoked"
CONSENT_WITHDRAWN = "consent.withdrawn"
RELEASE_WITHDRAWN = "release.withdrawn"
RELEASE_RESUMED = "release.resumed"
ACCOUNT_DISABLED = "account.disabled"
ACCOUNT_ENABLED = "account.enabled"
ACCOUNT_FACTOR = "account.factor"
ACCOUNT_ROLE = "account.role"
ACCOUNT_SECRET = "account.secret"  # noqa: S105 - the name of a deed

Deed = Mapping[str, Any]


class Logbook:
    """The file of one installation."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, deeds: Sequence[Deed]) -> None:
        """Append deeds and return when they will survive a loss of power.

        Raises:
            OSError: The disk refuses.
        """
        if not deeds:
            return
        lines = "".join(json.dumps(deed, ensure_ascii=False) + "\n" for deed in deeds).encode()
        handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if not _ends_whole(handle):
                lines = b"\n" + lines
            if os.write(handle, lines) < len(lines):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))
            os.fsync(handle)
        finally:
            os.close(handle)

    def has_taken(self, letter: str) -> bool:
        """Say whether the mail server took a letter, whatever its row says."""
        return any(deed["what"] == LETTER_TAKEN and deed.get("letter") == letter for deed in read(self.path))


def _ends_whole(handle: int) -> bool:
    """Say whether the last line is whole; what a loss of power cut off must not swallow the next one."""
    size = os.fstat(handle).st_size
    return size == 0 or os.pread(handle, 1, size - 1) == b"\n"


def read(path: Path) -> list[dict[str, Any]]:
    """Return all deeds of a file in their order; a line that was cut off by a loss of power was told to nobody."""
    if not path.exists():
        return []
    return list(_deeds(path.read_text(encoding="utf-8", errors="replace").splitlines()))


def _deeds(lines: Iterable[str]) -> Iterable[dict[str, Any]]:
    for line in lines:
        try:
            deed = json.loads(line)
        except ValueError:
            continue
        if isinstance(deed, dict) and "what" in deed and "at" in deed:
            yield deed


def deed(what: str, at: datetime, **values: Any) -> dict[str, Any]:
    """Return a deed as it is kept."""
    return {"at": at.isoformat(), "what": what, **values}


def note(session: Session, what: str, at: datetime, **values: Any) -> None:
    """Have a deed written once this session's transaction is stored, before that is told to anybody."""
    session.info.setdefault("deeds", []).append(deed(what, at, **values))


def noted(session: Session) -> tuple[Deed, ...]:
    """Return what the session wants to have written."""
    return tuple(session.info.get("deeds", ()))
