"""What a reading reads, and how its findings are stored: beside what people decided, never over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from casefinder.analyse.codebook.models import Theme
from casefinder.analyse.coding import texts
from casefinder.analyse.coding.texts import LongText
from casefinder.analyse.suggestions.models import Finding, Reading, Suggestion
from casefinder.analyse.suggestions.rules import ReadText
from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots import queries as snapshots

BATCH = 500


@dataclass(frozen=True)
class Findings:
    """What one reading found: by question key, from which text, taught by which training, by which engine."""

    read: Sequence[LongText]
    found: Mapping[str, ReadText]
    training_hash: str
    version: str | None = None
    threshold: float | None = None


def texts_to_read(session: Session, reading_id: int, training_hash: str) -> list[LongText]:
    """Return the long answers that a reading is to read: none without consent or after taking back.

    Texts that were read before, taught by the same training, and did not change are not read again.
    """
    reading = session.get_one(Reading, reading_id)
    known = _known(_last_done(session, reading), training_hash)
    present = _present(session, reading.response_id)
    return [text for text in present.values() if known.get(text.question_key) != text.hash]


def _present(session: Session, response_id: int) -> dict[str, LongText]:
    if not snapshots.may_read_text(session, response_id):
        return {}
    return {text.question_key: text for text in texts.texts_of(session, response_id)}


def store_findings(session: Session, reading_id: int, findings: Findings, *, now: datetime) -> None:
    """Store what the engine found; belongs into the transaction that finishes the work.

    Undecided suggestions and all findings of texts that changed or were read anew go. What people decided stays: on
    an unchanged text as it is, on a changed one as superseded. A text that changed while it was being read is left to
    the next reading.

    Args:
        session: A writing session.
        reading_id: The reading.
        findings: What was found.
        now: When (UTC).
    """
    reading = session.get_one(Reading, reading_id)
    session.get_one(Response, reading.response_id, with_for_update=True)
    present = _present(session, reading.response_id)
    last = _last_done(session, reading)
    known = _known(last, findings.training_hash)
    kept = {key: text.hash for key, text in present.items() if known.get(key) == text.hash}
    fresh = [
        text
        for text in findings.read
        if text.question_key not in kept
        and text.question_key in present
        and present[text.question_key].hash == text.hash
    ]
    decided = _clear(session, reading.response_id, present, kept, now)
    _insert_suggestions(session, reading, fresh, findings, decided)
    _insert_findings(session, reading, fresh, findings)
    reading.texts = {**kept, **{text.question_key: text.hash for text in fresh}}
    reading.training_hash = findings.training_hash
    reading.engine_version = findings.version or (last.engine_version if last else None)
    reading.threshold = findings.threshold if findings.threshold is not None or not last else last.threshold


def _known(last: Reading | None, training_hash: str) -> Mapping[str, str]:
    """Return what the last reading read, question key → hash of the text, if it had learned from the same training."""
    return last.texts if last and last.training_hash == training_hash else {}


Place = tuple[str, int, int, int]


def _insert_suggestions(
    session: Session, reading: Reading, fresh: Sequence[LongText], findings: Findings, decided: set[Place]
) -> None:
    in_use = select(Theme.key, Theme.id).where(Theme.retired_at.is_(None))
    themes = {key: theme_id for key, theme_id in session.execute(in_use)}
    rows = [
        {
            "reading_id": reading.id, "response_id": reading.response_id, "question_key": text.question_key,
            "answer_revision": text.revision, "text_hash": text.hash, "start_char": each.start,
            "end_char": each.end, "theme_id": themes[each.theme_key], "score": each.score,
            "is_ticked": each.is_ticked, "reasons": [dict(reason) for reason in each.reasons],
        }
        for text in fresh
        for each in findings.found[text.question_key].suggestions
        if each.theme_key in themes
        and (text.question_key, each.start, each.end, themes[each.theme_key]) not in decided
    ]  # fmt: skip
    for at in range(0, len(rows), BATCH):
        session.execute(insert(Suggestion), rows[at : at + BATCH])


def _insert_findings(
    session: Session, reading: Reading, fresh: Sequence[LongText], findings: Findings
) -> None:
    rows = [
        {
            "reading_id": reading.id, "response_id": reading.response_id, "question_key": text.question_key,
            "text_hash": text.hash, "kind": each.kind, "start_char": each.start, "end_char": each.end,
            "label": each.label, "detail": dict(each.detail),
        }
        for text in fresh
        for each in findings.found[text.question_key].findings
    ]  # fmt: skip
    for at in range(0, len(rows), BATCH):
        session.execute(insert(Finding), rows[at : at + BATCH])


def _last_done(session: Session, reading: Reading) -> Reading | None:
    return session.scalar(
        select(Reading)
        .where(Reading.response_id == reading.response_id, Reading.id != reading.id)
        .where(Reading.done_at.is_not(None))
        .order_by(Reading.done_at.desc(), Reading.id.desc())
        .limit(1)
    )


def _clear(
    session: Session,
    response_id: int,
    present: Mapping[str, LongText],
    kept: Mapping[str, str],
    now: datetime,
) -> set[Place]:
    """Drop what is undecided, and all findings, but on kept texts; return what is decided on present texts."""
    decided: set[Place] = set()
    stale: list[int] = []
    for row in session.scalars(select(Suggestion).where(Suggestion.response_id == response_id)):
        if row.decision is None:
            stale += [] if kept.get(row.question_key) == row.text_hash else [row.id]
            continue
        text = present.get(row.question_key)
        is_present = text is not None and text.hash == row.text_hash
        row.superseded_at = None if is_present else row.superseded_at or now
        if is_present:
            decided.add((row.question_key, row.start_char, row.end_char, row.theme_id))
    session.flush()
    found = session.scalars(select(Finding).where(Finding.response_id == response_id))
    gone = [row.id for row in found if kept.get(row.question_key) != row.text_hash]
    for table, ids in ((Suggestion, stale), (Finding, gone)):
        for at in range(0, len(ids), BATCH):
            session.execute(delete(table).where(table.id.in_(ids[at : at + BATCH])))
    return decided
