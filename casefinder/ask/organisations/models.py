"""The register of organisations, dated facts about them, and contacts by role."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from casefinder.ask.organisations.entries import sought
from casefinder.ask.organisations.rules import shown_name
from casefinder.db import Base


class Organisation(Base):
    """Somebody who can be asked; never deleted, only retired."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('municipality', 'company', 'national_office', 'department', 'association')",
            name="known_kind",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    code: Mapped[str | None] = mapped_column(unique=True)  # 6-digit municipal or 13-digit corporate number
    name: Mapped[str]
    kana: Mapped[str]  # hiragana reading
    municipality_type: Mapped[str | None]  # city | town | village
    subprefecture: Mapped[str] = mapped_column(
        index=True
    )  # 空知総合振興局 …; 全道; 長野県; empty where nobody has told
    email: Mapped[str | None]
    is_sample: Mapped[bool] = mapped_column(default=False)  # shown as 「…（見本）」
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    sought: Mapped[str] = mapped_column(server_default="")  # name, reading and code as a search compares them
    facts: Mapped[list["OrganisationFact"]] = relationship(
        back_populates="organisation", order_by="OrganisationFact.kind", cascade="all, delete-orphan"
    )

    @validates("name", "kana", "code")
    def _keep_sought(self, column: str, value: str | None) -> str | None:
        told = {"name": self.name, "kana": self.kana, "code": self.code, column: value}
        self.sought = sought(told["name"] or "", told["kana"] or "", told["code"])
        return value

    @property
    def display_name(self) -> str:
        """The name as shown everywhere; fictional ones say so."""
        return shown_name(self.name, is_sample=self.is_sample)


class AreaRow(Base):
    """A part of the prefecture, or, with `is_whole`, all of it; an installation from before has no row (`queries.places`)."""

    __tablename__ = "area"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)  # of the whole: the two digits of the prefecture
    name: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str]
    is_whole: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]  # in tables
    map_column: Mapped[int | None]  # in the tile map, from 0
    map_row: Mapped[int | None]
    depth: Mapped[int]  # on the cover, from the near edge
    municipalities: Mapped[list[Any]]  # codes


class OrganisationFact(Base):
    """One dated value about an organisation: population, staff, ageing rate, fiscal index, …"""

    __tablename__ = "organisation_fact"
    __table_args__ = (UniqueConstraint("organisation_id", "kind", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str]  # population | staff | ageing_rate | fiscal_index | employees | members
    value: Mapped[float]
    year: Mapped[int]  # western year of the value
    source: Mapped[str]
    organisation: Mapped[Organisation] = relationship(back_populates="facts")


class Contact(Base):
    """Who is written to, by role so that it survives transfers."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str]
    name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
