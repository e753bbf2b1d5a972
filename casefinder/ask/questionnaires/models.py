"""Questionnaires and their immutable versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casefinder.db import Base


class Questionnaire(Base):
    """A form that is asked again and again; its content lives in versions."""

    __tablename__ = "questionnaire"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)  # case-discovery
    title: Mapped[str]
    created_at: Mapped[datetime]


class QuestionnaireVersion(Base):
    """One published state, stored once by the hash of its content; never changed."""

    __tablename__ = "questionnaire_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"), index=True)
    content_hash: Mapped[str] = mapped_column(unique=True)  # SHA-256 of the canonical JSON, hex
    document: Mapped[dict[str, Any]] = mapped_column(deferred=True)  # 60 kB; read once a process, see queries
    published_at: Mapped[datetime]
    questionnaire: Mapped[Questionnaire] = relationship()
