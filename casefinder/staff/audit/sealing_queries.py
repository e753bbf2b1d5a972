"""Looking whether the trail is still as it was sealed; reads only."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.staff.audit.models import AuditEntry, AuditSeal

START = "0" * 64
AT_ONCE = 1000


@dataclass(frozen=True)
class Verdict:
    """What the trail's chain says: how many entries, its end, and the first seal that does not fit, if one does not."""

    entries: int
    head: str
    seals: int
    sealed_up_to: int
    broken: AuditSeal | None


def verify(session: Session) -> Verdict:
    """Go through the whole trail and compare it with every seal; reads only."""
    seals = list(session.scalars(select(AuditSeal).order_by(AuditSeal.up_to_id)))
    digest, count, place = START, 0, 0
    broken: AuditSeal | None = None
    for entry_id, entry in entries(session, 0, None):
        while place < len(seals) and seals[place].up_to_id < entry_id:
            broken = broken or _unless_it_fits(seals[place], digest, count)
            place += 1
        digest, count = chained(digest, entry), count + 1
    for each in seals[place:]:
        broken = broken or _unless_it_fits(each, digest, count)
    return Verdict(count, digest, len(seals), seals[-1].up_to_id if seals else 0, broken)


def chained(digest: str, entry: bytes) -> str:
    """Return the hash of an entry and all before it."""
    return hashlib.sha256(digest.encode() + b"\n" + entry).hexdigest()


def written(entry: Any) -> bytes:
    """Return an entry in the one spelling that is hashed, the same on every database."""
    values = [
        entry.id, entry.at.astimezone(UTC).isoformat(), entry.actor_kind, entry.actor_id, entry.link_id, entry.action,
        entry.subject_kind, entry.subject_id, entry.detail,
    ]  # fmt: skip
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def entries(session: Session, after: int, up_to: int | None) -> Iterator[tuple[int, bytes]]:
    """Yield number and spelling of the entries after one number, up to another."""
    columns = AuditEntry.__table__.columns
    while True:
        query = select(*columns).where(AuditEntry.id > after).order_by(AuditEntry.id).limit(AT_ONCE)
        rows = session.execute(query.where(AuditEntry.id <= up_to) if up_to is not None else query).all()
        if not rows:
            return
        yield from ((row.id, written(row)) for row in rows)
        after = rows[-1].id


def _unless_it_fits(found: AuditSeal, digest: str, count: int) -> AuditSeal | None:
    return None if (found.digest, found.entries) == (digest, count) else found
