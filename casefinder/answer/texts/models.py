"""Texts that marks are put on, each under one identity; and what every mark on a text has."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from casefinder.db import Base

KINDS = ("answer",)


class SourceText(Base):
    """One text as typed, of one place of a response: what codings, suggestions, findings and case sentences point to.

    The same words at the same place are the same row, however often they were submitted. `superseded_at` is set while
    another text, or none, stands there in the statement that counts.
    """

    __tablename__ = "source_text"
    __table_args__ = (
        CheckConstraint("kind IN ('answer')", name="known_kind"),
        Index(
            "uq_source_text_place", "response_id", "kind", "key", "hash", unique=True,
            sqlite_where=text("row_id IS NULL"), postgresql_where=text("row_id IS NULL"),
        ),
        Index(
            "uq_source_text_row", "response_id", "kind", "key", "row_id", "hash", unique=True,
            sqlite_where=text("row_id IS NOT NULL"), postgresql_where=text("row_id IS NOT NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str]  # answer
    key: Mapped[str]  # the field's: F3, E4.text; a table's column: I1.before
    row_id: Mapped[str | None]  # of a table's row
    revision: Mapped[int]  # of the item, when these words were first submitted
    hash: Mapped[str]  # SHA-256 of the text
    text: Mapped[str]
    superseded_at: Mapped[datetime | None]


class MarkMixin:
    """What somebody, or the machine, put on a span of a text.

    When a corrected text replaces one, a mark that people made moves along with its words; a copy stays with the old
    text (`moved_to_id`), so that one can tell what was marked then. A mark whose words are gone stays where it is.
    """

    source_text_id: Mapped[int] = mapped_column(ForeignKey("source_text.id", ondelete="RESTRICT"), index=True)
    start_char: Mapped[int]  # code points of the text as typed
    end_char: Mapped[int]
    superseded_at: Mapped[datetime | None]  # its text was

    @declared_attr
    def source(cls) -> Mapped[SourceText]:
        """The text it stands on."""
        return relationship(SourceText)
