"""Reading builds: the list, one with its reports."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from casefinder.edit.casebooks.models import Edition
from casefinder.errors import NotFoundError
from casefinder.publish.builds.models import Build
from casefinder.publish.builds.rules import BuildState, build_state
from casefinder.staff.accounts.models import Account

PAGE_SIZE = 30
SORTS = {
    "newest": (Build.id.desc(),),
    "oldest": (Build.id,),
    "title": (Edition.title, Edition.number, Build.id.desc()),
}


@dataclass(frozen=True)
class BuildView:
    """A build as the pages show it."""

    id: int
    edition_id: int
    edition_slug: str
    edition_title: str
    edition_number: int
    state: BuildState
    requested_at: datetime
    requested_by: str
    done_at: datetime | None
    failure: str
    progress: dict[str, Any]
    pages: int | None
    book_sha256: str
    book_bytes: int | None
    content_sha256: str
    folder: str
    lint: list[Any]
    left_out: list[Any]
    judgement: dict[str, Any]
    is_released: bool


def _query() -> Any:
    return (
        select(Build, Edition, Account.name)
        .join(Edition, Edition.id == Build.edition_id)
        .outerjoin(Account, Account.id == Build.requested_by)
    )


def build_of(session: Session, build_id: int) -> Build:
    """Return a build that is known to be there."""
    return session.get_one(Build, build_id)


def builds(*, edition_id: int | None = None, words: str = "", sort: str = "newest") -> Any:
    """Return the builds that fit, in order (a key of `SORTS`).

    Args:
        edition_id: Of one edition only.
        words: In the edition's title or short name.
        sort: In which order.
    """
    query = _query().order_by(*SORTS.get(sort, SORTS["newest"]))
    if edition_id is not None:
        query = query.where(Build.edition_id == edition_id)
    for word in words.split():
        texts = (Edition.title, Edition.slug)
        query = query.where(or_(*(text.icontains(word, autoescape=True) for text in texts)))
    return query


def page_of(session: Session, found: Any, page: int) -> list[BuildView]:
    """Return one page of the list."""
    return batch(session, found, PAGE_SIZE, (page - 1) * PAGE_SIZE)


def batch(session: Session, found: Any, size: int, offset: int) -> list[BuildView]:
    """Return some builds of the list."""
    return [_view(*row) for row in session.execute(found.limit(size).offset(offset))]


def count(session: Session, found: Any) -> int:
    """Return how many builds a selection has."""
    inner = found.with_only_columns(Build.id).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(inner)) or 0


def build_view(session: Session, build_id: int) -> BuildView:
    """Return one build.

    Raises:
        NotFoundError: There is none.
    """
    row = session.execute(_query().where(Build.id == build_id)).first()
    if row is None:
        raise NotFoundError
    return _view(*row)


def _view(build: Build, edition: Edition, name: str | None) -> BuildView:
    state = build_state(
        done_at=build.done_at,
        failed_at=build.failed_at,
        started=bool(build.attempts),
        progress=build.progress,
    )
    return BuildView(
        build.id, edition.id, edition.slug, edition.title, edition.number, state, build.requested_at, name or "",
        build.done_at, build.failure or "", build.progress, build.pages, build.book_sha256 or "",
        build.book_bytes, build.content_sha256, build.folder or "", build.lint, build.left_out, build.judgement,
        build.released_at is not None,
    )  # fmt: skip
