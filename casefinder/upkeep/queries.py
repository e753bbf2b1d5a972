"""When the last backup was made."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.staff.audit.models import AuditEntry


def last_backup(session: Session) -> datetime | None:
    """Return when the last backup was made with our own command; None when none was."""
    made = select(func.max(AuditEntry.at)).where(AuditEntry.action == "installation.backed_up")
    return session.scalar(made)
