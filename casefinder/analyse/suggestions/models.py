"""What the engine found: one reading of a response, its suggestions, entities, figures and key phrases."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, and_, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casefinder.analyse.themes.models import Theme
from casefinder.answer.texts.models import MarkMixin
from casefinder.db import Base, Json
from casefinder.work import WorkMixin

WAITING = text("done_at IS NULL AND failed_at IS NULL")

# SQLite uses a partial index only where the query says the condition in the same words.
_PROPOSED = "is_ticked{} AND superseded_at IS NULL"
_WAITING = f"{_PROPOSED} AND decision IS NULL AND moved_to_id IS NULL"


class Reading(WorkMixin, Base):
    """A request to read one response at one revision; the work row of the text engine.

    A revision is read anew when an editor asks for it after the codebook changed; one request at a time waits.
    """

    __tablename__ = "reading"
    __table_args__ = (
        Index(
            "uq_reading_waiting", "response_id", "response_revision", unique=True, sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), index=True)
    response_revision: Mapped[int]
    engine_version: Mapped[str | None]
    training_hash: Mapped[str | None]  # the training file that the engine had learned from
    threshold: Mapped[float | None]  # from which score on the engine says yes
    texts: Mapped[dict[str, Any]] = mapped_column(
        Json, default=dict
    )  # question key → SHA-256 of the text read


class Suggestion(MarkMixin, Base):
    """The machine's proposal of a theme on a sentence; marked as such until a person decides."""

    __tablename__ = "suggestion"
    __table_args__ = (
        CheckConstraint("end_char > start_char", name="span_not_empty"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decision_has_time"),
        CheckConstraint("moved_to_id IS NULL OR superseded_at IS NOT NULL", name="copy_is_of_the_past"),
        UniqueConstraint("reading_id", "source_text_id", "start_char", "end_char", "theme_id"),
        Index("ix_suggestion_theme_id_decision_is_ticked", "theme_id", "decision", "is_ticked"),
        Index(
            "ix_suggestion_proposed", "response_id", "source_text_id", "start_char", "decision",
            sqlite_where=text(_PROPOSED.format(" = 1")), postgresql_where=text(_PROPOSED.format("")),
        ),
        Index(
            "ix_suggestion_waiting", "theme_id",
            sqlite_where=text(_WAITING.format(" = 1")), postgresql_where=text(_WAITING.format("")),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    reading_id: Mapped[int] = mapped_column(ForeignKey("reading.id"), index=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), index=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"))
    score: Mapped[float]
    is_ticked: Mapped[bool]  # the engine's own yes
    reasons: Mapped[list[Any]] = mapped_column(Json)  # [{"kind", "text"}]
    decision: Mapped[str | None]  # accepted | rejected
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    moved_to_id: Mapped[int | None] = mapped_column(
        ForeignKey("suggestion.id", ondelete="SET NULL"), index=True
    )
    theme: Mapped[Theme] = relationship()


PROPOSED = and_(Suggestion.is_ticked, Suggestion.superseded_at.is_(None))
"""What the engine says yes to, on a text that counts, decided or not."""


class Doubt(Base):
    """How many sentences of a response the engine doubts and nobody decided on; without a row there are none.

    Counted anew, in the same transaction, whenever suggestions of a response change (`doubts.recount`): the queue of the
    desk is sorted by it, and no page may count the suggestions of all responses.
    """

    __tablename__ = "doubt"

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), primary_key=True)
    sentences: Mapped[int]


class DecisionTally(Base):
    """How many suggestions of a theme people accepted and rejected: all of them, and those that a cue led to.

    Every decision adds its own in the same transaction (`tallies.note`). A suggestion that moved to a corrected text
    counts once, wherever it stands.
    """

    __tablename__ = "decision_tally"

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    cue: Mapped[str] = mapped_column(primary_key=True)  # empty: all suggestions of the theme
    accepted: Mapped[int]
    rejected: Mapped[int]


class Finding(Base):
    """An entity, effect figure or key phrase found in a text."""

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    reading_id: Mapped[int] = mapped_column(ForeignKey("reading.id"), index=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), index=True)
    source_text_id: Mapped[int] = mapped_column(ForeignKey("source_text.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str]  # entity | figure | keyphrase
    start_char: Mapped[int]
    end_char: Mapped[int]
    label: Mapped[str]  # PERSON, ORG, TECH, EFFECT; metric; phrase
    detail: Mapped[dict[str, Any]]  # as the engine gave it
