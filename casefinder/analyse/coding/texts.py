"""The long texts that count now: what is read and coded."""

from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.snapshots.rules import LongText as LongText
from casefinder.answer.snapshots.rules import Submitted as Submitted
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires.document import Document


def document_of(session: Session, version_id: int) -> Document:
    """Return the questionnaire of a version; versions never change, so it is read once."""
    return questionnaires.documents(session, [version_id])[version_id]


def is_on_desk(response: Response) -> bool:
    """Say whether a response was submitted and not taken back; a returned one stays on the desk."""
    return response.snapshot_id is not None


def submitted_answers(session: Session, response: Response) -> dict[str, Submitted]:
    """Return the answers that count, by item key; what is being corrected now does not show."""
    found = snapshots.statement(session, response.id)
    return dict(found.answers) if found else {}


def texts_of(session: Session, response_id: int) -> list[LongText]:
    """Return the long answers of a response that count."""
    found = snapshots.statement(session, response_id)
    return found.long_texts() if found else []
