"""Reading releases: for the staff all of them, for the public those that stand; no content is parsed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, undefer

from casefinder.edit.casebooks.models import Edition
from casefinder.errors import NotFoundError
from casefinder.publish.builds.models import Build
from casefinder.publish.releases.models import Release
from casefinder.publish.releases.rules import still_holds
from casefinder.staff.accounts.models import Account
from casefinder.staff.consent import queries as ledger

MADE_SHOWN = 5
Consents = Mapping[str, Mapping[str, str]]  # response id → item → choice


@dataclass(frozen=True)
class ReleaseLine:
    """A release as the lists show it."""

    id: int
    slug: str
    title: str
    subtitle: str
    edition_label: str
    issued_on: date
    cases: int
    pages: int
    publisher: str
    released_at: datetime
    withdrawn_at: datetime | None
    is_stopped: bool

    @property
    def is_public(self) -> bool:
        """Whether readers can open it."""
        return self.withdrawn_at is None and not self.is_stopped


@dataclass(frozen=True)
class ReleaseView(ReleaseLine):
    """A release as its own page shows it."""

    build_id: int
    licence: str
    released_by: str
    checksums: dict[str, str]
    judgement: dict[str, Any]


def releases(session: Session, *, only_public: bool = False) -> list[ReleaseLine]:
    """Return releases, the newest first; the public ones are those not withdrawn whose consents still hold."""
    query = (
        select(Release, Build.consents)
        .join(Build, Build.id == Release.build_id)
        .order_by(Release.released_at.desc(), Release.id.desc())
    )
    if only_public:
        query = query.where(Release.withdrawn_at.is_(None))
    rows = session.execute(query).all()
    standing = _standing(session, [consents for _, consents in rows])
    found = [ReleaseLine(**_line(row, consents, standing)) for row, consents in rows]
    return [each for each in found if each.is_public or not only_public]


def release_view(session: Session, release_id: int) -> ReleaseView:
    """Return one release.

    Raises:
        NotFoundError: There is none.
    """
    return _view(session, _one().where(Release.id == release_id))


def public_release(session: Session, slug: str) -> ReleaseView:
    """Return a release that readers may open now.

    Raises:
        NotFoundError: There is none, it is withdrawn, or a consent it rests on was.
    """
    found = _view(session, _one().where(Release.slug == slug))
    if not found.is_public:
        raise NotFoundError
    return found


def may_be_read(session: Session, slug: str, path: str) -> str | None:
    """Return the SHA-256 of a public file of a release that stands, None if there is no such file."""
    row = session.execute(
        select(Release.checksums, Build.consents)
        .join(Build, Build.id == Release.build_id)
        .where(Release.slug == slug, Release.withdrawn_at.is_(None))
    ).first()
    if row is None or path not in row.checksums:
        return None
    if not still_holds(row.consents, _standing(session, [row.consents])):
        return None
    return str(row.checksums[path])


@dataclass(frozen=True)
class MadeBook:
    """A book that is made and not released."""

    build_id: int
    edition_title: str
    edition_number: int
    pages: int | None
    done_at: datetime


def made_books(session: Session) -> list[MadeBook]:
    """Return the books that could be released, the newest first."""
    rows = session.execute(
        select(Build.id, Edition.title, Edition.number, Build.pages, Build.done_at)
        .join(Edition, Edition.id == Build.edition_id)
        .where(Build.done_at.is_not(None), Build.released_at.is_(None))
        .order_by(Build.id.desc())
        .limit(MADE_SHOWN)
    )
    return [MadeBook(*row[:4], done_at) for row in rows if (done_at := row.done_at)]


def release_of(session: Session, build_id: int) -> int | None:
    """Return the release made of a build, None when there is none."""
    return session.scalar(select(Release.id).where(Release.build_id == build_id))


def sizes(folder: Path, view: ReleaseView) -> dict[str, int]:
    """Return path → bytes of the files that are there."""
    return {path: (folder / path).stat().st_size for path in view.checksums if (folder / path).is_file()}


def _one() -> Select[Any]:
    return (
        select(Release, Build.consents, Build.judgement, Account.name)
        .join(Build, Build.id == Release.build_id)
        .outerjoin(Account, Account.id == Release.released_by)
        .options(undefer(Release.checksums))
    )


def _view(session: Session, query: Select[Any]) -> ReleaseView:
    found = session.execute(query).first()
    if found is None:
        raise NotFoundError
    row, consents, judgement, name = found
    return ReleaseView(
        **_line(row, consents, _standing(session, [consents])), build_id=row.build_id, licence=row.licence,
        released_by=name or "", checksums=row.checksums, judgement=judgement,
    )  # fmt: skip


def _line(row: Release, then: Consents, standing: Consents) -> dict[str, Any]:
    return {
        "id": row.id, "slug": row.slug, "title": row.title, "subtitle": row.subtitle,
        "edition_label": row.edition_label, "issued_on": row.issued_on, "cases": row.case_count,
        "pages": row.pages, "publisher": row.publisher, "released_at": row.released_at,
        "withdrawn_at": row.withdrawn_at, "is_stopped": not still_holds(then, standing),
    }  # fmt: skip


def _standing(session: Session, frozen: Sequence[Consents]) -> Consents:
    """Return the consents that hold now of all responses that some books rest on."""
    ids = sorted({int(response) for consents in frozen for response in consents})
    return {str(key): choices for key, choices in ledger.standing_of(session, ids).items()}
