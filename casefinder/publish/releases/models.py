"""Releases: an edition made public, frozen and checksummed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casefinder.db import Base, Json
from casefinder.edit.casebooks.models import Edition
from casefinder.publish.builds.models import Build


class Release(Base):
    """A build that went out; its files never change, it can only be withdrawn.

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
    checksums: Mapped[dict[str, Any]] = mapped_column(Json, deferred=True)  # path → SHA-256
    edition: Mapped[Edition] = relationship()
    build: Mapped[Build] = relationship()
