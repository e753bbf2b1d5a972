"""Sealing the trail: the hash of everything that has settled is written beside it."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.staff.audit.models import AuditEntry, AuditSeal
from casefinder.staff.audit.sealing_queries import START, chained, entries

SETTLED = timedelta(
    hours=1
)  # no transaction is open for so long: whatever has a smaller number is there by then


def seal(session: Session, *, now: datetime) -> AuditSeal | None:
    """Seal what has settled since the last seal; None when there is nothing new.

    Args:
        session: A writing session.
        now: When (UTC).
    """
    last = session.scalar(select(AuditSeal).order_by(AuditSeal.up_to_id.desc()).limit(1))
    up_to = _settled_up_to(session, now)
    if up_to is None or (last is not None and up_to <= last.up_to_id):
        return None
    digest, count = (last.digest, last.entries) if last else (START, 0)
    for _, entry in entries(session, last.up_to_id if last else 0, up_to):
        digest, count = chained(digest, entry), count + 1
    made = AuditSeal(at=now, up_to_id=up_to, entries=count, digest=digest)
    session.add(made)
    session.flush()
    return made


def _settled_up_to(session: Session, now: datetime) -> int | None:
    fresh = session.scalar(select(func.min(AuditEntry.id)).where(AuditEntry.at > now - SETTLED))
    query = select(func.max(AuditEntry.id))
    return session.scalar(query.where(AuditEntry.id < fresh) if fresh is not None else query)
