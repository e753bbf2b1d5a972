"""When the last backup was made, and about which damage somebody is asked already."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.publish.releases.models import Concern, Release
from casefinder.publish.releases.standing_rules import ConcernKind
from casefinder.staff.audit.models import AuditEntry


def last_backup(session: Session) -> datetime | None:
    """Return when the last backup was made with our own command; None when none was."""
    made = select(func.max(AuditEntry.at)).where(AuditEntry.action == "installation.backed_up")
    return session.scalar(made)


def damage_in_hand(session: Session) -> set[tuple[str, str]]:
    """Return short name and path of every released file whose damage waits for a publisher."""
    query = (
        select(Release.slug, Concern.subject)
        .join(Release, Release.id == Concern.release_id)
        .where(
            Concern.kind == ConcernKind.FILE.value,
            Concern.settled_at.is_(None),
            Release.withdrawn_at.is_(None),
        )
    )
    return {(slug, path) for slug, path in session.execute(query)}
