"""The approved cases that an edition does not hold yet, searched and in pages."""

from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation
from casefinder.edit.casebooks import queries
from casefinder.edit.casebooks.models import Edition
from casefinder.edit.casebooks.queries import CaseLine
from casefinder.edit.casebooks.rules import CHAPTER_ORDER
from casefinder.edit.cases.models import Case, CaseSentence, EditionCase
from casefinder.kana import hiragana

PAGE_SIZE = 100


def addable(edition_id: int, *, words: str = "") -> Select[Any]:
    """Return the query for the ids of approved cases that are not in an edition, by chapter; of a frozen one none.

    Args:
        edition_id: Which edition.
        words: Parts of organisation or title, all of which must occur.
    """
    inside = select(EditionCase.case_id).where(EditionCase.edition_id == edition_id)
    is_open = select(Edition.id).where(Edition.id == edition_id, Edition.frozen_at.is_(None)).exists()
    query = select(Case.id).where(Case.approved_hash.is_not(None), Case.id.not_in(inside), is_open)
    if words:
        query = query.join(Response, Response.id == Case.response_id)
        query = query.join(Invitation, Invitation.id == Response.invitation_id)
        query = query.join(Organisation, Organisation.id == Invitation.organisation_id)
    for word in words.split():
        title = select(CaseSentence.case_id).where(
            CaseSentence.place == "title", CaseSentence.text.icontains(word, autoescape=True)
        )
        query = query.where(
            or_(
                Organisation.name.icontains(word, autoescape=True),
                Organisation.kana.icontains(hiragana(word), autoescape=True),
                Case.id.in_(title),
            )
        )
    order = {key: place for place, key in enumerate(CHAPTER_ORDER)}
    return query.order_by(case(order, value=Case.chapter, else_=len(order)), Case.id)


def count(session: Session, query: Select[Any]) -> int:
    """Return how many there are."""
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def page_of(session: Session, query: Select[Any], page: int) -> list[CaseLine]:
    """Return one page of them."""
    ids = session.scalars(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    lines = queries.case_lines(session, ids)
    return [lines[case_id] for case_id in ids]
