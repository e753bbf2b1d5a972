"""Files that belong to a response."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from casefinder.db import Base
from casefinder.work import WorkMixin


class Attachment(Base):
    """One uploaded file, re-encoded if it is an image, stored by the hash of its bytes."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("media_type IN ('image/jpeg', 'image/png', 'application/pdf')", name="known_type"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), index=True)
    question_key: Mapped[str]
    position: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)  # of the stored bytes
    thumbnail_sha256: Mapped[str | None]  # of the small JPEG; None for a PDF
    size_bytes: Mapped[int]
    media_type: Mapped[str]
    original_name: Mapped[str]
    width_px: Mapped[int | None]
    height_px: Mapped[int | None]
    description: Mapped[str] = mapped_column(default="")  # alternative text
    credit: Mapped[str] = mapped_column(default="")
    rights: Mapped[str] = mapped_column(default="")  # own | permitted | cc_by | unknown
    uploaded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    sent_sha256: Mapped[
        str | None
    ]  # of the bytes as sent; until it is ready they wait apart, afterwards they are gone
    ready_at: Mapped[datetime | None]  # when it was read and re-encoded; until then nobody gets it
    refusal: Mapped[str | None]  # why it could not be read: an English message id


class FileReading(WorkMixin, Base):
    """One file that is to be read and re-encoded, outside the request that brought it."""

    __tablename__ = "file_reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id", ondelete="RESTRICT"), unique=True)
