"""Releases: an edition made public, frozen and checksummed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casefinder.db import Base, Json
from casefinder.edit.casebooks.models import Edition
from casefinder.publish.builds.models import Build
from casefinder.work import WorkMixin


class Release(Base):
    """A build that went out; its files never change. A publisher may stop it and make it public again.

    What the public pages say of it stands here, as printed, so that they need not read the frozen content.
    """

    __tablename__ = "release"
    __table_args__ = (
        CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_at >= released_at", name="withdrawn_after_released"
        ),
        CheckConstraint("case_count > 0", name="has_cases"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    build_id: Mapped[int] = mapped_column(ForeignKey("build.id"), unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]  # as cited: prefix, title and year
    subtitle: Mapped[str]
    edition_label: Mapped[str]
    fiscal_year: Mapped[int]
    issued_on: Mapped[date]
    publisher: Mapped[str]
    licence: Mapped[str]
    case_count: Mapped[int]
    pages: Mapped[int]
    book_bytes: Mapped[int]
    released_at: Mapped[datetime]
    released_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_reason: Mapped[str | None]  # for the staff
    notice: Mapped[str | None]  # for the readers, on the page that stands at its address meanwhile
    checksums: Mapped[dict[str, Any]] = mapped_column(Json, deferred=True)  # path → SHA-256
    edition: Mapped[Edition] = relationship()
    build: Mapped[Build] = relationship()


class Concern(Base):
    """Something in a release that may not be there any more, from when it was found until it is settled.

    It is settled when it holds no longer, or by a publisher who says why it may stay.
    """

    __tablename__ = "release_concern"
    __table_args__ = (
        CheckConstraint("settled_at IS NULL OR settled_at >= found_at", name="settled_after_found"),
        CheckConstraint("(settled_by IS NULL) = (reason IS NULL)", name="person_has_reason"),
        Index(
            "uq_release_concern_open",
            "release_id",
            "kind",
            "subject",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    kind: Mapped[str]  # taken_back | consent | name | open_data | level | picture | file
    subject: Mapped[str]  # number of the case as printed, or a file's path
    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"))
    keys: Mapped[list[Any]] = mapped_column(Json)  # the fields it is about
    found_at: Mapped[datetime]
    holds_at: Mapped[datetime | None]  # from then on readers do not find the release; of a file never
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str | None]


class ReleaseCheck(WorkMixin, Base):
    """A request to ask the publication rule again: of the releases that rest on one response, or nightly of all."""

    __tablename__ = "release_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"))
