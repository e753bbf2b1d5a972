"""Casebooks and their numbered editions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casefinder.db import Base, Json
from casefinder.edit.cases.models import EditionCase


class Casebook(Base):
    """The collection that appears again and again."""

    __tablename__ = "casebook"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    created_at: Mapped[datetime]


class Edition(Base):
    """A numbered state of a casebook: its order and front matter; frozen by a release."""

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("casebook_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    casebook_id: Mapped[int] = mapped_column(ForeignKey("casebook.id"), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    number: Mapped[int]
    title: Mapped[str]
    subtitle: Mapped[str]
    fiscal_year: Mapped[int]  # western
    issued_on: Mapped[date]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    front_matter: Mapped[dict[str, Any]] = mapped_column(Json)  # see front_matter.FrontMatter
    revision: Mapped[int] = mapped_column(default=1)  # rises with every change; a stale form is refused
    created_at: Mapped[datetime]
    frozen_at: Mapped[datetime | None]  # set by a release: from then on nothing changes
    casebook: Mapped[Casebook] = relationship()
    entries: Mapped[list[EditionCase]] = relationship(
        back_populates="edition", order_by="EditionCase.position", cascade="all, delete-orphan"
    )
