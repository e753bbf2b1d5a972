"""Publishing versions of questionnaires; a version, once there, never changes."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.ask.questionnaires.document import Document, content_hash, plain
from casefinder.ask.questionnaires.models import Questionnaire, QuestionnaireVersion
from casefinder.ask.questionnaires.standard import NAMES, standard
from casefinder.prefectures import Prefecture
from casefinder.staff.audit import service as trail


def publish_version(
    session: Session, document: Document, *, now: datetime, account_id: int | None = None
) -> QuestionnaireVersion:
    """Store a questionnaire as a version; the same content is stored once and gives the same row.

    Args:
        session: A writing session.
        document: A questionnaire that was read without faults.
        now: When it is published (UTC).
        account_id: Who publishes; None for the system.
    """
    key = content_hash(document)
    known = session.scalar(select(QuestionnaireVersion).where(QuestionnaireVersion.content_hash == key))
    if known is not None:
        return known
    version = QuestionnaireVersion(
        questionnaire=_questionnaire(session, document, now=now),
        content_hash=key,
        document=plain(document),
        published_at=now,
    )
    session.add(version)
    session.flush()
    trail.record(
        session,
        "questionnaire.published",
        subject_kind="questionnaire_version",
        subject_id=version.id,
        at=now,
        account_id=account_id,
        content_hash=key,
    )
    return version


def load_standard(session: Session, here: Prefecture, *, now: datetime) -> QuestionnaireVersion:
    """Publish the shipped questionnaires that are missing, in a prefecture's words; returns the case-discovery version."""
    versions = {name: publish_version(session, standard(name, here), now=now) for name in NAMES}
    return versions["case_discovery"]


def _questionnaire(session: Session, document: Document, *, now: datetime) -> Questionnaire:
    slug = document.name.replace("_", "-")
    known = session.scalar(select(Questionnaire).where(Questionnaire.slug == slug))
    if known is not None:
        known.title = document.title
        return known
    questionnaire = Questionnaire(slug=slug, title=document.title, created_at=now)
    session.add(questionnaire)
    session.flush()
    return questionnaire
