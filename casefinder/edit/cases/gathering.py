"""What a case is made from and judged by: sources, pictures, circumstances, asked anew each time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.coding import texts
from casefinder.answer.attachments.models import Attachment
from casefinder.answer.responses.models import Response
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation
from casefinder.edit.cases import fonts
from casefinder.edit.cases.checks import Circumstances
from casefinder.edit.cases.naming import organisation_spellings
from casefinder.edit.cases.sources import Source, sources
from casefinder.staff.consent import service as consent
from casefinder.staff.consent.rules import Target
from casefinder.tokyo import day_of

PICTURE_KEY = "K1"
PERSON_KEYS = ("H1.name", "B3.name")
MEASURES = "I1"


@dataclass(frozen=True)
class Gathered:
    """A response's answers as they may be used now."""

    sources: list[Source]
    publishable: frozenset[str]
    is_anonymous: bool
    organisation: Organisation
    submitted_at: datetime
    answers: Mapping[str, texts.Submitted]

    @property
    def may_print(self) -> bool:
        """Whether the consent lets anything appear."""
        return bool(self.publishable)


def gather(session: Session, response_id: int) -> Gathered:
    """Return the submitted answers of a response, each marked by whether everyone may read it."""
    response = session.get_one(Response, response_id)
    keys = frozenset(consent.publishable_keys(session, response_id, Target.EVERYONE))
    answers = texts.submitted_answers(session, response)
    organisation = session.scalars(
        select(Organisation)
        .join(Invitation, Invitation.organisation_id == Organisation.id)
        .where(Invitation.id == response.invitation_id)
    ).one()
    return Gathered(
        sources(texts.document_of(session, response.version_id), answers, keys),
        keys,
        consent.must_be_anonymous(session, response_id),
        organisation,
        response.submitted_at or response.started_at,
        answers,
    )


def pictures(session: Session, response_id: int) -> list[Attachment]:
    """Return the pictures sent with K1."""
    return list(
        session.scalars(
            select(Attachment)
            .where(Attachment.response_id == response_id, Attachment.question_key == PICTURE_KEY)
            .where(Attachment.removed_at.is_(None), Attachment.media_type.like("image/%"))
            .order_by(Attachment.position, Attachment.id)
        )
    )


def circumstances(session: Session, response_id: int, *, now: datetime) -> Circumstances:
    """Return what the checks have to know about a response."""
    found = gather(session, response_id)
    measures = found.answers.get(MEASURES)
    return Circumstances(
        today=day_of(now),
        publishable=found.publishable,
        may_print=found.may_print,
        picture_allowed=PICTURE_KEY in found.publishable,
        is_anonymous=found.is_anonymous,
        organisation_names=organisation_spellings(found.organisation.name),
        person_names=tuple(
            dict.fromkeys(
                each.text for each in found.sources if each.key in PERSON_KEYS and not each.is_publishable
            )
        ),
        charset=fonts.printable(),
        present_texts={(each.key, each.row): each.text for each in found.sources},
        not_measured=bool(measures and measures.alternative),
    )
