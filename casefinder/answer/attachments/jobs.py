"""The work kind `file`: a file that was sent is read and re-encoded; what was sent is gone afterwards, whatever came of it."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.answer.attachments import rules, service
from casefinder.answer.attachments.intake import FileRefused, take_in
from casefinder.answer.attachments.models import Attachment, FileReading
from casefinder.clock import utc_now
from casefinder.db import database
from casefinder.files import FileStore


def read_file(lease: work.Lease) -> None:
    """Read one file and note what is kept of it, or why it could not be read."""
    with database().reading() as session:
        attachment_id = session.get_one(FileReading, lease.row_id).attachment_id
        attachment = session.get_one(Attachment, attachment_id)
        sent, media_type = attachment.sent_sha256 or "", attachment.media_type
    waiting: FileStore = current_app.extensions["waiting_files"]
    try:
        stored = take_in(
            waiting.path(sent).read_bytes(), media_type, files=current_app.extensions["files"],
            on_tick=lambda: work.renew(database(), lease),
        )  # fmt: skip
    except FileRefused as error:
        _end(lease, attachment_id, refusal=error.message)
    else:
        with database().transaction() as session:
            work.finish(session, lease, now=utc_now())
            service.note_read(session, attachment_id, stored, now=utc_now())
    _forget(waiting, sent)


def _end(lease: work.Lease, attachment_id: int, *, refusal: str) -> None:
    with database().transaction() as session:
        work.finish(session, lease, now=utc_now())
        service.note_refused(session, attachment_id, refusal, now=utc_now())


def _forget(waiting: FileStore, sent: str) -> None:
    """Remove the bytes as sent: they may tell where a picture was taken."""
    with database().reading() as session:
        if not service.is_wanted(session, sent):
            waiting.path(sent).unlink(missing_ok=True)


def give_up(session: Session, row_id: int, now: datetime) -> None:
    """Tell the respondent of a file that could not be read however often it was tried."""
    reading = session.get_one(FileReading, row_id)
    service.note_refused(session, reading.attachment_id, rules.BROKEN, now=now)


WORK = work.Kind("file", FileReading, read_file, lease_s=120.0, max_attempts=3, hands=1, on_failure=give_up)
