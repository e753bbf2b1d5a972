"""What a case must pass before print: what its words say, and the organisation's word."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from casefinder.db import Base, Json
from casefinder.work import WorkMixin

_STANDING = text("withdrawn_at IS NULL")
_DECIDED = text("undone_at IS NULL")
_WAITING = text("done_at IS NULL AND failed_at IS NULL")


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


class FindDecision(Base):
    """What a person decided on one thing that a case says: it may be printed, for a reason, or it is to be mended.

    It is about these words in this sentence (`find_key`): another sentence is another find. One stands at a time.
    """

    __tablename__ = "find_decision"
    __table_args__ = (
        CheckConstraint("verdict IN ('may_print', 'to_fix')", name="known_verdict"),
        CheckConstraint("verdict = 'to_fix' OR reason <> ''", name="printing_has_reason"),
        CheckConstraint("undone_by IS NULL OR undone_at IS NOT NULL", name="undoing_has_time"),
        Index(
            "uq_find_decision_standing", "case_id", "find_key", unique=True, sqlite_where=_DECIDED,
            postgresql_where=_DECIDED,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    find_key: Mapped[str]
    kind: Mapped[str]  # one of `find_rules.Kind`
    place: Mapped[str]
    words: Mapped[str]  # as they stood there
    sentence: Mapped[str]
    verdict: Mapped[str]  # one of `rules.Verdict`
    reason: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]  # taken back, or replaced by a newer one
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class CaseReading(WorkMixin, Base):
    """A request to look through a case's words for names of persons; the work row of the engine. One waits at a time."""

    __tablename__ = "case_reading"
    __table_args__ = (
        Index("uq_case_reading_waiting", "case_id", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)


class CaseWords(Base):
    """Where the engine found names of persons in the words of a case, text by text; what is not here was not read."""

    __tablename__ = "case_words"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    names: Mapped[dict[str, Any]] = mapped_column(Json)  # `find_rules.text_key` → spans in code points
    read_at: Mapped[datetime]


class CaseFit(Base):
    """What the press said of a case that it laid out; it holds as long as what was laid out is the same (`basis`)."""

    __tablename__ = "case_fit"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    basis: Mapped[str]  # `fit_queries.basis_of`
    revision: Mapped[int]
    left_lines: Mapped[int]  # by which the page runs over
    right_lines: Mapped[int]
    too_long: Mapped[list[Any]] = mapped_column(Json)  # place, lines, characters
    room: Mapped[int]  # lines for the titles of related cases
    laid_out_at: Mapped[datetime]
