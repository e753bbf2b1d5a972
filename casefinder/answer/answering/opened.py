"""A response as its respondent opens it: ids and values, the session is closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casefinder.answer.answers import ending_rules, queries
from casefinder.answer.answers.queries import AnswerView
from casefinder.answer.attachments import queries as attachments
from casefinder.answer.attachments import service as attaching
from casefinder.answer.attachments.queries import FileView
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import state_of, submissions
from casefinder.answer.responses.rules import ResponseState, may_take_back, state_when_taken_back
from casefinder.answer.returns.named import Named, named_questions
from casefinder.answer.returns.queries import Message, open_message
from casefinder.answer.snapshots import queries as snapshots
from casefinder.ask.invitations.errors import LinkNotFound
from casefinder.ask.invitations.queries import Invited
from casefinder.ask.invitations.rules import LinkScope, LinkState
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.organisations.rules import FACT_BY_KEY
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires.document import Document, Item, Section
from casefinder.ask.questionnaires.models import QuestionnaireVersion
from casefinder.ask.questionnaires.problems import Problem
from casefinder.ask.questionnaires.queries import document_by_hash
from casefinder.clock import utc_now
from casefinder.errors import NotFoundError
from casefinder.templating import thousands
from casefinder.tokyo import local


@dataclass(frozen=True)
class Begun:
    """A response that a link opens, and its questionnaire: all that saving needs to know beforehand."""

    invited: Invited
    response_id: int
    document: Document

    def section(self, key: str) -> Section:
        """Return one of the questionnaire's sections.

        Raises:
            NotFoundError: It has no such section, or the link does not open it.
        """
        found = next((each for each in self.document.sections if each.key == key), None)
        if found is None or not self.invited.opens_section(key):
            raise NotFoundError
        return found

    def item(self, key: str) -> Item:
        """Return one of the questionnaire's items.

        Raises:
            NotFoundError: It has no such item, or the link does not open its section.
        """
        for section in self.document.sections:
            for item in section.items:
                if item.key == key and self.invited.opens_section(section.key):
                    return item
        raise NotFoundError


@dataclass(frozen=True)
class Opened(Begun):
    """A response as its respondent sees it now: ids and values, the session is closed."""

    content_hash: str
    state: ResponseState
    revision: int
    saved_at: datetime | None
    submitted_at: datetime | None
    receipt_number: str | None
    edition: int
    answers: Mapping[str, AnswerView]
    marks: Mapping[str, bool]
    message: Message | None
    files: Sequence[FileView]
    file_problems: Mapping[str, tuple[Problem, ...]]
    facts: Sequence[tuple[str, str]]
    named: Sequence[Named]  # the questions that the editors' message names
    today: date  # in Tokyo

    @property
    def is_writable(self) -> bool:
        """Whether answers may be changed now."""
        if self.state is ResponseState.RETURNED:
            return True
        return self.state is ResponseState.DRAFT and self.invited.state is not LinkState.CLOSED

    @property
    def may_take_back(self) -> bool:
        """Whether it can be taken back now: no editor has opened it, and it could be submitted again."""
        is_taken = self.invited.state is not LinkState.CLOSED
        again = is_taken or state_when_taken_back(self.state) is ResponseState.RETURNED
        return again and may_take_back(self.state)

    @property
    def may_begin_another(self) -> bool:
        """Whether a further initiative may be reported now: this one is written in, and the campaign takes answers."""
        own = self.invited.is_own and self.invited.scope is LinkScope.RESPONSE
        is_taken = self.invited.state is not LinkState.CLOSED
        return own and is_taken and self.revision > 0 and not self.is_ended

    @property
    def to_correct(self) -> tuple[str, ...]:
        """Keys of the items that the editors asked about and that say still the same."""
        return tuple(item.key for item in self.still_named)

    @property
    def still_named(self) -> list[Item]:
        """The items that the editors asked about and that say still the same, in the message's order."""
        return [each.item for each in self.named if not each.is_changed]

    @property
    def is_ended(self) -> bool:
        """Whether 今回は該当なし was answered."""
        return ending_rules.is_ended(self.document, self.answers)


_CONTENT_HASH = (
    select(QuestionnaireVersion.content_hash)
    .join(Response, Response.version_id == QuestionnaireVersion.id)
    .where(Response.id == bindparam("response_id"))
)


def begun_by(session: Session, invited: Invited) -> Begun:
    """Return the response behind a link with its questionnaire, and nothing else.

    Raises:
        LinkNotFound: 開く was never pressed.
    """
    content_hash = session.connection().scalar(_CONTENT_HASH, {"response_id": invited.response_id})
    if content_hash is None or invited.response_id is None:
        raise LinkNotFound
    return Begun(invited, invited.response_id, document_by_hash(session, content_hash))


def opened_by(session: Session, invited: Invited) -> Opened:
    """Return all that pages need of an invitation's response.

    Raises:
        LinkNotFound: 開く was never pressed.
    """
    response = session.get(Response, invited.response_id) if invited.response_id else None
    if response is None:
        raise LinkNotFound
    document = questionnaires.document_of(response.version)
    answers = queries.answers_of(session, response.id)
    message = open_message(session, response.id)
    return Opened(
        invited=invited,
        response_id=response.id,
        document=document,
        content_hash=response.version.content_hash,
        state=state_of(response),
        revision=response.revision,
        saved_at=response.saved_at,
        submitted_at=response.submitted_at,
        receipt_number=response.receipt_number,
        edition=submissions(session, response.id),
        answers=answers,
        marks=queries.marks_of(session, response.id),
        message=message,
        files=attachments.files_of(session, response.id, with_removed=True),
        file_problems=attaching.problems_of(session, response.id, document, answers),
        facts=facts_of(session.get_one(Organisation, invited.organisation_id)),
        named=named_in(session, response.id, document, message, answers),
        today=local(utc_now()).date(),
    )


def named_in(
    session: Session,
    response_id: int,
    document: Document,
    message: Message | None,
    answers: Mapping[str, AnswerView],
) -> list[Named]:
    """Return the questions that the editors' message names, compared with what was submitted."""
    said = snapshots.said_answers(session, response_id) if message else None
    return named_questions(document, message, answers, said[1] if said else None)


def facts_of(organisation: Organisation) -> list[tuple[str, str]]:
    """Return what the register knows, as label and text."""
    facts = [(_("Name of the organisation"), organisation.display_name)]
    if organisation.code:
        facts.append((_("Code"), organisation.code))
    if organisation.subprefecture:
        facts.append((_("Sub-prefecture"), organisation.subprefecture))
    place = {kind: number for number, kind in enumerate(FACT_BY_KEY)}
    for fact in sorted(organisation.facts, key=lambda fact: place.get(fact.kind, len(place))):
        known = FACT_BY_KEY.get(fact.kind)
        value = f"{thousands(fact.value)}{known.unit if known else ''}"
        facts.append(
            (_(known.label) if known else fact.kind, _("%(value)s (%(year)s)", value=value, year=fact.year))
        )
    return facts
