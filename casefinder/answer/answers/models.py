"""Answers: the present value of each item, its history, and what is said of a section."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casefinder.db import Base


class Answer(Base):
    """The present value of one item (all its fields in one JSON object keyed by field), with revision.

    value: {"": "text"} for a one-field item, {"stage": …, "started": …} for several,
    {"rows": [{…}]} for a table, {"files": [attachment ids]} for files.
    """

    __tablename__ = "answer"

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), primary_key=True)
    question_key: Mapped[str] = mapped_column(primary_key=True)  # item key: F3, C5
    value: Mapped[dict[str, Any]]
    revision: Mapped[int]  # of this item, from 1
    audience: Mapped[str | None]  # chosen level; None = the questionnaire's default
    is_spoken: Mapped[bool] = mapped_column(default=False)  # 口頭で答えたい
    alternative: Mapped[str | None]  # not_measurable | halfway | none …
    source: Mapped[str] = mapped_column(default="web")
    link_id: Mapped[int | None] = mapped_column(ForeignKey("link.id"))  # whose holder wrote it
    saved_at: Mapped[datetime]


class AnswerRevision(Base):
    """A kept earlier state of an item; rows are cut on leaving a section, submit and return."""

    __tablename__ = "answer_revision"
    __table_args__ = (
        UniqueConstraint("response_id", "question_key", "revision"),
        Index(
            "ix_answer_revision_spoken",
            "id",
            sqlite_where=text("is_spoken = 1"),
            postgresql_where=text("is_spoken"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), index=True)
    question_key: Mapped[str]
    revision: Mapped[int]
    value: Mapped[dict[str, Any]]
    audience: Mapped[str | None]
    is_spoken: Mapped[bool]
    alternative: Mapped[str | None]
    link_id: Mapped[int | None] = mapped_column(ForeignKey("link.id"))  # whose holder wrote it
    saved_at: Mapped[datetime]
    kept_at: Mapped[datetime]
    reason: Mapped[str]  # section | submit | return | author


class SectionMark(Base):
    """What the respondent says of a section: finished, or to go on later."""

    __tablename__ = "section_mark"

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), primary_key=True)
    section_key: Mapped[str] = mapped_column(primary_key=True)
    is_finished: Mapped[bool]
    marked_at: Mapped[datetime]
