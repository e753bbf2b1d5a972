"""Releases: make a build public."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.db import Database
from casefinder.edit.casebooks import service as casebooks
from casefinder.errors import N_, NotFoundError, NotPossibleError
from casefinder.publish.builds.basis import Outdated, basis_of, settled
from casefinder.publish.builds.file_find_queries import files_mark
from casefinder.publish.builds.models import Build
from casefinder.publish.content import EditionContent, from_json
from casefinder.publish.installation import Installation
from casefinder.publish.releases import checking_service, freezing, gates, queries, rules
from casefinder.publish.releases.models import Release
from casefinder.staff.audit import service as trail


class GatesClosed(NotPossibleError):
    """Something still stands in the way of a release."""

    message = N_("This book cannot be released yet. Please look at what is in the way.")


class FilesChanged(NotPossibleError):
    """The files are not those that were searched and judged."""

    message = N_("The files of this book were changed after it was made. Make the book again.")


@dataclass(frozen=True)
class Cleared:
    """A build that has passed its gates, under the name it will bear, and what that rests on."""

    build_id: int
    slug: str
    folder: str
    basis: str
    content: EditionContent
    files: str  # what was searched


def release(
    database: Database, build_id: int, *, account_id: int, now: datetime, installation: Installation
) -> int:
    """Make a build public and return its release's id; a second click gets the same release.

    Gates are asked and files are frozen while nothing is locked in the database; then the release is written if what
    the gates saw still holds. A folder without its row is not public, and the next attempt replaces it.

    Raises:
        NotFoundError: There is no such build.
        GatesClosed: Something is in the way.
        FilesChanged: The files are not those that were searched.
        Outdated: The edition was changed at each attempt.
    """

    def attempt() -> int:
        with database.reading() as session:
            if (standing := queries.release_of(session, build_id)) is not None:
                return standing
            cleared = clear(session, build_id, now=now, place=installation)
        with freezing.alone(installation.releases):
            return freeze(cleared)

    def freeze(cleared: Cleared) -> int:
        with database.reading() as session:  # another click may have been first
            if (standing := queries.release_of(session, build_id)) is not None:
                return standing
            if _free_slug(session, cleared.content.slug) != cleared.slug:
                raise Outdated
        target = installation.releases / cleared.slug
        sums = freezing.freeze_files(installation.builds / cleared.folder, target, f"{cleared.slug}.zip")
        if files_mark(sums) != cleared.files:
            freezing.discard(target)
            raise FilesChanged
        try:
            with database.transaction() as session:
                return publish(session, cleared, sums, account_id=account_id, now=now).id
        except Outdated:
            freezing.discard(target)
            raise

    return settled(attempt)


def clear(session: Session, build_id: int, *, now: datetime, place: Installation) -> Cleared:
    """Ask all gates of a build; writes nothing.

    Raises:
        NotFoundError: There is no such build.
        GatesClosed: Something is in the way.
    """
    build = session.get(Build, build_id)
    if build is None:
        raise NotFoundError
    basis = basis_of(session, build.edition_id)
    found = gates.gates_of(session, build, now=now, place=place)
    if build.folder is None or not rules.may_release(found):
        raise GatesClosed
    content = from_json(build.content)
    files = str(build.searched.get("files", ""))
    return Cleared(build_id, _free_slug(session, content.slug), build.folder, basis, content, files)


def publish(
    session: Session, cleared: Cleared, checksums: dict[str, str], *, account_id: int, now: datetime
) -> Release:
    """Write a release whose files are frozen.

    Raises:
        Outdated: What the gates saw has changed since, or the build is released already.
    """
    build = session.get_one(Build, cleared.build_id, with_for_update=True)
    if build.released_at is not None or basis_of(session, build.edition_id) != cleared.basis:
        raise Outdated
    content = cleared.content
    made = Release(
        edition_id=build.edition_id, build_id=build.id, slug=cleared.slug, title=content.full_title,
        subtitle="".join(content.subtitle), edition_label=content.edition_label,
        fiscal_year=content.fiscal_year, issued_on=content.issued_on, publisher=content.publisher,
        licence=content.licence, case_count=len(content.cases), pages=build.pages or 0,
        book_bytes=build.book_bytes or 0, released_at=now, released_by=account_id, checksums=checksums,
    )  # fmt: skip
    session.add(made)
    build.released_at = now
    casebooks.freeze(session, build.edition_id, now=now)
    session.flush()
    checking_service.plan_night(session, now)
    trail.record(
        session, "release.made", subject_kind="release", subject_id=made.id, at=now, account_id=account_id,
        build=build.id, book=build.book_sha256,
    )  # fmt: skip
    return made


def _free_slug(session: Session, edition_slug: str) -> str:
    """Return the edition's name; a later release of the same edition gets a number behind it."""
    before = session.scalar(
        select(func.count(Release.id)).where(Release.slug.in_([edition_slug, *_later(edition_slug)]))
    )
    return edition_slug if not before else f"{edition_slug}-{before + 1}"


def _later(edition_slug: str) -> list[str]:
    return [f"{edition_slug}-{number}" for number in range(2, 100)]
