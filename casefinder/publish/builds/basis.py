"""What an edition's content rests on, as one value: it tells whether what was gathered still may be printed."""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.edit.casebooks.models import Edition
from casefinder.edit.cases.models import Case, EditionCase
from casefinder.errors import N_, ConflictError
from casefinder.staff.consent.models import Consent

T = TypeVar("T")
TRIES = 3


class Outdated(ConflictError):
    """What was gathered does not hold any more; it has to be gathered anew."""

    message = N_("The edition was being changed at this moment. Please try again.")


def basis_of(session: Session, edition_id: int) -> str:
    """Return a hash of all that may forbid to print what was gathered a moment ago; one query.

    These are the edition's revision, the revision and approval of each case in it, which statement of its respondent
    counts, and the consents that hold. Read it before gathering: then whatever changes meanwhile makes it differ.
    """
    rows = session.execute(
        select(
            Edition.revision, Case.id, Case.revision, Case.approved_hash, Response.snapshot_id,
            Consent.id, Consent.choice,
        )
        .outerjoin(EditionCase, EditionCase.edition_id == Edition.id)
        .outerjoin(Case, Case.id == EditionCase.case_id)
        .outerjoin(Response, Response.id == Case.response_id)
        .outerjoin(Consent, and_(Consent.response_id == Response.id, Consent.withdrawn_at.is_(None)))
        .where(Edition.id == edition_id)
        .order_by(Case.id, Consent.id)
    )  # fmt: skip
    return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()


def settled(attempt: Callable[[], T]) -> T:
    """Return what an attempt returns; it is made anew, three times at most, when what it gathered was outdated.

    Raises:
        Outdated: It was outdated each time.
    """
    for _ in range(TRIES - 1):
        try:
            return attempt()
        except Outdated:
            continue
    return attempt()
