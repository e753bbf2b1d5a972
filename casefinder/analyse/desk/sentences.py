"""One response as the desk shows it: sentences with what people decided and what the machine proposes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.coding import queries, rules
from casefinder.analyse.coding.queries import CodingView
from casefinder.analyse.coding.texts import LongText
from casefinder.analyse.desk.findings import Figure, entities_in, figures_in, findings_of
from casefinder.analyse.engine.sentences import split_sentences
from casefinder.analyse.suggestions.models import Reading, Suggestion
from casefinder.analyse.suggestions.queries import present_training
from casefinder.analyse.themes.models import Theme
from casefinder.answer.texts.models import SourceText
from casefinder.spans import Span
from casefinder.staff.accounts.models import Account

MAX_CANDIDATES = 9
LEAST_SCORE = 0.02  # beside a proposal, what is less likely than this is no candidate


@dataclass(frozen=True)
class SuggestionView:
    """A suggestion as it is shown; `decision` is None until a person decides."""

    id: int
    question_key: str
    start: int
    end: int
    theme_key: str
    theme_name: str
    family: str
    score: float
    is_ticked: bool
    reasons: tuple[Mapping[str, str], ...]
    decision: str | None
    decided_by: str | None

    @property
    def cues(self) -> tuple[str, ...]:
        """The cue words among its reasons."""
        return tuple(reason["text"] for reason in self.reasons if reason["kind"] == "cue")


@dataclass(frozen=True)
class Sentence:
    """One sentence: what was accepted, what was rejected, what is proposed, what else would be possible."""

    number: int
    question_key: str
    start: int
    end: int
    gap: str  # white space before it, as typed
    runs: tuple[rules.Run, ...]
    codings: tuple[CodingView, ...]
    touching: tuple[CodingView, ...]  # also those that began in an earlier sentence
    rejected: tuple[SuggestionView, ...]
    proposals: tuple[SuggestionView, ...]
    others: tuple[SuggestionView, ...]

    @property
    def candidates(self) -> tuple[SuggestionView, ...]:
        """Undecided suggestions, those the engine says yes to first, at most nine for the keys 1 to 9."""
        return (self.proposals + self.others)[:MAX_CANDIDATES]

    @property
    def is_open(self) -> bool:
        """Whether a proposal waits for a decision."""
        return bool(self.proposals)

    @property
    def has_notes(self) -> bool:
        """Whether the margin has something to say about it."""
        return bool(self.codings or self.rejected or self.proposals)


@dataclass(frozen=True)
class Question:
    """One long answer on the desk."""

    text: LongText
    sentences: tuple[Sentence, ...]
    tail: str
    entities: tuple[tuple[str, str], ...]  # label, words
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class ReadingView:
    """How far the engine is: none, waiting, done, failed; with its threshold once done.

    `is_older`: it is done, and the codebook was changed since.
    """

    state: str
    threshold: float | None = None
    reading_id: int | None = None
    requested_at: datetime | None = None
    is_older: bool = False


def reading_of(session: Session, response_id: int) -> ReadingView:
    """Return the state of a response's newest reading; the threshold is that of the last one done."""
    rows = session.scalars(
        select(Reading).where(Reading.response_id == response_id).order_by(Reading.id.desc())
    ).all()
    if not rows:
        return ReadingView("none")
    newest = rows[0]
    state = "done" if newest.done_at else "failed" if newest.failed_at else "waiting"
    threshold = next((row.threshold for row in rows if row.threshold is not None), None)
    is_older = state == "done" and newest.training_hash != present_training(session).hash
    return ReadingView(state, threshold, newest.id, newest.requested_at, is_older)


def questions(
    session: Session, response_id: int, texts: Sequence[LongText], *, analysed: bool
) -> list[Question]:
    """Return the long answers with their sentences, numbered through the whole response.

    Args:
        session: A reading session.
        response_id: Whose.
        texts: The long answers as submitted.
        analysed: Whether the respondent agreed to analysis; without it there are only sentences.
    """
    codings = queries.accepted_codings(session, response_id) if analysed else []
    suggestions = _suggestions(session, response_id) if analysed else []
    findings = findings_of(session, response_id) if analysed else []
    shown: list[Question] = []
    number = 1
    for text in texts:
        own = [s for s in suggestions if s.question_key == text.question_key]
        mine = [c for c in codings if c.question_key == text.question_key]
        sentences, tail = _sentences(text, mine, own, number)
        number += len(sentences)
        here = [found for key, found in findings if key == text.question_key]
        shown.append(Question(text, sentences, tail, entities_in(text, here), figures_in(here)))
    return shown


def _sentences(
    text: LongText, codings: Sequence[CodingView], suggestions: Sequence[SuggestionView], first: int
) -> tuple[tuple[Sentence, ...], str]:
    spans = [Span(start, end) for start, end in split_sentences(text.text)]
    places = range(len(spans))
    by_place: dict[int, list[SuggestionView]] = {place: [] for place in places}
    for suggestion in suggestions:
        by_place[rules.sentence_of(spans, suggestion.start)].append(suggestion)
    coded: dict[int, list[CodingView]] = {place: [] for place in places}
    for coding in codings:
        coded[rules.sentence_of(spans, coding.start)].append(coding)
    found, at = [], 0
    for place, span in enumerate(spans):
        gap, at = text.text[at : span.start], span.end
        found.append(_sentence(text, span, gap, first + place, codings, coded[place], by_place[place]))
    return tuple(found), text.text[at:]


def _sentence(
    text: LongText,
    span: Span,
    gap: str,
    number: int,
    codings: Sequence[CodingView],
    own: Sequence[CodingView],
    suggestions: Sequence[SuggestionView],
) -> Sentence:
    touching = [c for c in codings if span.overlaps(Span(c.start, c.end))]
    taken = {coding.theme_key for coding in touching}
    undecided = sorted(
        (s for s in suggestions if s.decision is None and s.theme_key not in taken),
        key=lambda s: (-s.score, s.theme_key),
    )
    has_proposal = any(s.is_ticked for s in undecided)
    cues = [cue for s in undecided[:1] for cue in s.cues]
    runs = rules.runs(
        text.text,
        span,
        [(c.id, Span(c.start, c.end)) for c in touching],
        rules.cue_spans(text.text, span, cues),
    )
    return Sentence(
        number, text.question_key, span.start, span.end, gap, tuple(runs), tuple(own), tuple(touching),
        tuple(s for s in suggestions if s.decision == "rejected" and s.theme_key not in taken),
        tuple(s for s in undecided if s.is_ticked),
        tuple(s for s in undecided if not s.is_ticked and (not has_proposal or s.score >= LEAST_SCORE)),
    )  # fmt: skip


def _suggestions(session: Session, response_id: int) -> list[SuggestionView]:
    rows = session.execute(
        select(Suggestion, SourceText.key, Theme, Account.name)
        .join(SourceText, Suggestion.source_text_id == SourceText.id)
        .join(Theme, Suggestion.theme_id == Theme.id)
        .outerjoin(Account, Suggestion.decided_by == Account.id)
        .where(Suggestion.response_id == response_id, Suggestion.superseded_at.is_(None))
        .order_by(Suggestion.start_char, Suggestion.score.desc(), Suggestion.id)
    )
    return [
        SuggestionView(
            s.id, key, s.start_char, s.end_char, theme.key, theme.name, theme.family, s.score,
            s.is_ticked, tuple(s.reasons), s.decision, name,
        )
        for s, key, theme, name in rows
        if s.decision is not None or theme.retired_at is None
    ]  # fmt: skip
