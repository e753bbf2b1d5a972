"""Questionnaires for tests."""

from sqlalchemy.orm import Session

from casefinder.ask.questionnaires import service
from casefinder.ask.questionnaires.document import Document
from casefinder.ask.questionnaires.models import QuestionnaireVersion
from casefinder.ask.questionnaires.standard import standard
from casefinder.clock import utc_now


def make_version(session: Session, *, document: Document | None = None) -> QuestionnaireVersion:
    """A published version; the standard case-discovery questionnaire unless told otherwise."""
    return service.publish_version(session, document or standard("case_discovery"), now=utc_now())
