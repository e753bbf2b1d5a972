"""The kept states of a case: who changed it when, and what each of them changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.edit.cases import stored
from casefinder.edit.cases.canonical import places_from_json
from casefinder.edit.cases.content import Rows, text_of
from casefinder.edit.cases.models import CaseRevision
from casefinder.edit.layout.places import PLACES
from casefinder.staff.accounts.models import Account


@dataclass(frozen=True)
class KeptState:
    """A line of a case's history."""

    revision: int
    what: str
    who: str
    kept_at: datetime


def history(session: Session, case_id: int) -> list[KeptState]:
    """Return all kept states of a case, the newest first."""
    rows = session.execute(
        select(CaseRevision.revision, CaseRevision.what, Account.name, CaseRevision.kept_at)
        .join(Account, Account.id == CaseRevision.account_id)
        .where(CaseRevision.case_id == case_id)
        .order_by(CaseRevision.revision.desc())
    )
    return [KeptState(*row) for row in rows]


def last_author(session: Session, case_id: int) -> str:
    """Return who changed the case last."""
    return (
        session.scalar(
            select(Account.name)
            .join(CaseRevision, CaseRevision.account_id == Account.id)
            .where(CaseRevision.case_id == case_id)
            .order_by(CaseRevision.revision.desc())
            .limit(1)
        )
        or ""
    )


@dataclass(frozen=True)
class Change:
    """A place before and after a kept state, as texts row by row."""

    place: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def changes(session: Session, case_id: int, revision: int) -> list[Change]:
    """Return what a kept state changed against the one before."""
    after, before = stored.kept(session, case_id, revision), stored.kept(session, case_id, revision - 1)
    if after is None:
        return []
    now_there = places_from_json(after.content)
    then_there = places_from_json(before.content) if before else {}
    return [
        Change(place.key, _texts(then_there.get(place.key, ())), _texts(now_there.get(place.key, ())))
        for place in PLACES
        if then_there.get(place.key, ()) != now_there.get(place.key, ())
    ]


def _texts(rows: Rows) -> tuple[str, ...]:
    return tuple("　".join(text_of(row, column) for column in row) for row in rows)
