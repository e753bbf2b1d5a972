"""The list of candidates and cases: what is on it, by what it is found, how many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import state_case
from casefinder.answer.responses.rules import WITH_EDITORS
from casefinder.answer.snapshots import conditions
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.snapshots.rules import items_about
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation
from casefinder.edit.cases.models import Case, CaseSentence
from casefinder.edit.cases.rules import CaseState
from casefinder.faces import Role
from casefinder.staff.consent.rules import Scope
from casefinder.staff.consent.seeing_rules import PERSONAL, Purpose, may_see

Lines = Select[*tuple[Any, ...]]
PAGE_SIZE = 30
SORTS = ("edited", "organisation", "submitted")
PRINTED = ("yes", "anonymous")


@dataclass(frozen=True)
class ListedCase:
    """A line of the list: a candidate (no case id) or a case."""

    response_id: int
    case_id: int | None
    organisation: str
    subprefecture: str
    title: str
    chapter: str | None
    state: CaseState
    consent: str | None
    submitted_at: datetime
    edited_at: datetime | None
    approved_at: datetime | None


def state_column() -> ColumnElement[str]:
    """Return the state of a case as SQL, the twin of `rules.case_state`, over response outer-joined to case."""
    return case(
        (Case.id.is_(None), CaseState.CANDIDATE.value),
        (Case.discarded_at.is_not(None), CaseState.DISCARDED.value),
        (Case.approved_hash.is_(None), CaseState.DRAFT.value),
        else_=CaseState.APPROVED.value,
    )


def listed(
    session: Session,
    *,
    words: str = "",
    state: str = "",
    chapter: str = "",
    sort: str = "edited",
    role: Role = Role.READER,
) -> Lines:
    """Return the query behind the list: candidates that may be printed, and all cases.

    Args:
        words: Parts of organisation or title, all of which must occur.
        state: One of `CaseState`, or empty for all.
        chapter: A chapter, or empty for all.
        sort: One of `SORTS`.
        role: Whose eyes it is for: words are looked for only in what the role may see.
    """
    printed = conditions.consent_in_force(Scope.CASEBOOK)
    title = (
        select(func.min(CaseSentence.text))
        .where(CaseSentence.case_id == Case.id, CaseSentence.place == "title", CaseSentence.position == 0)
        .scalar_subquery()
    )
    query = (
        select(
            Response.id, Case.id, Organisation, title, Case.chapter, state_column().label("state"),
            printed, Response.submitted_at, Case.edited_at, Case.approved_at,
        )
        .join(Invitation, Invitation.id == Response.invitation_id)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .outerjoin(Case, Case.response_id == Response.id)
        .where(or_(Case.id.is_not(None), _is_candidate(session, Case.id.is_(None))))
    )  # fmt: skip
    for word in words.split():
        texts = (Organisation.name, Organisation.kana, title)
        told = (_tells(session, meaning, word, role) for meaning in ("title", "summary"))
        query = query.where(or_(*(text.icontains(word, autoescape=True) for text in texts), *told))
    if state:
        query = query.where(state_column() == state)
    if chapter:
        query = query.where(Case.chapter == chapter)
    order = {
        "organisation": (Organisation.kana, Response.id),
        "submitted": (Response.submitted_at.desc(), Response.id.desc()),
    }.get(sort, (Case.edited_at.desc().nullslast(), Response.submitted_at.desc(), Response.id.desc()))
    return query.order_by(*order)


def _is_candidate(session: Session, has_no_case: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return as SQL whether a response may become a case: without one it must be, which is asked in the words given."""
    return and_(
        has_no_case,
        state_case().in_([each.value for each in WITH_EDITORS]),
        conditions.consent_in_force(Scope.CASEBOOK).in_(PRINTED),
        ~conditions.says_nothing(session),
    )


def page_of(session: Session, query: Lines, page: int, role: Role) -> list[ListedCase]:
    """Return one page of the list."""
    return batch(session, query, PAGE_SIZE, (page - 1) * PAGE_SIZE, role)


def batch(session: Session, query: Lines, size: int, offset: int, role: Role) -> list[ListedCase]:
    """Return some lines of the list."""
    rows = session.execute(query.limit(size).offset(offset))
    return _titled(session, [_listed(row) for row in rows], role)


def page_with_total(session: Session, query: Lines, page: int, role: Role) -> tuple[list[ListedCase], int]:
    """Return one page of a list that is narrowed by words, and how many lines it has; what is dear is asked once."""
    keys = query.with_only_columns(Response.id, Case.id, func.count().over())
    rows = session.execute(keys.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    if not rows:
        return [], count(session, query) if page > 1 else 0
    lines = session.execute(query.where(Response.id.in_([row[0] for row in rows])))
    found = {(row[0], row[1]): row for row in lines}
    return _titled(session, [_listed(found[row[0], row[1]]) for row in rows], role), rows[0][2]


def _titled(session: Session, found: Sequence[ListedCase], role: Role) -> list[ListedCase]:
    """Give candidates the title that was submitted."""
    untitled = [each.response_id for each in found if not each.title]
    names = {
        response_id: said.title_for(role)
        for response_id, said in snapshots.statements(session, untitled, keys=items_about("title")).items()
    }
    return [
        each if each.title else ListedCase(**{**each.__dict__, "title": names.get(each.response_id, "")})
        for each in found
    ]


def _listed(row: Any) -> ListedCase:
    response_id, case_id, organisation, title, chapter, state, consent, submitted, edited, approved = row
    return ListedCase(
        response_id, case_id, organisation.display_name, organisation.subprefecture, title or "", chapter,
        CaseState(state), consent, submitted, edited, approved,
    )  # fmt: skip


def _tells(session: Session, meaning: str, word: str, role: Role) -> ColumnElement[bool]:
    """Return the condition that what was submitted about something holds a word."""
    return conditions.says(
        session,
        meaning,
        lambda value: value.as_string().icontains(word, autoescape=True),
        but_for_editors=may_see(PERSONAL, role, Purpose.SEARCH),
    )


def count(session: Session, query: Lines) -> int:
    """Return how many lines a list has; nothing of the lines but their number is made."""
    inner = query.with_only_columns(Response.id).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(inner)) or 0


def total(counts: Mapping[str, int], state: str) -> int:
    """Return how many lines the list has that is narrowed by its state alone, or not at all."""
    return counts.get(state, 0) if state else sum(counts.values())


def counts_by_state(session: Session) -> dict[str, int]:
    """Return how many candidates, drafts, approved and discarded cases there are."""
    state = state_column()
    rows = session.execute(select(state, func.count()).select_from(Case).group_by(state))
    none = Response.id.not_in(select(Case.response_id))  # a join PostgreSQL would try case by case
    candidates = select(func.count()).select_from(Response).where(_is_candidate(session, none))
    found = {name: number for name, number in rows}
    found[CaseState.CANDIDATE] = session.scalar(candidates) or 0
    return found
