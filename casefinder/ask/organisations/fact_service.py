"""Taking over a looked-at file of dated values, in a handful of statements."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from casefinder.ask.organisations.errors import RegisterChanged
from casefinder.ask.organisations.fact_exchange import FactChange
from casefinder.ask.organisations.models import OrganisationFact
from casefinder.ask.organisations.queries import fact_ids, facts_known
from casefinder.staff.audit import service as trail


def take_over_facts(
    session: Session, found: Sequence[FactChange], *, now: datetime, account_id: int | None = None
) -> tuple[int, int]:
    """Write the values that a file adds and changes; lines that are wrong or say nothing new are passed over.

    Args:
        session: A writing session.
        found: What `fact_exchange.changes` found.
        now: When (UTC).
        account_id: Who takes over.

    Returns:
        How many values were added, and how many were changed.

    Raises:
        RegisterChanged: A value is no longer as the file was compared with it.
    """
    new = [change for change in found if change.act == "add"]
    changed = [change for change in found if change.act == "change"]
    present = facts_known(session)
    if any(present.get(_key(change)) != change.old for change in (*new, *changed)):
        raise RegisterChanged
    if new:
        session.execute(insert(OrganisationFact), [_row(change) for change in new])
    if changed:
        ids = fact_ids(session)
        rows = [
            {"id": ids[_key(change)], "value": change.fact.value, "source": change.fact.source}
            for change in changed
        ]
        session.execute(update(OrganisationFact), rows)
    trail.record_all(
        session,
        [
            (
                "organisation.fact_set",
                change.organisation_id,
                {"fact": change.fact.kind, "year": change.fact.year},
            )
            for change in (*new, *changed)
        ],
        subject_kind="organisation",
        at=now,
        account_id=account_id,
    )
    return len(new), len(changed)


def _key(change: FactChange) -> tuple[int, str, int]:
    return change.organisation_id or 0, change.fact.kind, change.fact.year


def _row(change: FactChange) -> dict[str, object]:
    fact = change.fact
    return {
        "organisation_id": change.organisation_id, "kind": fact.kind, "value": fact.value, "year": fact.year,
        "source": fact.source,
    }  # fmt: skip
