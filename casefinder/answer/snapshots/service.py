"""Taking snapshots."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import and_, bindparam, func, insert, literal, select
from sqlalchemy.orm import Session

from casefinder.answer.answers.models import Answer, AnswerRevision
from casefinder.answer.attachments.models import Attachment
from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots.models import Snapshot, SnapshotAnswer, SnapshotConsent, SnapshotFile
from casefinder.staff.consent.rules import Said

SUBMITS = ("submit", "resubmit")


def take(
    session: Session,
    response: Response,
    kind: str,
    consents: Mapping[str, Said],
    *,
    wording_hash: str,
    now: datetime,
) -> Snapshot:
    """Freeze the present answers, files and consents of a response; a submit counts from now on.

    Each present answer must have its history row (`keep_history`). Four statements, however long the response is.

    Args:
        session: A writing session that holds the response's row.
        response: Whose.
        kind: submit, resubmit, approval or proof.
        consents: Scope → what is said about it.
        wording_hash: Content hash of the questionnaire whose wording was shown.
        now: When (UTC).
    """
    with session.no_autoflush:  # what changes in the response is stored once, by the verb
        snapshot = _new(session, response, kind, now)
        _freeze_answers(session, snapshot)
        _freeze_files(session, snapshot)
        _freeze_consents(session, snapshot, consents, wording_hash)
    if kind in SUBMITS:
        response.snapshot_id = snapshot.id
    return snapshot


def take_again(session: Session, response: Response, kind: str, *, now: datetime) -> Snapshot:
    """Note under another kind what counts now: what was given back, what a proof shows.

    Args:
        session: A writing session that holds the response's row.
        response: A submitted response.
        kind: return, approval or proof.
        now: When (UTC).
    """
    counting = response.snapshot_id
    snapshot = _new(session, response, kind, now)
    for table, columns in (
        (SnapshotAnswer, ("question_key", "answer_revision_id")),
        (SnapshotFile, ("attachment_id", "description", "credit", "rights")),
        (SnapshotConsent, ("scope", "question_key", "choice", "wording_hash")),
    ):
        same = select(literal(snapshot.id), *(getattr(table, name) for name in columns))
        session.execute(
            insert(table).from_select(["snapshot_id", *columns], same.where(table.snapshot_id == counting))
        )
    return snapshot


def take_back(session: Session, response: Response, *, now: datetime) -> None:
    """Let a submit no longer count; the one before it, if any, counts again."""
    present = session.get(Snapshot, response.snapshot_id) if response.snapshot_id else None
    if present is None:
        return
    present.taken_back_at = now
    session.flush()
    response.snapshot_id = session.scalar(
        select(func.max(Snapshot.id)).where(
            Snapshot.response_id == response.id, Snapshot.kind.in_(SUBMITS), Snapshot.taken_back_at.is_(None)
        )
    )
    session.flush()


def _new(session: Session, response: Response, kind: str, now: datetime) -> Snapshot:
    last = select(func.max(Snapshot.number)).where(Snapshot.response_id == response.id).scalar_subquery()
    values = {
        "response_id": response.id, "version_id": response.version_id, "number": func.coalesce(last, 0) + 1,
        "kind": kind, "response_revision": response.revision, "taken_at": now,
    }  # fmt: skip
    return session.scalars(insert(Snapshot).values(values).returning(Snapshot)).one()


# Made once: a submit freezes while others wait.
_SNAPSHOT = bindparam("of_snapshot", type_=Snapshot.__table__.c.id.type)
_KEPT = and_(
    AnswerRevision.response_id == Answer.response_id,
    AnswerRevision.question_key == Answer.question_key,
    AnswerRevision.revision == Answer.revision,
)
_FREEZE_ANSWERS = insert(SnapshotAnswer).from_select(
    ["snapshot_id", "question_key", "answer_revision_id"],
    select(_SNAPSHOT, Answer.question_key, AnswerRevision.id)
    .join(AnswerRevision, _KEPT)
    .where(Answer.response_id == bindparam("of_response")),
)
_FREEZE_FILES = insert(SnapshotFile).from_select(
    ["snapshot_id", "attachment_id", "description", "credit", "rights"],
    select(_SNAPSHOT, Attachment.id, Attachment.description, Attachment.credit, Attachment.rights).where(
        Attachment.response_id == bindparam("of_response"), Attachment.removed_at.is_(None)
    ),
)


def _freeze_answers(session: Session, snapshot: Snapshot) -> None:
    whose = {"of_snapshot": snapshot.id, "of_response": snapshot.response_id}
    session.connection().execute(_FREEZE_ANSWERS, whose)


def _freeze_files(session: Session, snapshot: Snapshot) -> None:
    whose = {"of_snapshot": snapshot.id, "of_response": snapshot.response_id}
    session.connection().execute(_FREEZE_FILES, whose)


def _freeze_consents(
    session: Session, snapshot: Snapshot, consents: Mapping[str, Said], wording_hash: str
) -> None:
    rows = [
        {
            "snapshot_id": snapshot.id, "scope": scope, "question_key": said.question_key,
            "choice": said.choice, "wording_hash": wording_hash,
        }
        for scope, said in consents.items()
        if said.choice
    ]  # fmt: skip
    if rows:
        session.execute(insert(SnapshotConsent), rows)
