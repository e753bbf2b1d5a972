"""Cases: one story we stand for, each sentence knowing its origin."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casefinder.db import Base, Json


class Case(Base):
    """A story drafted from a response, which may hold several; what nobody was asked is set by the editor."""

    __tablename__ = "case"
    __table_args__ = (
        CheckConstraint("(approved_at IS NULL) = (approved_hash IS NULL)", name="approval_has_hash"),
        CheckConstraint("(approved_at IS NULL) = (approved_by IS NULL)", name="approval_has_person"),
        CheckConstraint("headcount IS NULL OR headcount > 0", name="headcount_positive"),
        CheckConstraint("months IS NULL OR months > 0", name="months_positive"),
        CheckConstraint("discarded_at IS NULL OR approved_hash IS NULL", name="discarded_not_approved"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    chapter: Mapped[str | None]  # admin | health | industry | snow | learning
    trouble: Mapped[str | None]  # row of the finder
    headcount: Mapped[int | None]
    months: Mapped[int | None]
    confirmed_on: Mapped[date | None]  # 確認日
    illustration_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approved_hash: Mapped[str | None] = mapped_column(index=True)  # of the content approved; a change reopens
    discarded_at: Mapped[datetime | None]  # put away; it can be taken up again
    sentences: Mapped[list["CaseSentence"]] = relationship(
        back_populates="case",
        order_by="(CaseSentence.place, CaseSentence.row, CaseSentence.column, CaseSentence.position)",
        cascade="all, delete-orphan",
    )


class CaseSentence(Base):
    """A sentence or cell of a case with its origin: an answer's span, the register, a file, or the editor.

    A sentence that an editor reworded keeps the questions it rests on (`based_on`): rewording does not
    widen who may read it. The origin stays as it was taken; `source_text_id` with its span says where the words stand
    since the answer was corrected, or stood last.
    """

    __tablename__ = "case_sentence"
    __table_args__ = (
        UniqueConstraint("case_id", "place", "row", "column", "position"),
        CheckConstraint("origin_kind IN ('answer', 'editor', 'register', 'attachment')", name="known_origin"),
        CheckConstraint("(origin_kind = 'answer') = (question_key IS NOT NULL)", name="answer_has_question"),
        CheckConstraint("origin_kind <> 'editor' OR author_id IS NOT NULL", name="editor_has_author"),
        CheckConstraint("(start_char IS NULL) = (end_char IS NULL)", name="span_has_both_ends"),
        CheckConstraint("start_char IS NULL OR end_char > start_char", name="span_not_empty"),
        CheckConstraint(
            "(source_text_id IS NULL) = (source_start IS NULL) AND (source_start IS NULL) = (source_end IS NULL)",
            name="source_has_span",
        ),
        CheckConstraint("source_start IS NULL OR source_end > source_start", name="source_span_not_empty"),
        CheckConstraint("source_text_id IS NULL OR start_char IS NOT NULL", name="source_of_span"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    place: Mapped[str]  # title, lead, background, steps, effects, …
    row: Mapped[int] = mapped_column(default=0)
    column: Mapped[str] = mapped_column(default="text")  # when, head, text, metric, before, …
    position: Mapped[int] = mapped_column(default=0)  # order of sentences in one cell
    text: Mapped[str]
    origin_kind: Mapped[str]
    question_key: Mapped[str | None]  # field key: F3, C5.stage; a table's column: I1.before
    question_row: Mapped[str | None]  # id of the table's row
    answer_revision: Mapped[int | None]
    start_char: Mapped[int | None]  # None: shown from a choice, a number or a date, not a piece of text
    end_char: Mapped[int | None]
    source_text_id: Mapped[int | None] = mapped_column(
        ForeignKey("source_text.id", ondelete="RESTRICT"), index=True
    )
    source_start: Mapped[int | None]  # code points of that text
    source_end: Mapped[int | None]
    based_on: Mapped[list[Any]] = mapped_column(Json, default=list)  # field keys an editor's wording rests on
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    case: Mapped[Case] = relationship(back_populates="sentences")


class CaseRevision(Base):
    """One state of a case, kept when it was reached: for undo and comparison."""

    __tablename__ = "case_revision"
    __table_args__ = (UniqueConstraint("case_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    revision: Mapped[int]
    content: Mapped[str]  # canonical JSON
    what: Mapped[
        str
    ]  # drafted | tidied | details | restored | discarded | taken_up, or the place that was changed
    kept_at: Mapped[datetime]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class EditionCase(Base):
    """A case's place in an edition."""

    __tablename__ = "edition_case"
    __table_args__ = (UniqueConstraint("edition_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="RESTRICT"), index=True)
    position: Mapped[int]
    edition: Mapped[Any] = relationship("Edition", back_populates="entries")
    case: Mapped[Case] = relationship()
