"""The consent ledger: note and withdraw."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from casefinder import events, logbook
from casefinder.staff.audit import service as trail
from casefinder.staff.consent import queries
from casefinder.staff.consent.models import Consent
from casefinder.staff.consent.rules import Said

standing = queries.standing


def note_consents(
    session: Session,
    response_id: int,
    choices: Mapping[str, Said],
    *,
    wording_hash: str,
    now: datetime,
    respondent_invitation_id: int | None = None,
    link_id: int | None = None,
) -> None:
    """Note what a response says about consent; an earlier, different answer is withdrawn, not overwritten.

    Args:
        session: A writing session.
        response_id: Whose consents.
        choices: Scope → what was said; an empty choice withdraws what stood and says nothing new.
        wording_hash: Content hash of the questionnaire version whose wording was shown.
        now: When (UTC).
        respondent_invitation_id: For the trail, whose link was used.
        link_id: For the trail, which of its links.
    """
    known = _held(session, response_id)
    changed = {
        scope: said
        for scope, said in choices.items()
        if _word(known.get(scope)) != ((said.choice, wording_hash) if said.choice else None)
    }
    for scope in changed.keys() & known.keys():
        known[scope].withdrawn_at = max(now, known[scope].given_at)
        _write_down(session, known[scope], now)
    session.flush()
    given = [
        {
            "response_id": response_id, "scope": scope, "question_key": said.question_key, "choice": said.choice,
            "wording_hash": wording_hash, "given_at": now,
        }
        for scope, said in changed.items()
        if said.choice
    ]  # fmt: skip
    if given:
        session.execute(insert(Consent), given)
    trail.record_all(
        session,
        [
            ("consent.noted", response_id, {"scope": scope, "choice": said.choice})
            for scope, said in changed.items()
        ],
        subject_kind="response", at=now, respondent_invitation_id=respondent_invitation_id, link_id=link_id,
    )  # fmt: skip


def _word(held: Consent | None) -> tuple[str, str] | None:
    return (held.choice, held.wording_hash) if held else None


def withdraw(
    session: Session,
    response_id: int,
    scope: str,
    *,
    now: datetime,
    account_id: int | None = None,
    note: str = "",
) -> bool:
    """Withdraw a standing consent; returns whether there was one. What is rendered from now on leaves it out.

    Args:
        session: A writing session.
        response_id: Whose.
        scope: Which.
        now: When (UTC).
        account_id: Who notes it.
        note: How the organisation said so, for the trail.
    """
    held = _held(session, response_id).get(scope)
    if held is None:
        return False
    held.withdrawn_at = max(now, held.given_at)
    _write_down(session, held, now)
    session.flush()
    detail: dict[str, Any] = {"scope": scope, **({"note": note} if note else {})}
    trail.record(
        session, "consent.withdrawn", subject_kind="response", subject_id=response_id, at=now,
        account_id=account_id, **detail,
    )  # fmt: skip
    events.publish(session, events.ConsentWithdrawn(response_id, scope), now)
    return True


def restore(
    session: Session, response_id: int, scope: str, choice: str, *, note: str, now: datetime, account_id: int
) -> bool:
    """Take back a withdrawal that was noted by mistake: what was agreed to last holds again.

    Args:
        session: A writing session.
        response_id: Whose.
        scope: Which.
        choice: What the statement that counts says; what was withdrawn has to be the same.
        note: Why, for the trail.
        now: When (UTC).
        account_id: Who notes it.

    Returns:
        Whether there was something to take back.
    """
    if scope in _held(session, response_id):
        return False
    last = session.scalar(
        select(Consent)
        .where(Consent.response_id == response_id, Consent.scope == scope)
        .order_by(Consent.withdrawn_at.desc(), Consent.id.desc())
        .limit(1)
    )
    if last is None or last.choice != choice:
        return False
    session.add(
        Consent(
            response_id=response_id, scope=scope, question_key=last.question_key, choice=choice,
            wording_hash=last.wording_hash, given_at=now,
        )
    )  # fmt: skip
    session.flush()
    trail.record(
        session, "consent.restored", subject_kind="response", subject_id=response_id, at=now,
        account_id=account_id, scope=scope, note=note,
    )  # fmt: skip
    events.publish(session, events.ConsentRestored(response_id, scope), now)
    return True


def _write_down(session: Session, held: Consent, now: datetime) -> None:
    """Keep beside the database that a consent ended; its own instant says which, whatever number its row has."""
    values = {"response": held.response_id, "scope": held.scope, "given_at": held.given_at.isoformat()}
    logbook.note(session, logbook.CONSENT_WITHDRAWN, now, **values)


def _held(session: Session, response_id: int) -> dict[str, Consent]:
    rows = session.scalars(
        select(Consent)
        .where(Consent.response_id == response_id, Consent.withdrawn_at.is_(None))
        .with_for_update()
    )
    return {row.scope: row for row in rows}
