"""Whom to call at an organisation: who filled in what it submitted last, in whatever campaign."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots.queries import statements
from casefinder.answer.snapshots.rules import Statement, items_about
from casefinder.ask.invitations.models import Invitation

ASKED = ("respondent.name", "respondent.post", "respondent.phone")


@dataclass(frozen=True)
class Person:
    """Who filled in the last answers: for editors only."""

    name: str
    post: str
    phone: str


def persons_of(session: Session, organisation_ids: Iterable[int]) -> dict[int, Person]:
    """Return whom to call at some organisations; those that never submitted anything are left out."""
    newest = (
        select(Invitation.organisation_id, func.max(Response.id))
        .join(Response, Response.invitation_id == Invitation.id)
        .where(Invitation.organisation_id.in_(set(organisation_ids)), Response.snapshot_id.is_not(None))
        .group_by(Invitation.organisation_id)
    )
    responses = {response_id: organisation_id for organisation_id, response_id in session.execute(newest)}
    said = statements(session, responses, keys=items_about(*ASKED))
    return {responses[key]: _person(each) for key, each in said.items()}


def _person(said: Statement) -> Person:
    return Person(*(value if isinstance(value, str) else "" for value in map(said.value, ASKED)))
