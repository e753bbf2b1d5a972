"""Snapshots: what a response said at one moment, never changed afterwards."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casefinder.db import Base


class Snapshot(Base):
    """One statement of one moment: which revision of each answer, which files, which consents.

    It names rows that never change (answer revisions, stored files, wordings), so it can be rebuilt exactly years later.
    `taken_back_at` is the one thing that may be noted later.
    """

    __tablename__ = "snapshot"
    __table_args__ = (
        UniqueConstraint("response_id", "number"),
        CheckConstraint("kind IN ('submit', 'resubmit', 'return', 'approval', 'proof')", name="known_kind"),
        CheckConstraint(
            "taken_back_at IS NULL OR kind IN ('submit', 'resubmit')", name="only_submits_are_taken_back"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id", ondelete="RESTRICT"))
    number: Mapped[int]  # 1, 2, … of this response
    kind: Mapped[str]
    response_revision: Mapped[int]
    taken_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]


class SnapshotAnswer(Base):
    """The revision of one item that a snapshot holds, with the level it had."""

    __tablename__ = "snapshot_answer"

    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id", ondelete="RESTRICT"), primary_key=True)
    question_key: Mapped[str] = mapped_column(primary_key=True)
    answer_revision_id: Mapped[int] = mapped_column(
        ForeignKey("answer_revision.id", ondelete="RESTRICT"), index=True
    )


class SnapshotFile(Base):
    """One file that a snapshot holds, with what was said about it then; the bytes are the attachment's."""

    __tablename__ = "snapshot_file"

    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id", ondelete="RESTRICT"), primary_key=True)
    attachment_id: Mapped[int] = mapped_column(
        ForeignKey("attachment.id", ondelete="RESTRICT"), primary_key=True, index=True
    )
    description: Mapped[str]  # alternative text
    credit: Mapped[str]
    rights: Mapped[str]


class SnapshotConsent(Base):
    """What a snapshot says about one scope of consent, and in which wording it was asked."""

    __tablename__ = "snapshot_consent"

    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id", ondelete="RESTRICT"), primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    question_key: Mapped[str]
    choice: Mapped[str]
    wording_hash: Mapped[str]
