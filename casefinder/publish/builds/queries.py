"""Reading builds: the list, one with its reports."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.edit.casebooks.models import Edition
from casefinder.errors import NotFoundError
from casefinder.publish.builds.models import Build
from casefinder.publish.builds.rules import BuildState, build_state
from casefinder.staff.accounts.models import Account

PAGE_SIZE = 30


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


def build_page(session: Session, page: int, *, edition_id: int | None = None) -> list[BuildView]:
    """Return a page of builds, the newest first."""
    query = _query().order_by(Build.id.desc()).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    if edition_id is not None:
        query = query.where(Build.edition_id == edition_id)
    return [_view(*row) for row in session.execute(query)]


def count(session: Session, *, edition_id: int | None = None) -> int:
    """Return how many builds there are."""
    query = select(func.count(Build.id))
    if edition_id is not None:
        query = query.where(Build.edition_id == edition_id)
    return session.scalar(query) or 0


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
