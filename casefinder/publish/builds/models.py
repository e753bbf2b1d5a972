"""Builds: an edition compiled to a book, a site and data; the work row of the press."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casefinder.db import Base, Json
from casefinder.edit.casebooks.models import Edition
from casefinder.work import WorkMixin


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
