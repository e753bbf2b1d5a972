"""Casebooks and editions for tests."""

from datetime import date
from itertools import count

from sqlalchemy.orm import Session

from casefinder.clock import utc_now
from casefinder.edit.casebooks import service
from casefinder.edit.casebooks.models import Casebook, Edition
from tests.factories.cases import make_approved_case

_numbers = count(1)


def make_casebook(session: Session, *, slug: str | None = None, title: str = "地域DX事例集") -> Casebook:
    """A collection."""
    return service.create_casebook(session, slug or f"casebook-{next(_numbers)}", title, now=utc_now())


def new_edition(
    casebook_id: int, *, slug: str = "dx-2026", number: int = 1, campaign_id: int | None = None
) -> service.NewEdition:
    """Values of an edition."""
    return service.NewEdition(
        casebook_id, slug, number, "北海道 地域DX事例集", "うまくいったこと、\nつまずいたこと。", 2026,
        date(2026, 7, 1), campaign_id,
    )  # fmt: skip


def make_edition(session: Session, *, cases: int = 0, campaign_id: int | None = None) -> Edition:
    """An edition with some approved cases, alternating between two chapters."""
    casebook = make_casebook(session)
    values = new_edition(casebook.id, slug=f"edition-{next(_numbers)}", campaign_id=campaign_id)
    edition = service.create_edition(session, values, now=utc_now())
    ids = [
        make_approved_case(session, name=f"第{n}町", chapter=("snow", "admin")[n % 2]).id
        for n in range(cases)
    ]
    if ids:
        service.set_order(session, edition.id, ids, now=utc_now())
    return edition
