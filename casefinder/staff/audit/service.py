"""Writing the trail."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert
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
    kind, actor = _actor(account_id, respondent_invitation_id)
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


def record_all(
    session: Session,
    entries: Sequence[tuple[str, int | None, Mapping[str, object]]],
    *,
    subject_kind: str,
    at: datetime,
    account_id: int | None = None,
    respondent_invitation_id: int | None = None,
    link_id: int | None = None,
) -> None:
    """Append many entries of one act at once.

    Args:
        session: A writing session.
        entries: Action, subject and detail of each.
        subject_kind: Table name of what it happened to.
        at: When (UTC).
        account_id: The staff account that acted.
        respondent_invitation_id: The invitation whose holder acted; without one and without an account, the system.
        link_id: Which of its links was used.
    """
    kind, actor = _actor(account_id, respondent_invitation_id)
    rows = [
        {
            "at": at, "actor_kind": kind, "actor_id": actor, "link_id": link_id, "action": action,
            "subject_kind": subject_kind, "subject_id": subject_id, "detail": dict(detail),
        }
        for action, subject_id, detail in entries
    ]  # fmt: skip
    if rows:
        session.execute(insert(AuditEntry), rows)


def _actor(account_id: int | None, respondent_invitation_id: int | None) -> tuple[str, int | None]:
    if account_id is not None:
        return "account", account_id
    if respondent_invitation_id is not None:
        return "respondent", respondent_invitation_id
    return "system", None
