"""Campaigns: a round of asking."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casefinder.ask.questionnaires.models import QuestionnaireVersion
from casefinder.db import Base


class Campaign(Base):
    """Which version is asked, why, until when; draft until opened, then pinned to its version."""

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("closes_at > created_at", name="closes_after_created"),
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="closed_only_if_opened"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]  # 市町村DX事例調査 令和8年度
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    legal_basis: Mapped[str]  # 根拠
    purpose: Mapped[str]  # 目的・使い道
    publication: Mapped[str]  # 公表時期と方法
    survey_number: Mapped[str]  # 調査番号
    language: Mapped[str] = mapped_column(default="ja")
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closes_at: Mapped[datetime]  # the deadline, 17:00 in Tokyo as a rule
    closed_at: Mapped[datetime | None]  # closed by hand
    version: Mapped[QuestionnaireVersion] = relationship()
