"""Reading who wants to answer by word of mouth, for lists, the desk and the start page."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Session

from casefinder.answer.responses.queries import state_case
from casefinder.answer.responses.rules import WITH_EDITORS, ResponseState
from casefinder.answer.snapshots import conditions
from casefinder.answer.snapshots.queries import statements
from casefinder.answer.snapshots.spoken_rules import SpokenWish, items_of_wish, spoken_wish

WAITING = tuple(
    state.value for state in ResponseState if state in WITH_EDITORS and state is not ResponseState.ACCEPTED
)


def waits(session: Session) -> ColumnElement[bool]:
    """Return, as a condition on `response`, that it wants to be asked by word of mouth and is not accepted yet."""
    return and_(state_case().in_(WAITING), conditions.wants_to_speak(session))


def wishes_of(session: Session, response_ids: Iterable[int]) -> dict[int, SpokenWish]:
    """Return what some responses want to be asked by word of mouth; those that want nothing are left out."""
    found = statements(session, response_ids, keys=items_of_wish)
    return {key: wish for key, said in found.items() if (wish := spoken_wish(said)) is not None}
