"""What only the trail is told: who looked at personal data, and what went out as a file."""

from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.staff.audit import service as audit


def note_viewing(
    session: Session, subject_kind: str, subject_id: int | None, *, page: str, account_id: int, now: datetime
) -> None:
    """Note that somebody opened a page that shows personal data.

    Args:
        session: A writing session.
        subject_kind: Table name of what the page is about.
        subject_id: Its id; None for a list.
        page: The page's endpoint.
        account_id: Who.
        now: When (UTC).
    """
    audit.record(
        session, "personal_data.viewed", subject_kind=subject_kind, subject_id=subject_id, at=now,
        account_id=account_id, page=page,
    )  # fmt: skip


def note_export(
    session: Session,
    subject_kind: str,
    subject_id: int | None,
    *,
    what: str,
    form: str,
    rows: int,
    narrowed_by: tuple[str, ...],
    account_id: int,
    now: datetime,
) -> None:
    """Note that somebody saved something as a file.

    Args:
        session: A writing session.
        subject_kind: Table name of what the rows are, or are about.
        subject_id: Of one thing, its id.
        what: The list's endpoint.
        form: `csv`, `xlsx` or `zip`.
        rows: How many rows.
        narrowed_by: Names of the filters that were set; what was typed into them is nobody's business here.
        account_id: Who.
        now: When (UTC).
    """
    audit.record(
        session, "export.made", subject_kind=subject_kind, subject_id=subject_id, at=now, account_id=account_id,
        page=what, form=form, rows=rows, narrowed_by=list(narrowed_by),
    )  # fmt: skip
