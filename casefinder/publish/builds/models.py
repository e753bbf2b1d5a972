"""Builds: an edition compiled to a book, a site and data; the work row of the press."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casefinder.db import Base, Json
from casefinder.edit.casebooks.models import Edition
from casefinder.work import WorkMixin

_DECIDED = text("undone_at IS NULL")


class Build(WorkMixin, Base):
    """One request to compile an edition; its content is frozen when requested, the press adds readings of terms."""

    __tablename__ = "build"
    __table_args__ = (CheckConstraint("done_at IS NULL OR book_sha256 IS NOT NULL", name="done_has_book"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    edition_revision: Mapped[int]
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    content: Mapped[str] = mapped_column(deferred=True)  # the frozen content, canonical JSON
    content_sha256: Mapped[str]
    consents: Mapped[dict[str, Any]] = mapped_column(Json)  # response id → {"casebook": …} when frozen
    left_out: Mapped[list[Any]] = mapped_column(Json)  # [{"case_id", "title", "reason"}] not printed
    folder: Mapped[str | None]  # below the installation's builds folder, once done
    book_sha256: Mapped[str | None]
    book_bytes: Mapped[int | None]
    pages: Mapped[int | None]
    lint: Mapped[list[Any]] = mapped_column(Json)  # findings: {"place", "message", "error"}
    judgement: Mapped[dict[str, Any]] = mapped_column(Json)  # what veraPDF said, or why it could not
    searched: Mapped[dict[str, Any]] = mapped_column(
        Json, default=dict
    )  # what the files say: {"mark", "texts", "finds"}
    released_at: Mapped[datetime | None]  # set by its release
    edition: Mapped[Edition] = relationship()


class BuildRest(Base):
    """What one printed case of a build rests on: the publication rule asks again whether it may still be shown."""

    __tablename__ = "build_rest"
    __table_args__ = (UniqueConstraint("build_id", "case_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    build_id: Mapped[int] = mapped_column(ForeignKey("build.id"))
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), index=True)
    case_number: Mapped[int]  # as printed
    title: Mapped[str]  # as printed
    page: Mapped[int | None]  # of the book, from 1; known when it was pressed
    is_named: Mapped[bool]  # the organisation's name stands there
    is_open: Mapped[bool]  # it is in the open data
    keys: Mapped[list[Any]] = mapped_column(
        Json
    )  # fields (`F3`, `I1.before`) that something printed tells of
    picture_id: Mapped[int | None]  # the attachment that is shown


class FileFindDecision(Base):
    """A person's word that the finished files of an edition may say something, for a reason.

    It is about these words in this sentence (`find_key`), in whatever book of the edition. One stands at a time.
    """

    __tablename__ = "file_find_decision"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint("undone_by IS NULL OR undone_at IS NOT NULL", name="undoing_has_time"),
        Index(
            "uq_file_find_decision_standing", "edition_id", "find_key", unique=True, sqlite_where=_DECIDED,
            postgresql_where=_DECIDED,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    find_key: Mapped[str]
    kind: Mapped[str]  # one of `find_rules.Kind`
    words: Mapped[str]  # as they stood there
    sentence: Mapped[str]
    reason: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]  # taken back, or replaced by a newer one
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
