"""Reading responses: state, also in SQL; which one counts; how often it was submitted."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from casefinder.answer.responses.models import Response, ResponseEvent
from casefinder.answer.responses.rules import ResponseState, response_state
from casefinder.ask.invitations.models import Invitation, Link


def state_of(response: Response | None) -> ResponseState:
    """Return the state of a response; None is 未開封."""
    return response_state(
        started_at=response.started_at if response else None,
        submitted_at=response.submitted_at if response else None,
        taken_back_at=response.taken_back_at if response else None,
        first_read_at=response.first_read_at if response else None,
        returned_at=response.returned_at if response else None,
        accepted_at=response.accepted_at if response else None,
    )


def state_case() -> ColumnElement[str]:
    """Return the state as a SQL expression over `response`, the twin of `rules.response_state`.

    In an outer join from invitations, a missing response is `not_opened`.
    """
    returned = Response.returned_at.is_not(None)
    return case(
        (Response.started_at.is_(None), ResponseState.NOT_OPENED.value),
        (Response.submitted_at.is_(None), ResponseState.DRAFT.value),
        (and_(returned, Response.returned_at > Response.submitted_at), ResponseState.RETURNED.value),
        (and_(_later(Response.taken_back_at), returned), ResponseState.RETURNED.value),
        (_later(Response.taken_back_at), ResponseState.DRAFT.value),
        (_since(Response.accepted_at), ResponseState.ACCEPTED.value),
        (_since(Response.first_read_at), ResponseState.READING.value),
        (returned, ResponseState.RESUBMITTED.value),
        else_=ResponseState.SUBMITTED.value,
    )


def _later(instant: Any) -> ColumnElement[bool]:
    return and_(instant.is_not(None), instant > Response.submitted_at)


def _since(instant: Any) -> ColumnElement[bool]:
    return and_(instant.is_not(None), instant >= Response.submitted_at)


def response_of(session: Session, invitation_id: int) -> Response | None:
    """Return the response that an invitation is counted by, None when 開く was never pressed."""
    return session.scalar(
        select(Response)
        .join(Invitation, Invitation.id == Response.invitation_id)
        .where(Invitation.id == invitation_id, Response.id == counted_response())
    )


def response_behind(session: Session, link: Link) -> Response | None:
    """Return the response that a link opens, None when it was never begun."""
    return session.get(Response, link.response_id) if link.response_id else None


def counted_response() -> ScalarSelect[int]:
    """Return, as SQL beside `Invitation`, the response that an invitation is counted by in rates and on the board.

    One organisation may report several initiatives and counts once: by the response that has come furthest
    (accepted, handed in, written in), the first of equals. Joined on it, an invitation is one row.
    """
    other = aliased(Response)
    return (
        select(other.id)
        .where(other.invitation_id == Invitation.id)
        .order_by(*_progress(other))
        .limit(1)
        .correlate(Invitation)
        .scalar_subquery()
    )  # fmt: skip


def is_counted() -> ColumnElement[bool]:
    """Return, as a condition on `Response`, that its invitation is counted by it: the twin of `counted_response`.

    For a join over a whole campaign, where the databases need not sort each invitation's responses.
    """
    other = aliased(Response)
    better = tuple_(*_progress(other)) < tuple_(*_progress(Response))
    return ~exists().where(other.invitation_id == Response.invitation_id, better).correlate(Response)


def _progress(response: Any) -> tuple[Any, ...]:
    """Return what tells which of an invitation's responses has come furthest, the least first."""
    steps = (response.accepted_at.is_(None), response.submitted_at.is_(None), response.revision == 0)
    return *(case((step, 1), else_=0) for step in steps), response.id


def submissions(session: Session, response_id: int) -> int:
    """Return how often a response was submitted: the number of its present edition (第n版)."""
    kinds = or_(ResponseEvent.kind == "submitted", ResponseEvent.kind == "resubmitted")
    query = (
        select(func.count()).select_from(ResponseEvent).where(ResponseEvent.response_id == response_id, kinds)
    )
    return session.scalar(query) or 0
