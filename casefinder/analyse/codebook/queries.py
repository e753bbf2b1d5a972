"""Themes with what became of them: accepted codings, decided suggestions, cues that hit, example sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from casefinder.analyse.coding.models import STANDING, Coding
from casefinder.analyse.suggestions.models import PROPOSED, DecisionTally, Suggestion
from casefinder.analyse.suggestions.rules import ALL_CUES
from casefinder.analyse.themes.models import Theme
from casefinder.analyse.themes.rules import Family, acceptance, family_of, is_low
from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.texts.models import SourceText
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.questionnaires.document import Document

EXAMPLES = 8
SORTS = ("codebook", "name", "codings", "waiting", "share")


@dataclass(frozen=True)
class Counts:
    """What people did with a theme: codings that stand, suggestions undecided, accepted, rejected."""

    codings: int = 0
    waiting: int = 0
    accepted: int = 0
    rejected: int = 0

    @property
    def share(self) -> float | None:
        """Share of decided suggestions that were accepted, in [0, 1]."""
        return acceptance(self.accepted, self.rejected)

    @property
    def is_low(self) -> bool:
        """Whether the share is low enough to look at."""
        return is_low(self.accepted, self.rejected)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.codings + other.codings, self.waiting + other.waiting,
            self.accepted + other.accepted, self.rejected + other.rejected,
        )  # fmt: skip


@dataclass(frozen=True)
class ThemeRow:
    """One theme in the list."""

    key: str
    name: str
    family: Family
    definition: str
    include: str
    exclude: str
    note: str
    cues: tuple[str, ...]
    revision: int
    retired_at: datetime | None
    counts: Counts


@dataclass(frozen=True)
class CueRow:
    """How often a cue led to suggestions that people decided, and how often they accepted."""

    cue: str
    decided: int
    accepted: int

    @property
    def share(self) -> float:
        """Accepted share in [0, 1]."""
        return self.accepted / self.decided if self.decided else 0.0

    @property
    def is_low(self) -> bool:
        """Whether the cue misleads more often than it helps."""
        return is_low(self.accepted, self.decided - self.accepted)


_ORDER: Mapping[str, Callable[[ThemeRow], Any]] = {
    "name": lambda row: row.name,
    "codings": lambda row: -row.counts.codings,
    "waiting": lambda row: -row.counts.waiting,
    "share": lambda row: (
        2.0 if row.counts.share is None else row.counts.share
    ),  # what misleads most comes first
}


def theme_rows(
    session: Session,
    counts: Mapping[int, Counts],
    *,
    words: str = "",
    with_retired: bool = False,
    sort: str = "codebook",
) -> list[ThemeRow]:
    """Return the themes in order (a key of `SORTS`), those whose texts hold `words` when given."""
    query = select(Theme).order_by(Theme.position, Theme.id)
    if not with_retired:
        query = query.where(Theme.retired_at.is_(None))
    if words:
        texts = (Theme.name, Theme.definition, Theme.include, Theme.key)
        query = query.where(or_(*(text.contains(words, autoescape=True) for text in texts)))
    rows = [_row(theme, counts.get(theme.id, Counts())) for theme in session.scalars(query)]
    return sorted(rows, key=_ORDER[sort]) if sort in _ORDER else rows


def theme_row(session: Session, key: str) -> ThemeRow | None:
    """Return one theme, retired or not; None when there is none."""
    theme = session.scalar(select(Theme).where(Theme.key == key))
    return _row(theme, counts(session, theme.id).get(theme.id, Counts())) if theme else None


def _row(theme: Theme, counts: Counts) -> ThemeRow:
    return ThemeRow(
        theme.key, theme.name, family_of(theme.family), theme.definition, theme.include, theme.exclude,
        theme.note, tuple(theme.cues), theme.revision, theme.retired_at, counts,
    )  # fmt: skip


def counts(session: Session, theme_id: int | None = None) -> dict[int, Counts]:
    """Return what people did with every theme, or with one, by the theme's id.

    A mark of two coders counts once; a copy that stayed with an old text does not count.
    """
    found: dict[int, Counts] = {}
    marks = (
        select(Coding.theme_id, Coding.source_text_id, Coding.start_char, Coding.end_char)
        .where(STANDING)
        .distinct()
        .subquery()
    )
    coded = select(marks.c.theme_id, func.count()).group_by(marks.c.theme_id)
    waiting = (
        select(Suggestion.theme_id, func.count())
        .where(PROPOSED, Suggestion.decision.is_(None), Suggestion.moved_to_id.is_(None))
        .group_by(Suggestion.theme_id)
    )
    decided = select(DecisionTally).where(DecisionTally.cue == ALL_CUES)
    if theme_id is not None:
        coded = coded.where(marks.c.theme_id == theme_id)
        waiting = waiting.where(Suggestion.theme_id == theme_id)
        decided = decided.where(DecisionTally.theme_id == theme_id)
    for id_, number in session.execute(coded):
        found[id_] = Counts(codings=number)
    for id_, number in session.execute(waiting):
        found[id_] = found.get(id_, Counts()) + Counts(waiting=number)
    for row in session.scalars(decided):
        own = Counts(accepted=row.accepted, rejected=row.rejected)
        found[row.theme_id] = found.get(row.theme_id, Counts()) + own
    return found


def cue_rows(session: Session, key: str) -> list[CueRow]:
    """Return how well the cues of a theme did, the most used first."""
    number = DecisionTally.accepted + DecisionTally.rejected
    rows = session.execute(
        select(DecisionTally.cue, number, DecisionTally.accepted)
        .join(Theme, DecisionTally.theme_id == Theme.id)
        .where(Theme.key == key, DecisionTally.cue != ALL_CUES, number > 0)
        .order_by(number.desc(), DecisionTally.cue)
    )
    return [CueRow(*row) for row in rows]


@dataclass(frozen=True)
class Example:
    """The words that carry a theme, and whose they are."""

    response_id: int
    question_key: str
    number: str  # of the question
    organisation: str
    words: str


def examples(session: Session, key: str, *, with_internal: bool, limit: int = EXAMPLES) -> list[Example]:
    """Return words that got a theme last; only where the respondent (still) agrees to text analysis.

    Args:
        session: A reading session.
        key: The theme's.
        with_internal: Whether answers for editors only are shown.
        limit: How many at most.
    """
    last = Coding.created_at.desc(), Coding.id.desc()
    theme_id = select(Theme.id).where(Theme.key == key).scalar_subquery()
    newest = select(Coding.id).where(STANDING, Coding.theme_id == theme_id).order_by(*last).limit(4 * limit)
    rows = session.execute(
        select(Coding, SourceText, Organisation)
        .join(SourceText, Coding.source_text_id == SourceText.id)
        .join(Response, Coding.response_id == Response.id)
        .join(Invitation, Response.invitation_id == Invitation.id)
        .join(Organisation, Invitation.organisation_id == Organisation.id)
        .where(Coding.id.in_(newest))
        .order_by(*last)
    ).all()
    said = snapshots.statements(session, {coding.response_id for coding, _, _ in rows}, keys=lambda _: ())
    found: dict[tuple[int, int, int], Example] = {}
    for coding, source, organisation in rows:
        statement = said.get(coding.response_id)
        if statement is None or not statement.may_read_text:
            continue
        if statement.level(source.key) == "editors" and not with_internal:
            continue
        words = source.text[coding.start_char : coding.end_char]
        number = _number(statement.document, source.key)
        found.setdefault(
            (source.id, coding.start_char, coding.end_char),
            Example(coding.response_id, source.key, number, organisation.display_name, words),
        )
    return list(found.values())[:limit]


def _number(document: Document, field_key: str) -> str:
    return next(
        (item.number for item in document.items() if any(field.key == field_key for field in item.fields)), ""
    )
