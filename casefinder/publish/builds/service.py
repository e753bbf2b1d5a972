"""Builds: gather an edition, order it from the press, keep what the press made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.db import Database
from casefinder.edit.casebooks import queries as casebooks
from casefinder.publish.builds import collect
from casefinder.publish.builds.basis import Outdated, basis_of, settled
from casefinder.publish.builds.models import Build, BuildRest
from casefinder.publish.builds.resting import Rest
from casefinder.publish.content import content_hash, to_json
from casefinder.publish.installation import Publisher
from casefinder.staff.audit import service as trail

KIND = "build"


@dataclass(frozen=True)
class Order:
    """An edition as it was gathered, ready to be written down, and what it rests on."""

    edition_id: int
    edition_revision: int
    basis: str
    content: str
    content_sha256: str
    consents: dict[str, Any]
    left_out: list[dict[str, Any]]
    rests: tuple[Rest, ...]


def request_build(
    database: Database, edition_id: int, *, account_id: int | None, now: datetime, publisher: Publisher
) -> int:
    """Freeze an edition's content as of now and ask the press for it; returns the build's id.

    Gathered while nothing is locked, then written if what it rests on still holds, else gathered again.

    Raises:
        NotFoundError: There is no such edition.
        NothingToPrint: No case of it may be printed.
        NoCampaign: The edition names no campaign.
        Outdated: It was changed each time that it was gathered.
    """

    def attempt() -> int:
        with database.reading() as session:
            order = gather(session, edition_id, now=now, publisher=publisher)
        with database.transaction() as session:
            return place(session, order, account_id=account_id, now=now).id

    return settled(attempt)


def gather(session: Session, edition_id: int, *, now: datetime, publisher: Publisher) -> Order:
    """Return an edition's content as of now, with what it rests on; writes nothing."""
    basis = basis_of(session, edition_id)
    edition = casebooks.edition_of(session, edition_id)
    found = collect.collect(session, edition_id, now=now, publisher=publisher)
    return Order(
        edition_id, edition.revision, basis, to_json(found.content), content_hash(found.content),
        {str(key): value for key, value in found.consents.items()},
        [{"case_id": o.case_id, "title": o.title, "reason": o.reason} for o in found.left_out], found.rests,
    )  # fmt: skip


def place(session: Session, order: Order, *, account_id: int | None, now: datetime) -> Build:
    """Write an order down; a build of the same content that waits already is returned instead.

    Raises:
        Outdated: What the content rests on has changed since it was gathered.
    """
    if basis_of(session, order.edition_id) != order.basis:
        raise Outdated
    waiting = session.scalar(
        select(Build).where(
            Build.edition_id == order.edition_id,
            Build.content_sha256 == order.content_sha256,
            Build.done_at.is_(None),
            Build.failed_at.is_(None),
        )
    )
    if waiting is not None:
        return waiting
    build = Build(
        edition_id=order.edition_id, edition_revision=order.edition_revision, requested_by=account_id,
        content=order.content, content_sha256=order.content_sha256, consents=order.consents,
        left_out=order.left_out, lint=[], judgement={}, searched={}, requested_at=now, progress={},
    )  # fmt: skip
    session.add(build)
    session.flush()
    session.execute(insert(BuildRest), [{"build_id": build.id, **rest.as_plain()} for rest in order.rests])
    trail.record(
        session, "build.requested", subject_kind="build", subject_id=build.id, at=now, account_id=account_id,
        edition=order.edition_id, content=order.content_sha256,
    )  # fmt: skip
    work.request(session, KIND)
    return build


def press_again(session: Session, build_id: int) -> None:
    """Let the press try a build that broke once more; its content stays as it was frozen."""
    work.try_again(session, KIND, Build, build_id)


def note_pages(session: Session, build_id: int, case_pages: Mapping[int, int]) -> None:
    """Note on which page of the pressed book each case begins, by its number."""
    rests = session.scalars(select(BuildRest).where(BuildRest.build_id == build_id))
    for rest in rests:
        rest.page = case_pages.get(rest.case_number)
