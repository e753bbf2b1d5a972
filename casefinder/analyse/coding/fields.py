"""The fields of work that responses chose, which lists and filters show."""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from casefinder.answer.snapshots import conditions
from casefinder.ask.questionnaires import queries as questionnaires

MEANING = "fields"


def is_of_field(session: Session, code: str) -> ColumnElement[bool]:
    """Return the condition, on `response`, that a field was chosen."""
    return conditions.holds_code(session, MEANING, code)


def all_fields(session: Session) -> dict[str, str]:
    """Return code → label of all fields that questionnaires offer, in their order."""
    return questionnaires.choices_of(session, MEANING)
