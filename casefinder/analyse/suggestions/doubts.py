"""Counting what the engine doubts in a response, whenever its suggestions change."""

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from casefinder.analyse.suggestions.models import Doubt, Reading, Suggestion
from casefinder.analyse.suggestions.rules import NEAR_THRESHOLD
from casefinder.answer.responses.models import Response


def recount(session: Session, response_id: int) -> None:
    """Count a response's doubtful sentences anew: undecided, and near the threshold of their reading.

    The response stays locked until the transaction ends, so that two editors who decide at once both count.
    """
    session.execute(select(Response.id).where(Response.id == response_id).with_for_update())
    recount_locked(session, response_id)


def recount_locked(session: Session, response_id: int) -> None:
    """Do the same for a response that is locked already; mostly nothing changed, and nothing is written then."""
    session.flush()
    noted = select(Doubt.sentences).where(Doubt.response_id == response_id).scalar_subquery()
    number, before = session.execute(select(_counted(response_id), noted)).one()
    if number == (before or 0):
        return
    row = session.get(Doubt, response_id) or Doubt(response_id=response_id)
    row.sentences = number
    session.add(row)
    session.flush()


def _counted(response_id: int) -> ScalarSelect[int]:
    near = func.abs(Suggestion.score - Reading.threshold) <= NEAR_THRESHOLD
    places = (
        select(Suggestion.source_text_id, Suggestion.start_char)
        .join(Reading, Suggestion.reading_id == Reading.id)
        .where(Suggestion.response_id == response_id, near)
        .where(Suggestion.decision.is_(None), Suggestion.superseded_at.is_(None))
        .distinct()
        .subquery()
    )
    return select(func.count()).select_from(places).scalar_subquery()
