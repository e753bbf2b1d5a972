"""Reading cases: what they say, what they are called, which there are of a response."""

from collections.abc import Sequence

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from casefinder.edit.cases import stored
from casefinder.edit.cases.content import CaseContent
from casefinder.edit.cases.models import Case, CaseSentence, EditionCase
from casefinder.errors import NotFoundError


def case_content(session: Session, case_id: int) -> CaseContent:
    """Return what a case says, with origins; not filtered by consent (see `showing.visible`).

    Raises:
        NotFoundError: There is no such case.
    """
    found = session.get(Case, case_id)
    if found is None:
        raise NotFoundError
    return stored.content_of(session, found)


def case_contents(session: Session, case_ids: Sequence[int]) -> dict[int, CaseContent]:
    """Return what several cases say, by id."""
    cases = list(session.scalars(select(Case).where(Case.id.in_(case_ids))))
    return stored.contents(session, cases)


def titles(session: Session, wanted: Select[int]) -> dict[int, str]:
    """Return the titles of the cases that a query of ids names; nothing else of them is read."""
    at_title = (CaseSentence.place == "title", CaseSentence.row == 0, CaseSentence.column == "text")
    rows = session.execute(
        select(CaseSentence.case_id, CaseSentence.text)
        .where(*at_title, CaseSentence.case_id.in_(wanted))
        .order_by(CaseSentence.case_id, CaseSentence.position)
    )
    found: dict[int, str] = {}
    for case_id, text in rows:
        found[case_id] = found.get(case_id, "") + text
    return found


def cases_of(session: Session, response_id: int) -> list[int]:
    """Return the cases made of a response, the oldest first."""
    return list(session.scalars(select(Case.id).where(Case.response_id == response_id).order_by(Case.id)))


def siblings(session: Session, case: Case) -> dict[int, str]:
    """Return the other cases of the same response, the oldest first: id → title."""
    wanted = select(Case.id).where(Case.response_id == case.response_id, Case.id != case.id)
    named = titles(session, wanted)
    return {case_id: named.get(case_id, "") for case_id in session.scalars(wanted.order_by(Case.id))}


def is_in_edition(session: Session, case_id: int) -> bool:
    """Say whether an edition holds the case."""
    return session.scalar(select(exists().where(EditionCase.case_id == case_id))) or False
