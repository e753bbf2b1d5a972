"""Reading casebooks, editions, their cases and the sentences that can be quoted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, load_only

from casefinder.analyse.coding import queries as codings
from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.snapshots.rules import Statement
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation
from casefinder.edit.casebooks import front_matter, rules
from casefinder.edit.casebooks.front_matter import FrontMatter
from casefinder.edit.casebooks.models import Casebook, Edition
from casefinder.edit.cases import queries as cases
from casefinder.edit.cases.models import Case, EditionCase
from casefinder.errors import NotFoundError
from casefinder.staff.consent.rules import Target

PAGE_SIZE = 30


@dataclass(frozen=True)
class ListedEdition:
    """A line of the list of editions."""

    id: int
    slug: str
    casebook: str
    title: str
    number: int
    fiscal_year: int
    issued_on: date
    cases: int
    frozen_at: datetime | None


def editions(*, words: str = "", state: str = "", sort: str = "issued") -> Select[Any]:
    """Return the query behind the list of editions; `state` is open, frozen or empty."""
    number = (
        select(func.count()).where(EditionCase.edition_id == Edition.id).correlate(Edition).scalar_subquery()
    )
    query = select(
        Edition.id, Edition.slug, Casebook.title, Edition.title, Edition.number, Edition.fiscal_year,
        Edition.issued_on, number, Edition.frozen_at,
    ).join(Casebook, Casebook.id == Edition.casebook_id)  # fmt: skip
    for word in words.split():
        texts = (Edition.title, Edition.slug, Casebook.title)
        query = query.where(or_(*(text.icontains(word, autoescape=True) for text in texts)))
    if state == "open":
        query = query.where(Edition.frozen_at.is_(None))
    elif state == "frozen":
        query = query.where(Edition.frozen_at.is_not(None))
    order = (Edition.title, Edition.id) if sort == "title" else (Edition.issued_on.desc(), Edition.id.desc())
    return query.order_by(*order)


def page_of(session: Session, query: Select[Any], page: int) -> list[ListedEdition]:
    """Return one page of the list."""
    return batch(session, query, PAGE_SIZE, (page - 1) * PAGE_SIZE)


def batch(session: Session, query: Select[Any], size: int, offset: int) -> list[ListedEdition]:
    """Return some lines of the list."""
    return [ListedEdition(*row) for row in session.execute(query.limit(size).offset(offset))]


def count(session: Session, query: Select[Any]) -> int:
    """Return how many lines the list has."""
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def casebooks(session: Session) -> list[Casebook]:
    """Return all collections."""
    return list(session.scalars(select(Casebook).order_by(Casebook.title, Casebook.id)))


def edition_of(session: Session, edition_id: int) -> Edition:
    """Return an edition.

    Raises:
        NotFoundError: There is none.
    """
    edition = session.get(Edition, edition_id)
    if edition is None:
        raise NotFoundError
    return edition


def edition_by_slug(session: Session, slug: str) -> Edition:
    """Return the edition with that short name.

    Raises:
        NotFoundError: There is none.
    """
    edition = session.scalar(select(Edition).where(Edition.slug == slug))
    if edition is None:
        raise NotFoundError
    return edition


def released_before(session: Session, edition: Edition) -> list[tuple[int, date]]:
    """Return number and day of issue of the editions of the same collection that went out before this one."""
    rows = session.execute(
        select(Edition.number, Edition.issued_on)
        .where(
            Edition.casebook_id == edition.casebook_id, Edition.number < edition.number,
            Edition.frozen_at.is_not(None),
        )
        .order_by(Edition.number)
    )  # fmt: skip
    return [(number, day) for number, day in rows]


def front_matter_of(edition: Edition) -> FrontMatter:
    """Return the texts beside the cases."""
    return front_matter.from_json(edition.front_matter)


def placed(session: Session, edition_id: int) -> list[rules.Placed]:
    """Return the cases of an edition in stored order."""
    rows = session.execute(
        select(EditionCase.case_id, Case.chapter)
        .join(Case, Case.id == EditionCase.case_id)
        .where(EditionCase.edition_id == edition_id)
        .order_by(EditionCase.position)
    )
    return [rules.Placed(case_id, chapter) for case_id, chapter in rows]


def numbered_cases(session: Session, edition_id: int) -> list[rules.Numbered]:
    """Return the cases of an edition as printed, with their numbers."""
    return rules.numbered(placed(session, edition_id))


@dataclass(frozen=True)
class CaseLine:
    """A case as the composer shows it."""

    case_id: int
    response_id: int
    organisation: str
    title: str
    chapter: str | None
    approved_hash: str | None


def case_lines(session: Session, case_ids: Sequence[int]) -> dict[int, CaseLine]:
    """Return some cases by id."""
    return {line.case_id: line for line in _lines(session, case_ids)}


def _lines(session: Session, ids: Sequence[int]) -> list[CaseLine]:
    """Return some cases; two queries however many there are."""
    titles = cases.titles(session, select(Case.id).where(Case.id.in_(ids)))
    rows = session.execute(
        select(Case.id, Case.response_id, Organisation, Case.chapter, Case.approved_hash)
        .join(Response, Response.id == Case.response_id)
        .join(Invitation, Invitation.id == Response.invitation_id)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .options(load_only(Organisation.name, Organisation.is_sample))
        .where(Case.id.in_(ids))
    )
    return [
        CaseLine(case_id, response_id, organisation.display_name, titles.get(case_id, ""), chapter, approved)
        for case_id, response_id, organisation, chapter, approved in rows
    ]


@dataclass(frozen=True)
class Quotable:
    """An accepted sentence of a case in the edition that everyone may read, word for word."""

    coding_id: int
    theme_key: str
    theme_name: str
    family: str
    text: str
    question_key: str
    case_id: int


def quotables(
    session: Session, edition_id: int, statements: Mapping[int, Statement] | None = None
) -> list[Quotable]:
    """Return the sentences that theme summaries may print: accepted, publishable, of the edition's cases.

    Args:
        session: Any session.
        edition_id: Whose cases.
        statements: What counts of their responses, when that was read already.
    """
    responses = dict(
        session.execute(
            select(EditionCase.case_id, Case.response_id)
            .join(Case, Case.id == EditionCase.case_id)
            .where(EditionCase.edition_id == edition_id)
        ).all()
    )
    if statements is None:
        statements = snapshots.statements(session, responses.values())
    coded = codings.codings_on(session, statements)
    open_keys = {key: said.publishable(Target.EVERYONE) for key, said in statements.items()}
    return [
        Quotable(c.id, c.theme_key, c.theme_name, c.family, c.text, c.question_key, each.case_id)
        for each in numbered_cases(session, edition_id)
        for c in coded.get(responses[each.case_id], ())
        if c.question_key in open_keys.get(responses[each.case_id], ())
    ]
