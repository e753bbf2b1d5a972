"""Reading releases: for the staff all of them, for the public those that stand; no content is parsed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased, undefer

from casefinder.edit.casebooks.models import Casebook, Edition
from casefinder.errors import NotFoundError
from casefinder.folding import fold
from casefinder.publish.builds.models import Build, BuildRest
from casefinder.publish.releases import concern_queries
from casefinder.publish.releases.models import Release
from casefinder.publish.releases.standing_rules import Hold, ReleaseState, state_of, still_holds
from casefinder.staff.accounts.models import Account
from casefinder.staff.consent import queries as ledger

MADE_SHOWN = 5
Consents = Mapping[str, Mapping[str, str]]  # response id → item → choice


@dataclass(frozen=True)
class ReleaseLine:
    """A release as the lists show it."""

    id: int
    casebook_id: int
    edition_id: int
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
    notice: str
    state: ReleaseState
    held_since: datetime | None
    concerns: int  # open ones
    waits_since: datetime | None  # since the oldest of them

    @property
    def is_public(self) -> bool:
        """Whether readers can open it."""
        return self.state is ReleaseState.PUBLIC

    @property
    def waits(self) -> bool:
        """Whether a publisher has something to decide."""
        return self.withdrawn_at is None and (self.state is ReleaseState.HELD or self.concerns > 0)

    @property
    def closed_since(self) -> datetime | None:
        """Since when readers cannot open it; None when they can, or nobody knows."""
        return self.withdrawn_at or self.held_since


@dataclass(frozen=True)
class ReleaseView(ReleaseLine):
    """A release as its own page shows it."""

    build_id: int
    licence: str
    released_by: str
    withdrawn_by: str
    withdrawn_reason: str
    checksums: dict[str, str]
    judgement: dict[str, Any]


def releases(session: Session, *, now: datetime, only_public: bool = False) -> list[ReleaseLine]:
    """Return releases, the newest first; the public ones are those that readers can open now."""
    query = (
        select(Release, Build.consents, Edition.casebook_id)
        .join(Build, Build.id == Release.build_id)
        .join(Edition, Edition.id == Release.edition_id)
        .order_by(Release.released_at.desc(), Release.id.desc())
    )
    if only_public:
        query = query.where(Release.withdrawn_at.is_(None))
    rows = session.execute(query).all()
    standing = _standing(session, [consents for _, consents, _ in rows])
    holds = concern_queries.holds(session, [row.id for row, *_ in rows])
    found = [
        ReleaseLine(**_line(row, casebook_id, consents, standing, holds.get(row.id, ()), now))
        for row, consents, casebook_id in rows
    ]
    return [each for each in found if each.is_public or not only_public]


def listed(
    session: Session, *, words: str = "", state: str = "", sort: str = "newest", now: datetime
) -> list[ReleaseLine]:
    """Return the releases that fit, in order.

    Args:
        session: A reading session.
        words: In title, number or address.
        state: One of `ReleaseState`, or empty.
        sort: `newest` or `oldest` released first, or by `title`.
        now: For the rule that says what readers find.
    """
    found = [each for each in releases(session, now=now) if _fits(each, words, state)]
    if sort == "title":
        return sorted(found, key=lambda each: each.title)
    return found[::-1] if sort == "oldest" else found


def _fits(line: ReleaseLine, words: str, state: str) -> bool:
    said = fold(f"{line.title} {line.subtitle} {line.edition_label} {line.slug}").text
    return state in ("", line.state.value) and all(fold(word).text in said for word in words.split())


def release_view(session: Session, release_id: int, *, now: datetime) -> ReleaseView:
    """Return one release.

    Raises:
        NotFoundError: There is none.
    """
    return _view(session, _one().where(Release.id == release_id), now)


def release_at(session: Session, slug: str, *, now: datetime) -> ReleaseView | None:
    """Return the release at a public address, whatever its state; None if there never was one."""
    is_there = session.scalar(select(Release.id).where(Release.slug == slug))
    return release_view(session, is_there, now=now) if is_there else None


def newest_of(session: Session, casebook_id: int, *, now: datetime) -> ReleaseLine | None:
    """Return the newest release of a collection that readers can open."""
    return next((line for line in _of_casebook(session, casebook_id, now) if line.is_public), None)


def leading_of(session: Session, casebook_slug: str, *, now: datetime) -> ReleaseLine | None:
    """Return where a collection's own address leads: to its newest public release, else to the newest one's notice."""
    casebook_id = session.scalar(select(Casebook.id).where(Casebook.slug == casebook_slug))
    lines = _of_casebook(session, casebook_id, now) if casebook_id else []
    return next((line for line in lines if line.is_public), lines[0] if lines else None)


def _of_casebook(session: Session, casebook_id: int, now: datetime) -> list[ReleaseLine]:
    return [line for line in releases(session, now=now) if line.casebook_id == casebook_id]


@dataclass(frozen=True)
class Access:
    """A file of a release: its SHA-256, and whether readers may have it now."""

    release_id: int
    digest: str
    state: ReleaseState


def access(session: Session, slug: str, path: str, *, now: datetime) -> Access | None:
    """Return a public file of a release, None if there never was such a file."""
    row = session.execute(
        select(Release.id, Release.checksums, Release.withdrawn_at, Build.consents)
        .join(Build, Build.id == Release.build_id)
        .where(Release.slug == slug)
    ).first()
    if row is None or path not in row.checksums:
        return None
    state = state_of(
        withdrawn_at=row.withdrawn_at, holds=concern_queries.holds(session, [row.id]).get(row.id, ()),
        consents_hold=still_holds(row.consents, _standing(session, [row.consents])), now=now,
    )  # fmt: skip
    return Access(row.id, str(row.checksums[path]), state)


def closed_numbers(session: Session, build_id: int) -> list[int]:
    """Return the numbers of the cases that the licence does not cover."""
    query = select(BuildRest.case_number).where(BuildRest.build_id == build_id, BuildRest.is_open.is_(False))
    return list(session.scalars(query.order_by(BuildRest.case_number)))


def files_of(session: Session, release_id: int) -> tuple[str, dict[str, str]]:
    """Return the address of a release and path → SHA-256 of its files."""
    row = session.execute(select(Release.slug, Release.checksums).where(Release.id == release_id)).one()
    return row.slug, row.checksums


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
    stopper = aliased(Account)
    return (
        select(Release, Build.consents, Build.judgement, Account.name, stopper.name, Edition.casebook_id)
        .join(Build, Build.id == Release.build_id)
        .join(Edition, Edition.id == Release.edition_id)
        .outerjoin(Account, Account.id == Release.released_by)
        .outerjoin(stopper, stopper.id == Release.withdrawn_by)
        .options(undefer(Release.checksums))
    )


def _view(session: Session, query: Select[Any], now: datetime) -> ReleaseView:
    found = session.execute(query).first()
    if found is None:
        raise NotFoundError
    row, consents, judgement, name, stopper, casebook_id = found
    holds = concern_queries.holds(session, [row.id]).get(row.id, ())
    return ReleaseView(
        **_line(row, casebook_id, consents, _standing(session, [consents]), holds, now), build_id=row.build_id,
        licence=row.licence, released_by=name or "", withdrawn_by=stopper or "",
        withdrawn_reason=row.withdrawn_reason or "", checksums=row.checksums, judgement=judgement,
    )  # fmt: skip


def _line(
    row: Release,
    casebook_id: int,
    then: Consents,
    standing: Consents,
    holds: Sequence[Hold],
    now: datetime,
) -> dict[str, Any]:
    state = state_of(
        withdrawn_at=row.withdrawn_at, holds=holds, consents_hold=still_holds(then, standing), now=now
    )
    return {
        "id": row.id, "casebook_id": casebook_id, "edition_id": row.edition_id, "slug": row.slug,
        "title": row.title, "subtitle": row.subtitle,
        "edition_label": row.edition_label, "issued_on": row.issued_on, "cases": row.case_count,
        "pages": row.pages, "publisher": row.publisher, "released_at": row.released_at,
        "withdrawn_at": row.withdrawn_at, "notice": row.notice or "", "state": state,
        "held_since": min((at for each in holds if (at := each.holds_at) and at <= now), default=None),
        "concerns": len(holds), "waits_since": min((each.found_at for each in holds), default=None),
    }  # fmt: skip


def _standing(session: Session, frozen: Sequence[Consents]) -> Consents:
    """Return the consents that hold now of all responses that some books rest on."""
    ids = sorted({int(response) for consents in frozen for response in consents})
    return {str(key): choices for key, choices in ledger.standing_of(session, ids).items()}
