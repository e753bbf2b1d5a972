"""Reading the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import Session, selectinload

from casefinder.ask.organisations import rules, shipped
from casefinder.ask.organisations.entries import NewFact, NewOrganisation, identity
from casefinder.ask.organisations.models import AreaRow, Organisation, OrganisationFact
from casefinder.ask.organisations.places import Area, Places, places_of
from casefinder.errors import NotFoundError
from casefinder.folding import fold
from casefinder.prefectures import HOKKAIDO

Selection = Select[Organisation]
PAGE_SIZE = 50
_ENTRY = (
    "id", "name", "kana", "kind", "code", "municipality_type", "subprefecture", "email", "is_sample",
)  # fmt: skip
SORTS = {
    "code": (Organisation.code.is_(None), Organisation.code, Organisation.id),
    "name": (Organisation.kana, Organisation.id),
    "subprefecture": (
        Organisation.subprefecture,
        Organisation.code.is_(None),
        Organisation.code,
        Organisation.id,
    ),
    "newest": (Organisation.created_at.desc(), Organisation.id.desc()),
}


@dataclass(frozen=True)
class OrganisationRow:
    """One line of the list; `population` is the newest known value, `population_year` its year."""

    id: int
    display_name: str
    kana: str
    kind: str
    code: str | None
    subprefecture: str
    email: str | None
    population: float | None
    population_year: int | None
    retired_at: datetime | None


def organisations(
    *, words: str = "", kind: str = "", subprefecture: str = "", state: str = "", sort: str = "code"
) -> Selection:
    """Return the organisations that fit, in order.

    Args:
        words: A part of name, reading or code; width, kana, 異体字 and the legal form's spelling do not matter.
        kind: An `OrganisationKind`, or empty for all.
        subprefecture: A place's full name, or empty for all.
        state: Empty for those in use, `retired`, or `all`.
        sort: A key of `SORTS`.
    """
    found = select(Organisation).order_by(*SORTS.get(sort, SORTS["code"]))
    if words.strip():
        found = found.where(is_sought(words))
    if kind:
        found = found.where(Organisation.kind == kind)
    if subprefecture:
        found = found.where(Organisation.subprefecture == subprefecture)
    if state == "retired":
        found = found.where(Organisation.retired_at.is_not(None))
    elif state != "all":
        found = found.where(Organisation.retired_at.is_(None))
    return found


def is_sought(words: str) -> ColumnElement[bool]:
    """Return the condition that an organisation's name, reading or code holds words, however either is spelt."""
    return or_(false(), *(Organisation.sought.contains(each, autoescape=True) for each in _meant(words)))


def _meant(words: str) -> set[str]:
    """Return what words may mean as the register keeps it: as written, with the legal form in full, a code with dashes."""
    code = rules.normalised_code(words)
    return {fold(words).text, identity(words), code if code.isdigit() else ""} - {""}


def places(session: Session) -> Places:
    """Return what the register knows as places; a register from before there was a choice is Hokkaido's."""
    rows = session.scalars(select(AreaRow).order_by(AreaRow.position)).all()
    whole = next((row for row in rows if row.is_whole), None)
    if whole is None:
        return places_of(HOKKAIDO, shipped.areas(HOKKAIDO.code))
    return Places(whole.code, whole.name, tuple(_area(row) for row in rows if not row.is_whole))


def _area(row: AreaRow) -> Area:
    return Area(
        row.code, row.name, row.short_name, tuple(row.municipalities), row.map_column, row.map_row, row.depth
    )


def organisation_of(session: Session, organisation_id: int) -> Organisation:
    """Return one organisation.

    Raises:
        NotFoundError: There is no such organisation.
    """
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFoundError
    return organisation


def count(session: Session, found: Selection) -> int:
    """Return how many organisations a selection holds."""
    inner = found.order_by(None).with_only_columns(Organisation.id).subquery()
    return session.scalar(select(func.count()).select_from(inner)) or 0


def page_of(session: Session, found: Selection, page: int) -> list[OrganisationRow]:
    """Return one page of a selection as plain values; `page` counts from 1."""
    rows = session.scalars(
        found.options(selectinload(Organisation.facts)).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    ).all()
    return [_row(organisation) for organisation in rows]


def entries(session: Session) -> list[tuple[int, NewOrganisation]]:
    """Return the whole register, retired ones too, with id, as entries without facts, to be compared with a file."""
    found = session.execute(
        select(*(getattr(Organisation, name) for name in _ENTRY)).order_by(Organisation.id)
    )
    return [(row.id, NewOrganisation(**{name: row._mapping[name] for name in _ENTRY[1:]})) for row in found]


def facts_known(session: Session) -> dict[tuple[int, str, int], tuple[float, str]]:
    """Return all dated values: organisation, kind and year → value and source."""
    fact = OrganisationFact
    rows = session.execute(select(fact.organisation_id, fact.kind, fact.year, fact.value, fact.source))
    return {(row.organisation_id, row.kind, row.year): (row.value, row.source) for row in rows}


def fact_ids(session: Session) -> dict[tuple[int, str, int], int]:
    """Return the ids of all dated values."""
    fact = OrganisationFact
    rows = session.execute(select(fact.id, fact.organisation_id, fact.kind, fact.year))
    return {(row.organisation_id, row.kind, row.year): row.id for row in rows}


def exported_facts(session: Session, found: Selection) -> list[tuple[NewOrganisation, NewFact]]:
    """Return the dated values of a selection, in its order; by kind and year within an organisation."""
    return [
        (_entry(organisation), NewFact(fact.kind, fact.value, fact.year, fact.source))
        for organisation in session.scalars(found.options(selectinload(Organisation.facts)))
        for fact in sorted(organisation.facts, key=lambda fact: (fact.kind, fact.year))
    ]


def exported(session: Session, found: Selection) -> list[NewOrganisation]:
    """Return a selection as entries, in its order."""
    return [_entry(organisation) for organisation in session.scalars(found)]


def newest_facts(facts: Sequence[OrganisationFact]) -> dict[str, OrganisationFact]:
    """Return kind → fact of the newest year."""
    return {fact.kind: fact for fact in sorted(facts, key=lambda fact: fact.year)}


def _row(organisation: Organisation) -> OrganisationRow:
    population = newest_facts(organisation.facts).get("population")
    return OrganisationRow(
        id=organisation.id,
        display_name=organisation.display_name,
        kana=organisation.kana,
        kind=organisation.kind,
        code=organisation.code,
        subprefecture=organisation.subprefecture,
        email=organisation.email,
        population=population.value if population else None,
        population_year=population.year if population else None,
        retired_at=organisation.retired_at,
    )


def _entry(organisation: Organisation) -> NewOrganisation:
    return NewOrganisation(
        name=organisation.name,
        kana=organisation.kana,
        kind=organisation.kind,
        code=organisation.code,
        municipality_type=organisation.municipality_type,
        subprefecture=organisation.subprefecture,
        email=organisation.email,
        is_sample=organisation.is_sample,
    )
