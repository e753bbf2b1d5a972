"""Reading attachments."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.attachments.models import Attachment

LARGEST_ID = 2**31  # what a URL names beyond it, no database can look up


@dataclass(frozen=True)
class FileView:
    """One attachment as pages need it."""

    id: int
    response_id: int
    question_key: str
    original_name: str
    media_type: str
    sha256: str
    thumbnail_sha256: str | None
    size_bytes: int
    width_px: int | None
    height_px: int | None
    description: str
    credit: str
    rights: str
    uploaded_at: datetime
    removed_at: datetime | None
    ready_at: datetime | None
    refusal: str | None

    @property
    def is_ready(self) -> bool:
        """Whether it was read, so that it can be shown and handed out."""
        return self.ready_at is not None and self.refusal is None

    @property
    def is_image(self) -> bool:
        """Whether it can be shown as a picture."""
        return self.media_type.startswith("image/")


def _view(row: Attachment) -> FileView:
    return FileView(
        row.id, row.response_id, row.question_key, row.original_name, row.media_type, row.sha256,
        row.thumbnail_sha256, row.size_bytes, row.width_px, row.height_px, row.description, row.credit,
        row.rights, row.uploaded_at, row.removed_at, row.ready_at, row.refusal,
    )  # fmt: skip


def files_of(session: Session, response_id: int, *, with_removed: bool = False) -> list[FileView]:
    """Return the attachments of a response, in the order in which they were added."""
    query = select(Attachment).where(Attachment.response_id == response_id).order_by(Attachment.position)
    if not with_removed:
        query = query.where(Attachment.removed_at.is_(None))
    return [_view(row) for row in session.scalars(query)]


def file_of(session: Session, attachment_id: int, *, response_id: int | None = None) -> FileView | None:
    """Return one attachment; with a response named, only one of its own."""
    row = session.get(Attachment, attachment_id) if attachment_id < LARGEST_ID else None
    if row is None or (response_id is not None and row.response_id != response_id):
        return None
    return _view(row)
