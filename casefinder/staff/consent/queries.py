"""Reading the ledger."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casefinder.staff.consent.models import Consent
from casefinder.staff.consent.rules import YES, Scope


@dataclass(frozen=True)
class Entry:
    """One line of the ledger."""

    scope: str
    question_key: str
    choice: str
    given_at: datetime
    withdrawn_at: datetime | None


def ledger(session: Session, response_id: int) -> list[Entry]:
    """Return everything a response ever said about consent, the oldest first."""
    rows = session.execute(
        select(Consent.scope, Consent.question_key, Consent.choice, Consent.given_at, Consent.withdrawn_at)
        .where(Consent.response_id == response_id)
        .order_by(Consent.given_at, Consent.id)
    )
    return [Entry(*row) for row in rows]


def standing(session: Session, response_id: int) -> dict[str, str]:
    """Return the ledger's consents that were not withdrawn, by scope."""
    return standing_of(session, [response_id])[response_id]


def standing_of(session: Session, response_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Return the same for several responses in one query; a response without a consent has an empty entry."""
    found: dict[int, dict[str, str]] = {response_id: {} for response_id in response_ids}
    rows = session.execute(
        select(Consent.response_id, Consent.scope, Consent.choice).where(
            Consent.response_id.in_(found), Consent.withdrawn_at.is_(None)
        )
    )
    for response_id, scope, choice in rows:
        found[response_id][scope] = choice
    return found


def agreeing(scope: Scope) -> Select[int]:
    """Return, as a subquery, the responses whose ledger says yes to a scope now."""
    return select(Consent.response_id).where(
        Consent.scope == scope, Consent.choice == YES, Consent.withdrawn_at.is_(None)
    )
