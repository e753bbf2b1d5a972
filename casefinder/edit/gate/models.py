"""What a case must pass before print: the organisation's word."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from casefinder.db import Base

_STANDING = text("withdrawn_at IS NULL")


class Confirmation(Base):
    """An organisation's word that a case may be printed as it was shown: who said so, when, how; one stands at a time.

    It is of one text (`printed_hash`): when the text changes, it is of an earlier one. An organisation that answers for
    itself, by a link, is recorded by nobody of the division.
    """

    __tablename__ = "case_confirmation"
    __table_args__ = (
        CheckConstraint(
            "way IN ('phone', 'mail', 'meeting', 'letter', 'other', 'proof')", name="known_way"
        ),
        CheckConstraint("(way = 'proof') = (recorded_by IS NULL)", name="proof_has_no_recorder"),
        CheckConstraint("withdrawn_by IS NULL OR withdrawn_at IS NOT NULL", name="withdrawal_has_time"),
        Index(
            "uq_case_confirmation_standing", "case_id", unique=True, sqlite_where=_STANDING, postgresql_where=_STANDING
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    confirmed_by: Mapped[str]  # the person of the organisation, with post
    confirmed_on: Mapped[date]
    way: Mapped[str]  # one of `rules.Way`
    note: Mapped[str]
    revision: Mapped[int]  # of the case when it was recorded
    printed_hash: Mapped[str]  # of the words that would be printed
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]  # taken back, or replaced by a newer one
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
