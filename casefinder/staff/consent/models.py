"""The consent ledger: what was agreed to, in which wording, by whom, when, and whether it still holds."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from casefinder.db import Base


class Consent(Base):
    """One answer to one consent question; a later answer withdraws the earlier one, nothing is overwritten."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_at >= given_at", name="withdrawn_after_given"),
        Index(
            "uq_consent_standing",
            "response_id",
            "scope",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), index=True)
    scope: Mapped[str]  # casebook | open_data | analysis
    question_key: Mapped[str]  # the item that asked for it
    choice: Mapped[str]  # yes | anonymous | no
    wording_hash: Mapped[str]  # content hash of the questionnaire version whose wording was shown
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
