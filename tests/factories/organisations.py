"""Organisations for tests."""

from itertools import count

from sqlalchemy.orm import Session

from casefinder.ask.organisations import shipped
from casefinder.ask.organisations.models import Organisation, OrganisationFact
from casefinder.ask.organisations.places import places_of
from casefinder.ask.organisations.rules import local_government_check_digit
from casefinder.clock import utc_now
from casefinder.prefectures import HOKKAIDO

_numbers = count(1)
IN_HOKKAIDO = places_of(HOKKAIDO, shipped.areas(HOKKAIDO.code))
HOKKAIDO_TOWNS = tuple(town for town in shipped.municipalities() if town.code[:2] == HOKKAIDO.code)


def make_organisation(
    session: Session,
    *,
    name: str = "白楡町",
    kana: str = "しらにれちょう",
    kind: str = "municipality",
    code: str | None = None,
    municipality_type: str | None = "town",
    subprefecture: str = "空知総合振興局",
    email: str | None = "joho@example.jp",
    is_sample: bool = True,
    population: int | None = None,
) -> Organisation:
    """A sample town, unless told otherwise; a municipality gets a sample code of its own."""
    if kind == "municipality" and code is None:
        five = f"019{next(_numbers) % 100:02d}"  # no real municipality has such a code
        code = five + local_government_check_digit(five)
    organisation = Organisation(
        kind=kind, code=code, name=name, kana=kana, municipality_type=municipality_type if kind == "municipality" else None,
        subprefecture=subprefecture, email=email, is_sample=is_sample, created_at=utc_now(),
    )  # fmt: skip
    if population is not None:
        organisation.facts.append(
            OrganisationFact(kind="population", value=population, year=2025, source="見本の値")
        )
    session.add(organisation)
    session.flush()
    return organisation
