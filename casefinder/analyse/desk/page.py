"""All that the desk shows of one response, read at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.coding import queries
from casefinder.analyse.coding.queries import EarlierCoding
from casefinder.analyse.desk import sentences as desk
from casefinder.analyse.desk.sentences import Question, ReadingView, Sentence
from casefinder.analyse.themes.models import Theme
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import state_of
from casefinder.answer.responses.rules import ResponseState
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.snapshots.rules import Statement
from casefinder.answer.snapshots.spoken_rules import SpokenWish, spoken_wish
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation, OrganisationFact
from casefinder.ask.questionnaires.answers import GivenAnswer, show_item
from casefinder.ask.questionnaires.numbering import number_of
from casefinder.errors import NotFoundError

SILENT_KINDS = frozenset({"explanation", "file"})


@dataclass(frozen=True)
class ShortAnswer:
    """An answer that is only read: its item, title, text as shown, and who may see it."""

    number: str
    title: str
    text: str
    audience: str


@dataclass(frozen=True)
class Page:
    """One response on the desk."""

    response_id: int
    state: ResponseState
    title: str
    organisation: str
    subprefecture: str
    campaign: str
    fields: tuple[str, ...]
    population: float | None
    submitted_at: datetime
    accepted_at: datetime | None
    is_analysed: bool
    reading: ReadingView
    questions: tuple[Question, ...]
    others: tuple[ShortAnswer, ...]
    earlier: tuple[EarlierCoding, ...]
    numbers: Mapping[str, str]
    consent_number: str  # of the question that asks for consent to analysis, empty when none does
    wish: SpokenWish | None

    @property
    def sentences(self) -> list[Sentence]:
        """All sentences in order."""
        return [sentence for question in self.questions for sentence in question.sentences]

    @property
    def total(self) -> int:
        """How many sentences have a proposal or were decided."""
        return sum(sentence.has_notes for sentence in self.sentences)

    @property
    def settled(self) -> int:
        """How many of them wait for nothing."""
        return sum(sentence.has_notes and not sentence.is_open for sentence in self.sentences)

    @property
    def first_open(self) -> int:
        """Number of the first sentence with an undecided proposal, else of the first sentence."""
        return next((sentence.number for sentence in self.sentences if sentence.is_open), 1)

    def number_at(self, question_key: str, start: int) -> int:
        """Return the number of the sentence that holds a code point of an answer."""
        own = [s for s in self.sentences if s.question_key == question_key and s.start <= start]
        return own[-1].number if own else self.first_open

    def number_of(self, question_key: str) -> str:
        """Return what people see of the key of a question."""
        return number_of(self.numbers, question_key)

    def next_open(self, number: int) -> int:
        """Return the number of the next sentence that waits for a decision, from `number` on and round again."""
        waiting = [sentence.number for sentence in self.sentences if sentence.is_open]
        return next((n for n in waiting if n >= number), waiting[0] if waiting else number)


def read_page(session: Session, response_id: int) -> Page:
    """Return a response for the desk.

    Raises:
        NotFoundError: There is none, it was never submitted, or it was taken back.
    """
    response = session.get(Response, response_id)
    said = snapshots.statement(session, response_id)
    if response is None or said is None:
        raise NotFoundError
    invitation = session.get_one(Invitation, response.invitation_id)
    organisation = session.get_one(Organisation, invitation.organisation_id)
    long_texts, analysed = said.long_texts(), said.may_read_text
    return Page(
        response_id,
        state_of(response),
        said.title,
        organisation.display_name,
        organisation.subprefecture,
        session.get_one(Campaign, invitation.campaign_id).title,
        said.fields,
        _population(session, organisation.id),
        said.taken_at,
        response.accepted_at,
        analysed,
        desk.reading_of(session, response_id),
        tuple(desk.questions(session, response_id, long_texts, analysed=analysed)),
        tuple(_others(said, {text.question_key for text in long_texts})),
        tuple(queries.earlier_codings(session, response_id)) if analysed else (),
        said.document.numbers,
        _consent_number(said),
        spoken_wish(said),
    )


def _consent_number(said: Statement) -> str:
    asked = said.document.meant("consent.analysis")
    return asked.item.number if asked else ""


def _population(session: Session, organisation_id: int) -> float | None:
    return session.scalar(
        select(OrganisationFact.value)
        .where(OrganisationFact.organisation_id == organisation_id, OrganisationFact.kind == "population")
        .order_by(OrganisationFact.year.desc())
        .limit(1)
    )


def _others(said: Statement, long_keys: set[str]) -> list[ShortAnswer]:
    found = []
    for item in said.document.items():
        answer = said.answers.get(item.key)
        if answer is None or item.key in long_keys or all(f.kind in SILENT_KINDS for f in item.fields):
            continue
        given = GivenAnswer(answer.value, answer.audience, answer.is_spoken, answer.alternative)
        if shown := show_item(item, given).strip():
            found.append(ShortAnswer(item.number, item.title, shown, said.level(item.fields[0].key)))
    return found


@dataclass(frozen=True)
class ThemeChoice:
    """A theme to choose from."""

    key: str
    name: str
    family: str
    definition: str
    cues: tuple[str, ...]


def themes_in_use(session: Session) -> list[ThemeChoice]:
    """Return the themes that can be set, in the codebook's order."""
    rows = session.scalars(select(Theme).where(Theme.retired_at.is_(None)).order_by(Theme.position, Theme.id))
    return [ThemeChoice(t.key, t.name, t.family, t.definition, tuple(t.cues)) for t in rows]
