"""Builds: ask for one."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.edit.casebooks import queries as casebooks
from casefinder.publish.builds import collect
from casefinder.publish.builds.house import Publisher
from casefinder.publish.builds.models import Build
from casefinder.publish.content import content_hash, to_json
from casefinder.staff.audit import service as trail

KIND = "build"


def request_build(
    session: Session,
    edition_id: int,
    *,
    account_id: int | None,
    now: datetime,
    publisher: Publisher | None = None,
) -> Build:
    """Freeze an edition's content as of now and ask the press for it; a build already waiting is returned instead.

    Raises:
        NotFoundError: There is no such edition.
        NothingToPrint: No case of it may be printed.
        NoCampaign: The edition names no campaign.
    """
    edition = casebooks.edition_of(session, edition_id)
    found = collect.collect(session, edition_id, now=now, publisher=publisher)
    digest = content_hash(found.content)
    waiting = session.scalar(
        select(Build).where(
            Build.edition_id == edition_id,
            Build.content_sha256 == digest,
            Build.done_at.is_(None),
            Build.failed_at.is_(None),
        )
    )
    if waiting is not None:
        return waiting
    build = Build(
        edition_id=edition_id, edition_revision=edition.revision, requested_by=account_id,
        content=to_json(found.content), content_sha256=digest,
        consents={str(key): value for key, value in found.consents.items()},
        left_out=[{"case_id": o.case_id, "title": o.title, "reason": o.reason} for o in found.left_out],
        lint=[], judgement={}, requested_at=now, progress={},
    )  # fmt: skip
    session.add(build)
    session.flush()
    trail.record(
        session, "build.requested", subject_kind="build", subject_id=build.id, at=now, account_id=account_id,
        edition=edition_id, content=digest,
    )  # fmt: skip
    work.request(session, KIND)
    return build


def press_again(session: Session, build_id: int) -> None:
    """Let the press try a build that broke once more; its content stays as it was frozen."""
    work.try_again(session, KIND, Build, build_id)
