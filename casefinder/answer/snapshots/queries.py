"""Reading through snapshots: the statements that count, any number of them in a constant number of queries."""

from collections.abc import Callable, Collection, Iterable, Mapping

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import Session

from casefinder.answer.answers.models import AnswerRevision
from casefinder.answer.attachments.models import Attachment
from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots import rules
from casefinder.answer.snapshots.models import Snapshot, SnapshotAnswer, SnapshotConsent, SnapshotFile
from casefinder.answer.snapshots.rules import Statement, Submitted, SubmittedFile
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires.document import Document
from casefinder.ask.questionnaires.models import QuestionnaireVersion
from casefinder.staff.consent import queries as ledger
from casefinder.staff.consent import rules as consent
from casefinder.staff.consent.models import Consent

Keys = Callable[[Document], Collection[str]]


def statement(session: Session, response_id: int) -> Statement | None:
    """Return what counts of a response now; None when it was never submitted, or was taken back."""
    return statements(session, [response_id]).get(response_id)


def statements(
    session: Session, response_ids: Iterable[int], *, keys: Keys | None = None
) -> dict[int, Statement]:
    """Return what counts now of several responses; those without a statement are left out.

    Args:
        session: Any session.
        response_ids: Whose.
        keys: Which items of a questionnaire are wanted; by default all. Levels are always right.
    """
    query = select(Snapshot).join(Response, Response.snapshot_id == Snapshot.id)
    found = session.scalars(query.where(Response.id.in_(set(response_ids)))).all()
    return {each.response_id: each for each in _statements(session, found, keys)}


def statement_of(session: Session, snapshot_id: int) -> Statement | None:
    """Return what one snapshot says, however old it is; consents as in force now."""
    found = session.get(Snapshot, snapshot_id)
    return next(iter(_statements(session, [found], None)), None) if found else None


_COUNTING = (
    select(Snapshot.id, QuestionnaireVersion.content_hash)
    .join(Response, Response.snapshot_id == Snapshot.id)
    .join(QuestionnaireVersion, QuestionnaireVersion.id == Snapshot.version_id)
    .where(Response.id == bindparam("response_id"))
)


def said_answers(session: Session, response_id: int) -> tuple[Document, dict[str, Submitted]] | None:
    """Return the questionnaire and the answers that count, for those who ask for nothing else."""
    row = session.execute(_COUNTING, {"response_id": response_id}).one_or_none()
    if row is None:
        return None
    document = questionnaires.document_by_hash(session, row.content_hash)
    return document, _answers(session, [row.id], None).get(row.id, {})


def said_document(session: Session, response_id: int) -> Document | None:
    """Return the questionnaire of what counts, None when nothing was submitted or it was taken back."""
    row = session.execute(_COUNTING, {"response_id": response_id}).one_or_none()
    return questionnaires.document_by_hash(session, row.content_hash) if row else None


_STANDS = and_(
    Consent.response_id == Response.id, Consent.scope == SnapshotConsent.scope, Consent.withdrawn_at.is_(None)
)  # fmt: skip
_SAID_AND_HELD = (
    select(SnapshotConsent.scope, SnapshotConsent.choice, Consent.choice)
    .join(Response, Response.snapshot_id == SnapshotConsent.snapshot_id)
    .outerjoin(Consent, _STANDS)
    .where(Response.id == bindparam("response_id"))
)


def may_read_text(session: Session, response_id: int) -> bool:
    """Say whether the engine may read a response's answers, and people may classify them."""
    rows = session.execute(_SAID_AND_HELD, {"response_id": response_id}).all()
    said = {scope: choice for scope, choice, _ in rows}
    return rules.may_read_text(_in_force(said, {scope: held for scope, _, held in rows if held}))


def snapshots_of(session: Session, response_id: int) -> list[Snapshot]:
    """Return all snapshots of a response, the oldest first."""
    query = select(Snapshot).where(Snapshot.response_id == response_id).order_by(Snapshot.number)
    return list(session.scalars(query))


def _statements(session: Session, snapshots: Collection[Snapshot], keys: Keys | None) -> list[Statement]:
    if not snapshots:
        return []
    ids = [each.id for each in snapshots]
    documents = questionnaires.documents(session, {each.version_id for each in snapshots})
    wanted = None if keys is None else {key for found in documents.values() for key in keys(found)}
    answers = {} if wanted == set() else _answers(session, ids, wanted)
    chosen = _chosen(session, ids) if wanted is not None else _levels(answers)
    files = _files(session, ids)
    said = _said(session, ids)
    held = ledger.standing_of(session, {each.response_id for each in snapshots})
    return [
        Statement(
            each.response_id, each.id, each.number, each.kind, each.taken_at, each.response_revision,
            each.version_id, documents[each.version_id], answers.get(each.id, {}),
            chosen.get(each.id, {}), tuple(files.get(each.id, ())),
            said.get(each.id, {}), _in_force(said.get(each.id, {}), held[each.response_id]),
        )
        for each in snapshots
    ]  # fmt: skip


def _in_force(said: Mapping[str, str], held: Mapping[str, str]) -> dict[str, str]:
    narrower = {scope: consent.narrower(choice, held.get(scope)) for scope, choice in said.items()}
    return {scope: choice for scope, choice in narrower.items() if choice}


def _answers(
    session: Session, snapshot_ids: Collection[int], keys: Collection[str] | None
) -> dict[int, dict[str, Submitted]]:
    found: dict[int, dict[str, Submitted]] = {}
    revision = AnswerRevision
    query = (
        select(
            SnapshotAnswer.snapshot_id, SnapshotAnswer.question_key, revision.value, revision.revision,
            revision.audience, revision.is_spoken, revision.alternative, revision.saved_at,
        )
        .join(revision, revision.id == SnapshotAnswer.answer_revision_id)
        .where(SnapshotAnswer.snapshot_id.in_(snapshot_ids))
    )  # fmt: skip
    if keys is not None:
        query = query.where(SnapshotAnswer.question_key.in_(keys))
    for snapshot_id, key, *said in session.execute(query):
        found.setdefault(snapshot_id, {})[key] = Submitted(*said)
    return found


def _levels(answers: Mapping[int, Mapping[str, Submitted]]) -> dict[int, dict[str, str]]:
    """Return the levels that were chosen, where all answers are at hand."""
    return {
        snapshot_id: {key: answer.audience for key, answer in own.items() if answer.audience is not None}
        for snapshot_id, own in answers.items()
    }


def _chosen(session: Session, snapshot_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Return the levels that were chosen, of all items: no selection of answers may make a level wider."""
    found: dict[int, dict[str, str]] = {}
    query = (
        select(SnapshotAnswer.snapshot_id, SnapshotAnswer.question_key, AnswerRevision.audience)
        .join(AnswerRevision, AnswerRevision.id == SnapshotAnswer.answer_revision_id)
        .where(SnapshotAnswer.snapshot_id.in_(snapshot_ids))
    )  # asked for those without a level too: PostgreSQL would otherwise read the whole history
    for snapshot_id, key, audience in session.execute(query):
        if audience is not None:
            found.setdefault(snapshot_id, {})[key] = audience
    return found


def _files(session: Session, snapshot_ids: Collection[int]) -> dict[int, list[SubmittedFile]]:
    found: dict[int, list[SubmittedFile]] = {}
    query = (
        select(
            SnapshotFile.snapshot_id, Attachment.id, Attachment.question_key, Attachment.sha256,
            Attachment.thumbnail_sha256, Attachment.media_type, Attachment.original_name, Attachment.size_bytes,
            Attachment.width_px, Attachment.height_px, SnapshotFile.description, SnapshotFile.credit,
            SnapshotFile.rights,
        )
        .join(Attachment, Attachment.id == SnapshotFile.attachment_id)
        .where(SnapshotFile.snapshot_id.in_(snapshot_ids))
        .order_by(Attachment.position, Attachment.id)
    )  # fmt: skip
    for snapshot_id, *said in session.execute(query):
        found.setdefault(snapshot_id, []).append(SubmittedFile(*said))
    return found


def _said(session: Session, snapshot_ids: Collection[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    columns = (SnapshotConsent.snapshot_id, SnapshotConsent.scope, SnapshotConsent.choice)
    for snapshot_id, scope, choice in session.execute(
        select(*columns).where(SnapshotConsent.snapshot_id.in_(snapshot_ids))
    ):
        found.setdefault(snapshot_id, {})[scope] = choice
    return found


def file_level(session: Session, attachment_id: int) -> str | None:
    """Return who may see a file that was sent, by what its response says now; None when no snapshot holds it."""
    response_id = session.scalar(select(Attachment.response_id).where(Attachment.id == attachment_id))
    if response_id is None or not holds_file(session, attachment_id):
        return None
    said = statement(session, response_id)
    held = said.file(attachment_id) if said else None
    return said.file_level(held.question_key) if said and held else "editors"


def holds_file(session: Session, attachment_id: int) -> bool:
    """Say whether any snapshot holds a file: what was never sent is its respondent's alone."""
    return session.scalar(select(exists().where(SnapshotFile.attachment_id == attachment_id))) or False
