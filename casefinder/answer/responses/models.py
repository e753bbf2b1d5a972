"""Responses: one recipient's answers, their history, and what was asked back."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casefinder.ask.invitations.models import Invitation
from casefinder.ask.questionnaires.models import QuestionnaireVersion
from casefinder.db import Base, Json


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
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="response", order_by="Answer.question_key", passive_deletes="all"
    )


class Answer(Base):
    """The present value of one item (all its fields in one JSON object keyed by field), with revision.

    value: {"": "text"} for a one-field item, {"stage": …, "started": …} for several,
    {"rows": [{…}]} for a table, {"files": [attachment ids]} for files.
    """

    __tablename__ = "answer"

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), primary_key=True)
    question_key: Mapped[str] = mapped_column(primary_key=True)  # item key: F3, C5
    value: Mapped[dict[str, Any]]
    revision: Mapped[int]  # of this item, from 1
    audience: Mapped[str | None]  # chosen level; None = the questionnaire's default
    is_spoken: Mapped[bool] = mapped_column(default=False)  # 口頭で答えたい
    alternative: Mapped[str | None]  # not_measurable | halfway | none …
    source: Mapped[str] = mapped_column(default="web")
    link_id: Mapped[int | None] = mapped_column(ForeignKey("link.id"))  # whose holder wrote it
    saved_at: Mapped[datetime]
    response: Mapped[Response] = relationship(back_populates="answers")


class AnswerRevision(Base):
    """A kept earlier state of an item; rows are cut on leaving a section, submit and return."""

    __tablename__ = "answer_revision"
    __table_args__ = (UniqueConstraint("response_id", "question_key", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), index=True)
    question_key: Mapped[str]
    revision: Mapped[int]
    value: Mapped[dict[str, Any]]
    audience: Mapped[str | None]
    is_spoken: Mapped[bool]
    alternative: Mapped[str | None]
    link_id: Mapped[int | None] = mapped_column(ForeignKey("link.id"))  # whose holder wrote it
    saved_at: Mapped[datetime]
    kept_at: Mapped[datetime]
    reason: Mapped[str]  # section | submit | return | author


class SectionMark(Base):
    """What the respondent says of a section: finished, or to go on later."""

    __tablename__ = "section_mark"

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), primary_key=True)
    section_key: Mapped[str] = mapped_column(primary_key=True)
    is_finished: Mapped[bool]
    marked_at: Mapped[datetime]


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


class ResponseEvent(Base):
    """What happened to a response, in order: submitted, taken_back, returned, resubmitted, accepted."""

    __tablename__ = "response_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    revision: Mapped[int]
