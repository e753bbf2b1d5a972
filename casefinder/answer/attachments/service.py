"""Adding, describing, removing and opening files of a response."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.answer.answers.rules import storable
from casefinder.answer.attachments import queries, rules
from casefinder.answer.attachments.intake import ReceivedFile, StoredFile
from casefinder.answer.attachments.models import Attachment, FileReading
from casefinder.answer.attachments.reencode import MAX_PAGES
from casefinder.answer.responses.models import Response
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires.answers import Given
from casefinder.ask.questionnaires.document import Document, Field
from casefinder.ask.questionnaires.kinds.file import FileDetails, detail_problems
from casefinder.ask.questionnaires.problems import Problem
from casefinder.errors import NotFoundError
from casefinder.files import FileStore


@dataclass(frozen=True)
class OpenFile:
    """A file ready to be handed out."""

    path: Path
    media_type: str
    download_name: str


def add_file(
    session: Session, response_id: int, question_key: str, received: ReceivedFile, *, now: datetime
) -> int:
    """Note a file that came as an attachment of an item, and have it read; the same file twice on one item is noted once.

    Returns:
        The attachment's id, to be put into the item's answer.
    """
    known = session.scalar(
        select(Attachment.id).where(
            Attachment.response_id == response_id,
            Attachment.question_key == question_key,
            Attachment.sent_sha256 == received.sha256,
            Attachment.removed_at.is_(None),
        )
    )
    if known is not None:
        return known
    last = session.scalar(select(func.max(Attachment.position)).where(Attachment.response_id == response_id))
    attachment = Attachment(
        response_id=response_id,
        question_key=question_key,
        position=(last or 0) + 1,
        sha256=received.sha256,
        sent_sha256=received.sha256,
        size_bytes=received.size_bytes,
        media_type=received.media_type,
        original_name=received.original_name,
        uploaded_at=now,
    )
    session.add(attachment)
    session.flush()
    session.add(FileReading(attachment_id=attachment.id, requested_at=now, progress={}))
    work.request(session, "file")
    return attachment.id


def note_read(session: Session, attachment_id: int, stored: StoredFile, *, now: datetime) -> None:
    """Note a file as it is kept from now on."""
    row = session.get_one(Attachment, attachment_id)
    row.sha256, row.thumbnail_sha256, row.size_bytes = (
        stored.sha256,
        stored.thumbnail_sha256,
        stored.size_bytes,
    )
    row.width_px, row.height_px, row.ready_at = stored.width_px, stored.height_px, now


def note_refused(session: Session, attachment_id: int, message: str, *, now: datetime) -> None:
    """Note why a file could not be read; it stays in its answer until the respondent removes it."""
    row = session.get_one(Attachment, attachment_id)
    row.refusal, row.ready_at = message, now


def is_wanted(session: Session, sent_sha256: str) -> bool:
    """Say whether bytes that were sent still wait to be read."""
    waiting = select(Attachment.id).where(
        Attachment.sent_sha256 == sent_sha256, Attachment.ready_at.is_(None)
    )
    return session.scalar(waiting.limit(1)) is not None


def own_ids(session: Session, response_id: int, question_key: str) -> set[int]:
    """Return the ids of all files ever added to an item; a form may name no others."""
    query = select(Attachment.id).where(
        Attachment.response_id == response_id, Attachment.question_key == question_key
    )
    return set(session.scalars(query))


def describe_files(session: Session, response_id: int, details: Mapping[int, FileDetails]) -> bool:
    """Keep what is said about files of a response, right or wrong; returns whether anything changed."""
    rows = {
        row.id: row
        for row in session.scalars(
            select(Attachment).where(Attachment.response_id == response_id, Attachment.id.in_(details))
        )
    }
    changed = False
    for ref, said in details.items():
        row = rows.get(ref)
        if row is None:
            continue
        wanted = tuple(str(storable(text)) for text in (said.description, said.credit, said.rights))
        if (row.description, row.credit, row.rights) != wanted:
            row.description, row.credit, row.rights = wanted
            changed = True
    if changed:
        session.execute(
            update(Response).where(Response.id == response_id).values(revision=Response.revision + 1)
        )
        session.flush()
    return changed


def keep_only(
    session: Session, response_id: int, question_key: str, kept: Collection[int], *, now: datetime
) -> tuple[int, ...]:
    """Mark an item's files that are not kept as removed, and those kept as there; returns what was removed."""
    removed = []
    for row in session.scalars(
        select(Attachment).where(
            Attachment.response_id == response_id, Attachment.question_key == question_key
        )
    ):
        if row.id in kept:
            row.removed_at = None
        elif row.removed_at is None:
            row.removed_at = now
            removed.append(row.id)
    session.flush()
    return tuple(removed)


def problems_of(
    session: Session,
    response_id: int,
    document: Document,
    answers: Mapping[str, Given],
    *,
    with_waiting: bool = False,
) -> dict[str, tuple[Problem, ...]]:
    """Return what is missing or wrong in what is said about files: item key → problems.

    A file that waits to be read keeps nobody from writing on: it counts when something is submitted.
    """
    named = [
        (item.key, each, ids)
        for item in questions.items_in_scope(document, answers)
        for each in item.fields
        if each.kind == "file" and (ids := _files_named(each, answers.get(item.key)))
    ]
    found: dict[str, tuple[Problem, ...]] = {}
    if not named:
        return found
    files = {row.id: row for row in queries.files_of(session, response_id)}
    said = {row.id: FileDetails(row.description, row.credit, row.rights) for row in files.values()}
    for key, each, ids in named:
        named_files = [files[ref] for ref in ids if ref in files]
        if unread := unread_problems(named_files, each.key, with_waiting=with_waiting):
            found[key] = (*found.get(key, ()), *unread)
        own = {ref: said[ref] for ref in ids if ref in said}
        if problems := detail_problems(each, each.key, own):
            found[key] = (*found.get(key, ()), *problems)
    return found


def unread_problems(files: Iterable[queries.FileView], name: str, *, with_waiting: bool) -> list[Problem]:
    """Return what is said of files that could not be read, and of those that wait for it."""
    rows = [row for row in files if not row.is_ready and (with_waiting or row.ready_at is not None)]
    return [trouble_of(row).at(name) for row in rows]


def trouble_of(row: queries.FileView) -> Problem:
    """Return why a file is not ready."""
    values = {"name": row.original_name, "limit": 0, "pages": MAX_PAGES}
    return Problem(row.refusal or rules.WAITING, values)


def _files_named(field: Field, given: Given | None) -> list[Any]:
    ids = given.value.get(field.entry) if given else None
    return ids if isinstance(ids, list) else []


def open_file(
    session: Session,
    attachment_id: int,
    *,
    files: FileStore,
    response_id: int | None = None,
    question_keys: Collection[str] | None = None,
    thumbnail: bool = False,
) -> OpenFile:
    """Return where a file lies and as what it is handed out.

    Args:
        session: Any session.
        attachment_id: Which.
        files: The store.
        response_id: For the respondent's face: only a file of this response is found.
        question_keys: For a link to some sections: only a file of these questions is found.
        thumbnail: The small picture instead of the file.

    Raises:
        NotFoundError: There is none, it belongs to another response or question, it is not ready, or it has no small picture.
    """
    found = queries.file_of(session, attachment_id, response_id=response_id)
    if found is not None and question_keys is not None and found.question_key not in question_keys:
        raise NotFoundError
    if found is not None and not found.is_ready:
        raise NotFoundError
    sha256 = (found.thumbnail_sha256 if thumbnail else found.sha256) if found else None
    if found is None or sha256 is None:
        raise NotFoundError
    media_type = rules.JPEG if thumbnail else found.media_type
    return OpenFile(files.path(sha256), media_type, rules.download_name(found.original_name, media_type))
