"""Adding, describing, removing and opening files of a response."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from casefinder.answer.answers.rules import storable
from casefinder.answer.attachments import queries, rules
from casefinder.answer.attachments.intake import StoredFile
from casefinder.answer.attachments.models import Attachment
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
    session: Session, response_id: int, question_key: str, stored: StoredFile, *, now: datetime
) -> int:
    """Note a stored file as an attachment of an item; the same file twice on one item is noted once.

    Returns:
        The attachment's id, to be put into the item's answer.
    """
    known = session.scalar(
        select(Attachment.id).where(
            Attachment.response_id == response_id,
            Attachment.question_key == question_key,
            Attachment.sha256 == stored.sha256,
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
        sha256=stored.sha256,
        thumbnail_sha256=stored.thumbnail_sha256,
        size_bytes=stored.size_bytes,
        media_type=stored.media_type,
        original_name=stored.original_name,
        width_px=stored.width_px,
        height_px=stored.height_px,
        uploaded_at=now,
    )
    session.add(attachment)
    session.flush()
    return attachment.id


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
    session: Session, response_id: int, document: Document, answers: Mapping[str, Given]
) -> dict[str, tuple[Problem, ...]]:
    """Return what is missing or wrong in what is said about files: item key → problems."""
    named = [
        (item.key, each, ids)
        for item in questions.items_in_scope(document, answers)
        for each in item.fields
        if each.kind == "file" and (ids := _files_named(each, answers.get(item.key)))
    ]
    found: dict[str, tuple[Problem, ...]] = {}
    if not named:
        return found
    said = {
        row.id: FileDetails(row.description, row.credit, row.rights)
        for row in queries.files_of(session, response_id)
    }
    for key, each, ids in named:
        own = {ref: said[ref] for ref in ids if ref in said}
        if problems := detail_problems(each, each.key, own):
            found[key] = (*found.get(key, ()), *problems)
    return found


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
        NotFoundError: There is none, it belongs to another response or question, or it has no small picture.
    """
    found = queries.file_of(session, attachment_id, response_id=response_id)
    if found is not None and question_keys is not None and found.question_key not in question_keys:
        raise NotFoundError
    sha256 = (found.thumbnail_sha256 if thumbnail else found.sha256) if found else None
    if found is None or sha256 is None:
        raise NotFoundError
    media_type = rules.JPEG if thumbnail else found.media_type
    return OpenFile(files.path(sha256), media_type, rules.download_name(found.original_name, media_type))
