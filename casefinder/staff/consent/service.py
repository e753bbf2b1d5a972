"""The consent ledger: note, withdraw, and what may be published now."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.staff.audit import service as trail
from casefinder.staff.consent import queries, rules
from casefinder.staff.consent.models import Consent
from casefinder.staff.consent.rules import Target

standing = queries.standing


def note_consents(
    session: Session,
    response_id: int,
    choices: Mapping[str, str | None],
    *,
    wording_hash: str,
    now: datetime,
    respondent_invitation_id: int | None = None,
    link_id: int | None = None,
) -> None:
    """Note what a response says to the consent items; an earlier, different answer is withdrawn, not overwritten.

    Args:
        session: A writing session.
        response_id: Whose consents.
        choices: `{"L1": "yes" | "anonymous" | "no", ...}`; empty or None withdraws what stood and says nothing new.
        wording_hash: Content hash of the questionnaire version whose wording was shown.
        now: When (UTC).
        respondent_invitation_id: For the trail, whose link was used.
        link_id: For the trail, which of its links.
    """
    known = _held(session, response_id)
    for item_key in rules.ITEMS:
        if item_key not in choices:
            continue
        choice, before = choices[item_key] or "", known.get(item_key)
        if before is not None and (before.choice, before.wording_hash) == (choice, wording_hash):
            continue
        if before is not None:
            before.withdrawn_at = max(now, before.given_at)
            session.flush()
        if choice:
            session.add(
                Consent(
                    response_id=response_id, item_key=item_key, choice=choice, wording_hash=wording_hash,
                    given_at=now,
                )
            )  # fmt: skip
        if choice or before is not None:
            trail.record(
                session, "consent.noted", subject_kind="response", subject_id=response_id, at=now,
                respondent_invitation_id=respondent_invitation_id, link_id=link_id, item=item_key, choice=choice,
            )  # fmt: skip
    session.flush()


def withdraw(
    session: Session, response_id: int, item_key: str, *, now: datetime, account_id: int | None = None
) -> bool:
    """Withdraw a standing consent; returns whether there was one. What is rendered from now on leaves it out."""
    held = _held(session, response_id).get(item_key)
    if held is None:
        return False
    held.withdrawn_at = max(now, held.given_at)
    session.flush()
    trail.record(
        session, "consent.withdrawn", subject_kind="response", subject_id=response_id, at=now,
        account_id=account_id, item=item_key,
    )  # fmt: skip
    return True


def may_read_text(session: Session, response_id: int) -> bool:
    """Say whether the engine may read the answers."""
    consents = queries.standing(session, response_id)
    return rules.may_publish(None, consents=consents, target=Target.ANALYSIS).allowed


def publishable_keys(session: Session, response_id: int, target: Target) -> set[str]:
    """Return the keys of all fields (`F3`, `C5.stage`) and table columns (`H1.name`) that may appear at a target.

    Ask at render time, each time: a consent may have been withdrawn since.
    """
    consents = queries.standing(session, response_id)
    levels = queries.field_levels(session, response_id)
    return {
        key
        for key, level in levels.items()
        if rules.may_publish(level, consents=consents, target=target).allowed
    }


def must_be_anonymous(session: Session, response_id: int, target: Target = Target.EVERYONE) -> bool:
    """Say whether the organisation's name has to be hidden at a target (also when nothing may appear at all)."""
    if target is Target.EDITORS:
        return False
    return queries.standing(session, response_id).get(rules.CASEBOOK) != rules.YES


def _held(session: Session, response_id: int) -> dict[str, Consent]:
    rows = session.scalars(
        select(Consent)
        .where(Consent.response_id == response_id, Consent.withdrawn_at.is_(None))
        .with_for_update()
    )
    return {row.item_key: row for row in rows}
