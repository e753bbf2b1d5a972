"""Writing the trail."""

from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.staff.audit.models import AuditEntry


def record(
    session: Session,
    action: str,
    *,
    subject_kind: str,
    subject_id: int | None,
    at: datetime,
    account_id: int | None = None,
    respondent_invitation_id: int | None = None,
    link_id: int | None = None,
    **detail: object,
) -> None:
    """Append one entry; the actor is an account, a respondent (by invitation) or the system.

    Args:
        session: A writing session; the entry commits or vanishes with what it tells of.
        action: Noun and past verb, `response.submitted`.
        subject_kind: Table name of what it happened to.
        subject_id: Its id.
        at: When (UTC).
        account_id: The staff account that acted.
        respondent_invitation_id: The invitation whose holder acted.
        link_id: Which of its links was used: its main one, or that of a colleague or the boss.
        detail: Small values; never answers, tokens or names of persons.
    """
    if account_id is not None:
        kind, actor = "account", account_id
    elif respondent_invitation_id is not None:
        kind, actor = "respondent", respondent_invitation_id
    else:
        kind, actor = "system", None
    session.add(
        AuditEntry(
            at=at,
            actor_kind=kind,
            actor_id=actor,
            link_id=link_id,
            action=action,
            subject_kind=subject_kind,
            subject_id=subject_id,
            detail=dict(detail),
        )
    )
