"""Releases: make a build public, take it back."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.edit.casebooks import service as casebooks
from casefinder.errors import N_, NotFoundError, NotPossibleError
from casefinder.publish.builds import house
from casefinder.publish.builds.house import Publisher
from casefinder.publish.builds.models import Build
from casefinder.publish.releases import gates, rules
from casefinder.publish.releases.freezing import freeze_files
from casefinder.publish.releases.models import Release
from casefinder.staff.audit import service as trail


class GatesClosed(NotPossibleError):
    """Something still stands in the way of a release."""

    message = N_("This book cannot be released yet. Please look at what is in the way.")


class AlreadyWithdrawn(NotPossibleError):
    """The release is not public any more."""

    message = N_("This release is withdrawn already.")


def release(
    session: Session,
    build_id: int,
    *,
    account_id: int,
    now: datetime,
    publisher: Publisher | None = None,
    builds: Path | None = None,
    releases: Path | None = None,
) -> Release:
    """Make a build public; a second click gets the same release.

    Args:
        session: A writing session.
        build_id: A finished build.
        account_id: Who answers for it.
        now: The instant (UTC).
        publisher: Who publishes; the installation's unless given.
        builds: Folder of builds; the installation's unless given.
        releases: Folder of releases; the installation's unless given.

    Raises:
        NotFoundError: There is no such build.
        GatesClosed: Something is in the way.
    """
    build = session.get(Build, build_id, with_for_update=True)
    if build is None:
        raise NotFoundError
    if found := session.scalar(select(Release).where(Release.build_id == build_id)):
        return found
    if build.folder is None or not rules.may_release(
        gates.gates_of(session, build, now=now, publisher=publisher)
    ):
        raise GatesClosed
    slug = _free_slug(session, build.edition.slug)
    target = (releases or house.releases_dir()) / slug
    target.parent.mkdir(parents=True, exist_ok=True)
    sums = freeze_files((builds or house.builds_dir()) / build.folder, target, f"{slug}.zip")
    made = Release(
        edition_id=build.edition_id, build_id=build.id, slug=slug, released_at=now, released_by=account_id,
        checksums=sums,
    )  # fmt: skip
    session.add(made)
    casebooks.freeze(session, build.edition_id, now=now)
    session.flush()
    trail.record(
        session, "release.made", subject_kind="release", subject_id=made.id, at=now, account_id=account_id,
        build=build.id, book=build.book_sha256,
    )  # fmt: skip
    return made


def withdraw(session: Session, release_id: int, *, account_id: int, now: datetime) -> Release:
    """Take a release from the public pages; its files stay as they are.

    Raises:
        NotFoundError: There is no such release.
        AlreadyWithdrawn: It is not public any more.
    """
    found = session.get(Release, release_id, with_for_update=True)
    if found is None:
        raise NotFoundError
    if found.withdrawn_at is not None:
        raise AlreadyWithdrawn
    found.withdrawn_at = max(now, found.released_at)
    session.flush()
    trail.record(
        session,
        "release.withdrawn",
        subject_kind="release",
        subject_id=release_id,
        at=now,
        account_id=account_id,
    )
    return found


def _free_slug(session: Session, edition_slug: str) -> str:
    """Return the edition's name; a later release of the same edition gets a number behind it."""
    before = session.scalar(
        select(func.count(Release.id)).where(Release.slug.in_([edition_slug, *_later(edition_slug)]))
    )
    return edition_slug if not before else f"{edition_slug}-{before + 1}"


def _later(edition_slug: str) -> list[str]:
    return [f"{edition_slug}-{number}" for number in range(2, 100)]
