"""Reading what may not be in releases any more, and what a withdrawal or a stop reaches."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots import queries as snapshots
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation
from casefinder.edit.casebooks.models import Edition
from casefinder.edit.cases.models import Case, EditionCase
from casefinder.errors import NotFoundError
from casefinder.publish.builds.models import BuildRest
from casefinder.publish.builds.resting import Rest
from casefinder.publish.releases.models import Concern, Release
from casefinder.publish.releases.standing_rules import ConcernKind, Found, Hold, failing
from casefinder.staff.accounts.models import Account

WORKING = ("editor", "publisher", "administrator")


@dataclass(frozen=True)
class OpenConcern:
    """Something that waits for a publisher, with the case it is about."""

    id: int
    release_id: int
    kind: ConcernKind
    subject: str
    title: str
    organisation: str
    response_id: int | None
    keys: tuple[str, ...]
    numbers: tuple[str, ...]  # what people see of the fields
    found_at: datetime
    holds_at: datetime | None


@dataclass(frozen=True)
class Reached:
    """One printed case of a release."""

    release_id: int
    case_number: int
    title: str
    page: int | None
    is_open: bool


def holds(session: Session, release_ids: Collection[int]) -> Mapping[int, list[Hold]]:
    """Return, by release, since when each open concern is known and from when it keeps readers out."""
    found: dict[int, list[Hold]] = {}
    query = select(Concern.release_id, Concern.found_at, Concern.holds_at).where(
        Concern.release_id.in_(release_ids), Concern.settled_at.is_(None)
    )
    for release_id, found_at, holds_at in session.execute(query) if release_ids else ():
        found.setdefault(release_id, []).append(Hold(found_at, holds_at))
    return found


def resting_on(session: Session, response_id: int) -> list[int]:
    """Return the releases, not stopped by anybody, that print a case of a response."""
    query = (
        select(Release.id)
        .join(BuildRest, BuildRest.build_id == Release.build_id)
        .where(BuildRest.response_id == response_id, Release.withdrawn_at.is_(None))
    )
    return sorted(set(session.scalars(query)))


def found_in(session: Session, release_ids: Collection[int]) -> dict[int, list[Found]]:
    """Ask the publication rule again: return, by release, what may not be in it any more."""
    query = (
        select(Release.id, BuildRest)
        .join(BuildRest, BuildRest.build_id == Release.build_id)
        .where(Release.id.in_(release_ids))
        .order_by(Release.id, BuildRest.case_number)
    )
    rows = session.execute(query).all()
    said = snapshots.statements(session, {rest.response_id for _, rest in rows})
    found: dict[int, list[Found]] = {release_id: [] for release_id in release_ids}
    for release_id, rest in rows:
        found[release_id] += failing(_rest(rest), said.get(rest.response_id))
    return found


def _rest(row: BuildRest) -> Rest:
    keys = tuple(str(key) for key in row.keys)
    return Rest(row.response_id, row.case_number, row.title, row.is_named, row.is_open, keys, row.picture_id)


def open_concerns(session: Session, release_ids: Collection[int]) -> list[OpenConcern]:
    """Return what is open in some releases, the oldest first."""
    query = (
        select(Concern, Organisation)
        .outerjoin(Response, Response.id == Concern.response_id)
        .outerjoin(Invitation, Invitation.id == Response.invitation_id)
        .outerjoin(Organisation, Organisation.id == Invitation.organisation_id)
        .where(Concern.release_id.in_(release_ids), Concern.settled_at.is_(None))
        .order_by(Concern.found_at, Concern.id)
    )
    rows = session.execute(query).all()
    if not rows:
        return []
    titles = {(e.release_id, str(e.case_number)): e.title for e in reached(session, release_ids)}
    ids = {row.response_id for row, _ in rows if row.response_id}
    said = snapshots.statements(session, ids, keys=lambda _: ())
    numbers = {key: each.document.numbers for key, each in said.items()}
    return [
        OpenConcern(
            row.id, row.release_id, ConcernKind(row.kind), row.subject, titles.get((row.release_id, row.subject), ""),
            who.display_name if who else "",
            row.response_id, tuple(row.keys), _numbered(row.keys, numbers.get(row.response_id or 0, {})),
            row.found_at, row.holds_at,
        )
        for row, who in rows
    ]  # fmt: skip


def open_concern(session: Session, concern_id: int) -> OpenConcern:
    """Return one open concern.

    Raises:
        NotFoundError: Nothing of that number is open.
    """
    release_id = session.scalar(select(Concern.release_id).where(Concern.id == concern_id))
    found = open_concerns(session, [release_id] if release_id else [])
    for each in found:
        if each.id == concern_id:
            return each
    raise NotFoundError


def _numbered(keys: Iterable[object], numbers: Mapping[str, str]) -> tuple[str, ...]:
    """Return what people see of some fields, each item once."""
    items = (str(key).split(".")[0] for key in keys)
    return tuple(dict.fromkeys(numbers.get(item, item) for item in items))


def reached(session: Session, release_ids: Collection[int], response_id: int | None = None) -> list[Reached]:
    """Return the printed cases of some releases, or those of one response."""
    query = (
        select(Release.id, BuildRest.case_number, BuildRest.title, BuildRest.page, BuildRest.is_open)
        .join(BuildRest, BuildRest.build_id == Release.build_id)
        .where(Release.id.in_(release_ids))
        .order_by(Release.id, BuildRest.case_number)
    )
    if response_id is not None:
        query = query.where(BuildRest.response_id == response_id)
    return [Reached(*row) for row in session.execute(query)]


def open_editions(session: Session, response_id: int) -> list[tuple[int, str, int]]:
    """Return id, title and number of the editions, not released yet, that hold a case of a response."""
    query = (
        select(Edition.id, Edition.title, Edition.number)
        .join(EditionCase, EditionCase.edition_id == Edition.id)
        .join(Case, Case.id == EditionCase.case_id)
        .where(Case.response_id == response_id, Edition.frozen_at.is_(None))
        .order_by(Edition.id)
    )
    return list(dict.fromkeys((key, title, number) for key, title, number in session.execute(query)))


def kept_before(session: Session, release_id: int) -> dict[tuple[str, str], list[list[str]]]:
    """Return, by kind and case, the fields of what a publisher decided to keep."""
    found: dict[tuple[str, str], list[list[str]]] = {}
    query = select(Concern.kind, Concern.subject, Concern.keys).where(
        Concern.release_id == release_id, Concern.settled_by.is_not(None)
    )
    for kind, subject, keys in session.execute(query):
        found.setdefault((kind, subject), []).append([str(key) for key in keys])
    return found


def is_known(session: Session, release_id: int, kind: ConcernKind, subject: str) -> bool:
    """Say whether a concern is open already."""
    query = select(Concern.id).where(
        Concern.release_id == release_id, Concern.kind == kind.value, Concern.subject == subject,
        Concern.settled_at.is_(None),
    )  # fmt: skip
    return session.scalar(query) is not None


def who_is_told(session: Session, *, but: int | None = None) -> list[int]:
    """Return the accounts of all who work on casebooks: editors, publishers, administrators."""
    query = select(Account.id).where(Account.role.in_(WORKING), Account.disabled_at.is_(None))
    return [key for key in session.scalars(query.order_by(Account.id)) if key != but]


def standing_releases(session: Session) -> list[int]:
    """Return the releases that nobody has stopped."""
    return list(
        session.scalars(select(Release.id).where(Release.withdrawn_at.is_(None)).order_by(Release.id))
    )
