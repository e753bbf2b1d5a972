"""The field of a response (item C4) and its title (C1), which lists and filters show."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, String, cast
from sqlalchemy.orm import Session

from casefinder.analyse.coding import texts
from casefinder.answer.responses.models import AnswerRevision
from casefinder.answer.snapshots import queries as snapshots
from casefinder.ask.questionnaires.document import Choice, Document

FIELD_ITEM = "C4"
TITLE_ITEM = "C1"


def title_of(answers: Mapping[str, Any]) -> str:
    """Return the initiative's name, empty when it was not written."""
    answer = answers.get(TITLE_ITEM)
    value = answer.value.get("") if answer else None
    return value.strip() if isinstance(value, str) else ""


def field_choices(document: Document) -> tuple[Choice, ...]:
    """Return the fields that a questionnaire offers; none when it does not ask."""
    for item in document.items():
        if item.key == FIELD_ITEM:
            return item.fields[0].choices
    return ()


def field_labels(document: Document, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the labels of the fields a response chose."""
    answer = answers.get(FIELD_ITEM)
    codes = answer.value.get("") if answer else None
    labels = {choice.code: choice.label for choice in field_choices(document)}
    return tuple(labels.get(code, str(code)) for code in codes) if isinstance(codes, list) else ()


def is_of_field(code: str) -> ColumnElement[bool]:
    """Return the condition, on `response`, that a field was chosen."""
    fits = cast(AnswerRevision.value, String).contains(f'"{code}"', autoescape=True)
    return snapshots.said(fits, FIELD_ITEM)


def all_fields(session: Session, version_ids: list[int]) -> dict[str, str]:
    """Return code → label of all fields that some questionnaires offer, in their order."""
    found: dict[str, str] = {}
    for version_id in version_ids:
        for choice in field_choices(texts.document_of(session, version_id)):
            found.setdefault(choice.code, choice.label)
    return found
