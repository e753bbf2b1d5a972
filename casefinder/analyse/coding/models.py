"""Codings: a theme on a span, decided by a person."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, and_, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casefinder.analyse.themes.models import Theme
from casefinder.answer.texts.models import MarkMixin
from casefinder.db import Base

_STANDS = text("removed_at IS NULL AND superseded_at IS NULL")


class Coding(MarkMixin, Base):
    """One theme that one person put on one span of a text.

    A removal is kept, so that it can be undone. A second person who sets the same theme on the same span has a coding
    of their own; whoever counts or shows themes takes the two for one mark.
    """

    __tablename__ = "coding"
    __table_args__ = (
        CheckConstraint("end_char > start_char", name="span_not_empty"),
        CheckConstraint("moved_to_id IS NULL OR superseded_at IS NOT NULL", name="copy_is_of_the_past"),
        Index(
            "uq_coding_standing", "source_text_id", "start_char", "end_char", "theme_id", "account_id", unique=True,
            sqlite_where=_STANDS, postgresql_where=_STANDS,
        ),
        Index(
            "ix_coding_mark", "theme_id", "source_text_id", "start_char", "end_char", sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index(
            "ix_coding_newest", "theme_id", "created_at", "id", sqlite_where=_STANDS, postgresql_where=_STANDS,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), index=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    suggestion_id: Mapped[int | None] = mapped_column(
        ForeignKey("suggestion.id", ondelete="SET NULL"), index=True
    )  # None: added by hand
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))  # the coder
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    moved_to_id: Mapped[int | None] = mapped_column(ForeignKey("coding.id", ondelete="SET NULL"), index=True)
    theme: Mapped[Theme] = relationship()


STANDING = and_(Coding.removed_at.is_(None), Coding.superseded_at.is_(None))
"""What counts as accepted, whoever set it."""
