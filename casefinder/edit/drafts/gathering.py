"""What a case is made from: sources and pictures, read through the statement that counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.snapshots.rules import Statement, Submitted, SubmittedFile
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation
from casefinder.edit.drafts.sources import Source, sources
from casefinder.staff.consent.rules import Target


@dataclass(frozen=True)
class Gathered:
    """A response's answers as they may be used now; `statement` is None when it was taken back."""

    sources: list[Source]
    publishable: frozenset[str]
    is_anonymous: bool
    organisation: Organisation
    submitted_at: datetime
    statement: Statement | None

    @property
    def may_print(self) -> bool:
        """Whether the consent lets anything appear."""
        return bool(self.publishable)

    @property
    def answers(self) -> Mapping[str, Submitted]:
        """The answers by item key."""
        return self.statement.answers if self.statement else {}

    @property
    def numbers(self) -> dict[str, str]:
        """Item key → number that people see."""
        return self.statement.document.numbers if self.statement else {}

    @property
    def pictures(self) -> tuple[SubmittedFile, ...]:
        """The pictures that were sent for print."""
        if self.statement is None:
            return ()
        asked = {place.item.key for place in self.statement.document.all_meant("picture")}
        return tuple(file for file in self.statement.files if file.question_key in asked and file.is_image)

    @property
    def not_measured(self) -> bool:
        """Whether the respondent said that no effect can be measured yet."""
        asked = self.statement.document.meant("effect_rows") if self.statement else None
        measures = self.answers.get(asked.item.key) if asked else None
        return bool(measures and measures.alternative)

    def may_show(self, attachment_id: int | None, target: Target = Target.EVERYONE) -> bool:
        """Say whether a picture may appear at a target."""
        file = self.statement.file(attachment_id) if self.statement else None
        return bool(self.statement and file and self.statement.may_show(file, target).allowed)


def gather(session: Session, response_id: int) -> Gathered:
    """Return the answers of a response that count, each marked by whether everyone may read it."""
    return gather_all(session, [response_id])[response_id]


def gather_all(session: Session, response_ids: Iterable[int]) -> dict[int, Gathered]:
    """Return the same for several responses, in a number of queries that does not grow with them."""
    ids = set(response_ids)
    found = snapshots.statements(session, ids)
    rows = session.execute(
        select(Response.id, Response.started_at, Organisation)
        .join(Invitation, Invitation.id == Response.invitation_id)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .where(Response.id.in_(ids))
    )
    return {
        response_id: _gathered(found.get(response_id), organisation, started_at)
        for response_id, started_at, organisation in rows
    }


def _gathered(said: Statement | None, organisation: Organisation, started_at: datetime) -> Gathered:
    if said is None:
        return Gathered([], frozenset(), True, organisation, started_at, None)
    keys = said.publishable(Target.EVERYONE)
    found = sources(said.document, said.answers, keys)
    return Gathered(found, keys, said.is_anonymous(), organisation, said.taken_at, said)
