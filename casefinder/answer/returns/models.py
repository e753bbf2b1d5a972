"""Why a response was given back."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from casefinder.db import Base, Json


class ReturnMessage(Base):
    """Why a response was given back, in the editor's words; answered by the next submit."""

    __tablename__ = "return_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    message: Mapped[str]
    question_keys: Mapped[list[Any]] = mapped_column(Json)  # [] = the whole response
    returned_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
