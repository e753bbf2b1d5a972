"""The answers of a response as they were submitted, and its long texts: what is read, coded and searched."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.coding.rules import text_hash
from casefinder.answer.responses.models import Answer, AnswerRevision, Response
from casefinder.answer.responses.queries import state_of
from casefinder.answer.responses.rules import ResponseState
from casefinder.ask.questionnaires import service as questionnaires
from casefinder.ask.questionnaires.document import Document, Item
from casefinder.ask.questionnaires.models import QuestionnaireVersion


@dataclass(frozen=True)
class Submitted:
    """One item's answer as it was last submitted."""

    value: Mapping[str, Any]
    revision: int
    audience: str | None
    is_spoken: bool
    alternative: str | None


@dataclass(frozen=True)
class LongText:
    """One long answer: whose field, the text as typed, its revision and who may see it."""

    question_key: str  # the field's: F3, E4.text
    item_key: str
    title: str
    text: str
    revision: int
    audience: str

    @property
    def hash(self) -> str:
        """SHA-256 of the text."""
        return text_hash(self.text)


def document_of(session: Session, version_id: int) -> Document:
    """Return the questionnaire of a version; versions never change, so it is read once."""
    return questionnaires.document_of(session.get_one(QuestionnaireVersion, version_id))


def is_on_desk(response: Response) -> bool:
    """Say whether a response was submitted and not taken back; a returned one stays on the desk."""
    return state_of(response) not in (ResponseState.NOT_OPENED, ResponseState.DRAFT)


def submitted_answers(session: Session, response: Response) -> dict[str, Submitted]:
    """Return the answers as last submitted, by item key; what is being corrected now does not show.

    An answer saved after the submit is read from its kept revision of before.
    """
    if not is_on_desk(response) or response.submitted_at is None:
        return {}
    found: dict[str, Submitted] = {}
    later: list[str] = []
    for answer in session.scalars(select(Answer).where(Answer.response_id == response.id)):
        if answer.saved_at <= response.submitted_at:
            found[answer.question_key] = _submitted(answer)
        else:
            later.append(answer.question_key)
    if later:
        kept = session.scalars(
            select(AnswerRevision)
            .where(AnswerRevision.response_id == response.id, AnswerRevision.question_key.in_(later))
            .where(AnswerRevision.saved_at <= response.submitted_at)
            .order_by(AnswerRevision.revision)
        )
        found.update({row.question_key: _submitted(row) for row in kept})
    return found


def _submitted(row: Answer | AnswerRevision) -> Submitted:
    return Submitted(row.value, row.revision, row.audience, row.is_spoken, row.alternative)


def long_texts(document: Document, answers: Mapping[str, Submitted]) -> list[LongText]:
    """Return the long answers that were written, in the questionnaire's order."""
    return [
        LongText(field.key, item.key, item.title, text, answers[item.key].revision, audience)
        for item in document.items()
        if item.key in answers
        for field, text, audience in _long_fields(item, answers[item.key])
    ]


def _long_fields(item: Item, answer: Submitted) -> list[tuple[Any, str, str]]:
    found = []
    for field in item.fields:
        value = item.field_value(field, answer.value)
        if field.kind == "long_text" and isinstance(value, str) and value.strip():
            chosen = answer.audience if item.audience_open else None
            found.append((field, value, item.field_audience(field, chosen)))
    return found


def texts_of(session: Session, response_id: int) -> list[LongText]:
    """Return the long answers of a response as last submitted."""
    response = session.get_one(Response, response_id)
    return long_texts(document_of(session, response.version_id), submitted_answers(session, response))
