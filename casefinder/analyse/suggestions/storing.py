"""What a reading reads, and how its findings are stored: beside what people decided, never over it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from casefinder.analyse.coding import texts
from casefinder.analyse.coding.texts import LongText
from casefinder.analyse.suggestions import doubts
from casefinder.analyse.suggestions.models import Finding, Reading, Suggestion
from casefinder.analyse.suggestions.rules import ReadText
from casefinder.analyse.themes.models import Theme
from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.texts.queries import present_texts

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


def store_findings(session: Session, reading_id: int, findings: Findings) -> int:
    """Store what the engine found; belongs into the transaction that finishes the work.

    Undecided suggestions and all findings of texts that changed or were read anew go. What people decided stays, and
    is not proposed again. A text that changed while it was being read is left to the next reading.

    Args:
        session: A writing session.
        reading_id: The reading.
        findings: What was found.

    Returns:
        The response that was read.
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
    sources = {key: row.id for key, row in present_texts(session, reading.response_id).items()}
    decided = _clear(session, reading.response_id, {sources[key] for key in kept})
    read = {text.question_key: sources[text.question_key] for text in fresh}
    _insert_suggestions(session, reading, read, findings, decided)
    _insert_findings(session, reading, read, findings)
    reading.texts = {**kept, **{text.question_key: text.hash for text in fresh}}
    reading.training_hash = findings.training_hash
    reading.engine_version = findings.version or (last.engine_version if last else None)
    reading.threshold = findings.threshold if findings.threshold is not None or not last else last.threshold
    doubts.recount_locked(session, reading.response_id)
    return reading.response_id


def _known(last: Reading | None, training_hash: str) -> Mapping[str, str]:
    """Return what the last reading read, question key → hash of the text, if it had learned from the same training."""
    return last.texts if last and last.training_hash == training_hash else {}


Place = tuple[int, int, int, int]


def _insert_suggestions(
    session: Session, reading: Reading, read: Mapping[str, int], findings: Findings, decided: set[Place]
) -> None:
    in_use = select(Theme.key, Theme.id).where(Theme.retired_at.is_(None))
    themes = {key: theme_id for key, theme_id in session.execute(in_use)}
    rows = [
        {
            "reading_id": reading.id, "response_id": reading.response_id, "source_text_id": source_id,
            "start_char": each.start, "end_char": each.end, "theme_id": themes[each.theme_key],
            "score": each.score, "is_ticked": each.is_ticked, "reasons": [dict(reason) for reason in each.reasons],
        }
        for key, source_id in read.items()
        for each in findings.found[key].suggestions
        if each.theme_key in themes
        and (source_id, each.start, each.end, themes[each.theme_key]) not in decided
    ]  # fmt: skip
    for at in range(0, len(rows), BATCH):
        session.execute(insert(Suggestion), rows[at : at + BATCH])


def _insert_findings(session: Session, reading: Reading, read: Mapping[str, int], findings: Findings) -> None:
    rows = [
        {
            "reading_id": reading.id, "response_id": reading.response_id, "source_text_id": source_id,
            "kind": each.kind, "start_char": each.start, "end_char": each.end, "label": each.label,
            "detail": dict(each.detail),
        }
        for key, source_id in read.items()
        for each in findings.found[key].findings
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


def _clear(session: Session, response_id: int, kept: Collection[int]) -> set[Place]:
    """Drop what is undecided, and all findings, but on kept texts; return what is decided on present texts."""
    for table, conditions in ((Suggestion, [Suggestion.decision.is_(None)]), (Finding, [])):
        gone = select(table.id).where(
            table.response_id == response_id, table.source_text_id.not_in(kept), *conditions
        )
        ids = session.scalars(gone).all()
        for at in range(0, len(ids), BATCH):
            session.execute(delete(table).where(table.id.in_(ids[at : at + BATCH])))
    decided = session.execute(
        select(Suggestion.source_text_id, Suggestion.start_char, Suggestion.end_char, Suggestion.theme_id).where(
            Suggestion.response_id == response_id, Suggestion.decision.is_not(None),
            Suggestion.superseded_at.is_(None),
        )
    )  # fmt: skip
    return {(source_id, start, end, theme_id) for source_id, start, end, theme_id in decided}
