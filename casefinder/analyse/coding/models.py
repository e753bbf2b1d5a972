"""Codings: a theme on a span, decided by a person."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casefinder.analyse.codebook.models import Theme
from casefinder.db import Base

STANDING = text("removed_at IS NULL AND superseded_at IS NULL")


class Coding(Base):
    """One theme on one span of one answer's text.

    A removal is kept, so that it can be undone; when the answer is corrected the coding stays with the text it was
    made on (`superseded_at`).
    """

    __tablename__ = "coding"
    __table_args__ = (
        CheckConstraint("end_char > start_char", name="span_not_empty"),
        Index(
            "uq_coding_standing",
            "response_id",
            "question_key",
            "start_char",
            "end_char",
            "theme_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), index=True)
    question_key: Mapped[str]
    answer_revision: Mapped[int]  # the text the offsets refer to …
    text_hash: Mapped[str]  # … and its SHA-256, so that an unchanged text keeps its codings
    start_char: Mapped[int]  # code points of the text as typed
    end_char: Mapped[int]
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion.id"))  # None: added by hand
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    superseded_at: Mapped[datetime | None]
    theme: Mapped[Theme] = relationship()
