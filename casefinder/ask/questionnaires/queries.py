"""Reading questionnaires and their versions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, undefer

from casefinder.ask.questionnaires.document import Document
from casefinder.ask.questionnaires.models import Questionnaire, QuestionnaireVersion
from casefinder.ask.questionnaires.reading import read_document
from casefinder.errors import NotFoundError

_KEPT_DOCUMENTS = 64
_documents: dict[str, Document] = {}
PAGE_SIZE = 50
SORTS = {
    "newest": (QuestionnaireVersion.published_at.desc(), QuestionnaireVersion.id.desc()),
    "title": (Questionnaire.title, QuestionnaireVersion.published_at.desc(), QuestionnaireVersion.id.desc()),
}


@dataclass(frozen=True)
class VersionRow:
    """One line of the list."""

    id: int
    title: str
    edition: str
    items: int
    required: int
    minutes: int
    content_hash: str
    published_at: datetime


def versions(*, words: str = "", sort: str = "newest") -> Select[QuestionnaireVersion]:
    """Return the published versions whose title has the words, in order (a key of `SORTS`)."""
    found = (
        select(QuestionnaireVersion)
        .join(QuestionnaireVersion.questionnaire)
        .order_by(*SORTS.get(sort, SORTS["newest"]))
    )
    if words:
        found = found.where(Questionnaire.title.contains(words, autoescape=True))
    return found


def count(session: Session, found: Select[QuestionnaireVersion]) -> int:
    """Return how many versions a selection holds."""
    inner = found.order_by(None).with_only_columns(QuestionnaireVersion.id).subquery()
    return session.scalar(select(func.count()).select_from(inner)) or 0


def page_of(session: Session, found: Select[QuestionnaireVersion], page: int) -> list[VersionRow]:
    """Return one page of a selection as plain values; `page` counts from 1."""
    return batch(session, found, PAGE_SIZE, (page - 1) * PAGE_SIZE)


def batch(session: Session, found: Select[QuestionnaireVersion], size: int, offset: int) -> list[VersionRow]:
    """Return some rows of a selection as plain values."""
    rows = found.options(joinedload(QuestionnaireVersion.questionnaire)).limit(size).offset(offset)
    return [row_of(version) for version in session.scalars(rows)]


def document_of(version: QuestionnaireVersion) -> Document:
    """Return the questionnaire of a version; read once per content, for it never changes."""
    found = _documents.get(version.content_hash)
    if found is None:
        found = read_document(version.document)
        if len(_documents) >= _KEPT_DOCUMENTS:
            _documents.clear()
        _documents[version.content_hash] = found
    return found


def version_of(session: Session, version_id: int) -> QuestionnaireVersion:
    """Return one version.

    Raises:
        NotFoundError: There is none with that id.
    """
    version = session.get(QuestionnaireVersion, version_id)
    if version is None:
        raise NotFoundError
    return version


def documents(session: Session, version_ids: Collection[int] | None = None) -> dict[int, Document]:
    """Return the questionnaires of some versions, or of all, the oldest first; what was read is not read again."""
    query = select(QuestionnaireVersion.id, QuestionnaireVersion.content_hash).order_by(
        QuestionnaireVersion.id
    )
    if version_ids is not None:
        query = query.where(QuestionnaireVersion.id.in_(version_ids))
    rows = session.execute(query).all()
    found = {version_id: read for version_id, key in rows if (read := _documents.get(key))}
    if unread := [version_id for version_id, _ in rows if version_id not in found]:
        fresh = _with_document().where(QuestionnaireVersion.id.in_(unread))
        found |= {version.id: document_of(version) for version in session.scalars(fresh)}
    return {version_id: found[version_id] for version_id, _ in rows}


def all_documents(session: Session) -> dict[int, Document]:
    """Return every version's questionnaire, the oldest first."""
    return documents(session)


def choices_of(session: Session, meaning: str) -> dict[str, str]:
    """Return code → label of all choices that any questionnaire offers where it asks for something."""
    return {
        choice.code: choice.label
        for document in all_documents(session).values()
        for place in document.all_meant(meaning)
        for choice in place.part.choices
    }


def document_by_hash(session: Session, content_hash: str) -> Document:
    """Return the questionnaire with that content; asks the database once a process."""
    found = _documents.get(content_hash)
    if found is not None:
        return found
    query = _with_document().where(QuestionnaireVersion.content_hash == content_hash)
    return document_of(session.scalars(query).one())


def _with_document() -> Select[QuestionnaireVersion]:
    return select(QuestionnaireVersion).options(undefer(QuestionnaireVersion.document))


def row_of(version: QuestionnaireVersion) -> VersionRow:
    """Return a version as one line of the list."""
    document = document_of(version)
    items = list(document.items())
    return VersionRow(
        id=version.id,
        title=document.title,
        edition=document.edition,
        items=len(items),
        required=sum(item.required for item in items),
        minutes=sum(section.minutes for section in document.sections),
        content_hash=version.content_hash,
        published_at=version.published_at,
    )
