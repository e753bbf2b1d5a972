"""Themes, grouped in families."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from casefinder.db import Base, Json


class Theme(Base):
    """One theme of the codebook; never deleted, only retired."""

    __tablename__ = "theme"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)  # ch_labor_shortage
    family: Mapped[str]  # 課題 | 推進体制 | 転機 | キーパーソン | 効果
    name: Mapped[str]
    definition: Mapped[str]
    include: Mapped[str]
    exclude: Mapped[str]
    note: Mapped[str]
    cues: Mapped[list[Any]] = mapped_column(Json)
    position: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)  # rises with every edit; a stale form is refused
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
