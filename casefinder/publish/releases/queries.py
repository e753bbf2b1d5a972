"""Reading releases: for the staff all of them, for the public those that stand."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from casefinder.errors import NotFoundError
from casefinder.publish.builds.models import Build
from casefinder.publish.content import from_json
from casefinder.publish.releases.models import Release
from casefinder.publish.releases.rules import still_holds
from casefinder.staff.accounts.models import Account
from casefinder.staff.consent import queries as ledger


@dataclass(frozen=True)
class ReleaseView:
    """A release as the pages show it."""

    id: int
    slug: str
    edition_id: int
    build_id: int
    title: str
    subtitle: str
    edition_label: str
    issued_on: date
    cases: int
    pages: int | None
    publisher: str
    licence: str
    released_at: datetime
    released_by: str
    withdrawn_at: datetime | None
    is_stopped: bool
    checksums: dict[str, str]
    judgement: dict[str, Any]

    @property
    def is_public(self) -> bool:
        """Whether readers can open it."""
        return self.withdrawn_at is None and not self.is_stopped


def releases(session: Session, *, only_public: bool = False) -> list[ReleaseView]:
    """Return releases, the newest first; the public ones are those not withdrawn whose consents still hold."""
    rows = session.execute(
        select(Release, Account.name)
        .outerjoin(Account, Account.id == Release.released_by)
        .options(joinedload(Release.build))
        .order_by(Release.released_at.desc(), Release.id.desc())
    ).all()
    found = [_view(session, release, name) for release, name in rows]
    return [each for each in found if each.is_public or not only_public]


def release_view(session: Session, release_id: int) -> ReleaseView:
    """Return one release.

    Raises:
        NotFoundError: There is none.
    """
    release = session.get(Release, release_id)
    if release is None:
        raise NotFoundError
    name = session.scalar(select(Account.name).where(Account.id == release.released_by))
    return _view(session, release, name)


def public_release(session: Session, slug: str) -> ReleaseView:
    """Return a release that readers may open now.

    Raises:
        NotFoundError: There is none, it is withdrawn, or a consent it rests on was.
    """
    release = session.scalar(select(Release).where(Release.slug == slug))
    if release is None:
        raise NotFoundError
    found = _view(session, release, None)
    if not found.is_public:
        raise NotFoundError
    return found


def may_be_read(session: Session, slug: str, path: str) -> str | None:
    """Return the SHA-256 of a public file of a release that stands, None if there is no such file.

    The content is not read, so that this is quick enough for every picture of a page.
    """
    release = session.scalar(select(Release).where(Release.slug == slug, Release.withdrawn_at.is_(None)))
    if release is None or path not in release.checksums or _is_stopped(session, release.build):
        return None
    return str(release.checksums[path])


def sizes(folder: Path, view: ReleaseView) -> dict[str, int]:
    """Return path → bytes of the files that are there."""
    return {path: (folder / path).stat().st_size for path in view.checksums if (folder / path).is_file()}


def _view(session: Session, release: Release, name: str | None) -> ReleaseView:
    build = release.build
    content = from_json(build.content)
    return ReleaseView(
        release.id, release.slug, release.edition_id, build.id, content.full_title, "".join(content.subtitle),
        content.edition_label, content.issued_on, len(content.cases), build.pages, content.publisher,
        content.licence, release.released_at, name or "", release.withdrawn_at, _is_stopped(session, build),
        release.checksums, build.judgement,
    )  # fmt: skip


def _is_stopped(session: Session, build: Build) -> bool:
    """Say whether a consent the book rests on was withdrawn or narrowed since."""
    ids = [int(response) for response in build.consents]
    now = {str(key): choices for key, choices in ledger.standing_of(session, ids).items()}
    return not still_holds(build.consents, now)
