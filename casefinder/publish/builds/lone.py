"""One case as it would be printed, without an edition."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from casefinder.ask.organisations import queries as organisations
from casefinder.edit.cases import stored
from casefinder.edit.cases.models import Case
from casefinder.edit.cases.showing import visible
from casefinder.edit.drafts import gathering
from casefinder.edit.gate import fit_queries as fits
from casefinder.edit.layout.places import CHAPTERS
from casefinder.edit.layout.pressed import Pressed
from casefinder.errors import NotFoundError
from casefinder.prefectures import Prefecture
from casefinder.publish.builds.collect import who_of
from casefinder.publish.builds.printed import Given, case_page
from casefinder.publish.content import CasePage


@dataclass(frozen=True)
class LonePage:
    """A case's page, at which revision it was read, and whose chapter's colours it has.

    `basis` names all that it was made from; `pressed` is what the press said of just that, None when it was not asked.
    """

    page: CasePage
    revision: int
    chapter_number: int
    basis: str
    pressed: Pressed | None


def lone_page(session: Session, case_id: int, here: Prefecture) -> LonePage:
    """Return the page of a case as it stands, of what everyone may read.

    Raises:
        NotFoundError: There is no such case.
    """
    case = session.get(Case, case_id)
    if case is None:
        raise NotFoundError
    found = gathering.gather(session, case.response_id)
    whole = stored.content_of(session, case)
    content = visible(whole, found.publishable, picture=found.may_show(case.illustration_id))
    chapter = case.chapter if case.chapter in CHAPTERS else next(iter(CHAPTERS))
    given = Given.of(found.sources, found.publishable)
    who = who_of(found, here, organisations.places(session))
    page = case_page(1, chapter, content, who, given, open_data=False)
    known = fits.remembered(session, {case_id: whole}, {case.response_id: found})
    return LonePage(
        page,
        case.revision,
        list(CHAPTERS).index(chapter) + 1,
        fits.basis_of(whole, found),
        known.get(case_id),
    )
