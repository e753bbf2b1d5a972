"""Responses: one recipient's answers to one invitation, and what happened to them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casefinder.ask.invitations.models import Invitation
from casefinder.ask.questionnaires.models import QuestionnaireVersion
from casefinder.db import Base


class Response(Base):
    """One organisation's answers to one invitation, which may have further ones; the state is computed from instants.

    `revision` rises with every saved change; a submit names the revision it saw.
    """

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint("submitted_at IS NULL OR receipt_number IS NOT NULL", name="submitted_has_receipt"),
        CheckConstraint("returned_at IS NULL OR submitted_at IS NOT NULL", name="returned_was_submitted"),
        CheckConstraint("accepted_at IS NULL OR submitted_at IS NOT NULL", name="accepted_was_submitted"),
        CheckConstraint("first_read_at IS NULL OR submitted_at IS NOT NULL", name="read_was_submitted"),
        CheckConstraint("taken_back_at IS NULL OR submitted_at IS NOT NULL", name="taken_back_was_submitted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id", ondelete="RESTRICT"), index=True)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("questionnaire_version.id", ondelete="RESTRICT"), index=True
    )
    revision: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime | None]  # last saved change
    submitted_at: Mapped[datetime | None]  # last submit
    submitted_revision: Mapped[int | None]
    receipt_number: Mapped[str | None] = mapped_column(unique=True)  # stays the same through corrections
    taken_back_at: Mapped[datetime | None]  # open again while later than submitted_at
    first_read_at: Mapped[datetime | None]  # an editor opened what was submitted last: taking back ends here
    returned_at: Mapped[datetime | None]  # last return; open while later than submitted_at
    accepted_at: Mapped[datetime | None]  # the editor is done reading
    snapshot_id: Mapped[int | None] = mapped_column(
        ForeignKey("snapshot.id", name="fk_response_snapshot_id_snapshot", use_alter=True)
    )  # what was submitted and counts now; None: nothing was, or it was taken back
    invitation: Mapped[Invitation] = relationship()
    version: Mapped[QuestionnaireVersion] = relationship()


class ResponseEvent(Base):
    """What happened to a response, in order: submitted, taken_back, returned, resubmitted, accepted."""

    __tablename__ = "response_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    revision: Mapped[int]
