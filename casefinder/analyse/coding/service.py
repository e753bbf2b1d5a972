"""Codings: a person puts a theme on a span, takes it away, changes its span."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.coding import rules
from casefinder.analyse.coding.models import STANDING, Coding
from casefinder.analyse.themes import service as themes
from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.texts import service as texts
from casefinder.answer.texts.models import SourceText
from casefinder.answer.texts.queries import present_text
from casefinder.answer.texts.service import Marks
from casefinder.errors import N_, ConflictError, NotFoundError, NotPossibleError
from casefinder.events import TextsChanged
from casefinder.spans import Span
from casefinder.staff.audit import service as trail


class TextChanged(ConflictError):
    """The answer was corrected after the page was opened."""

    message = N_("The answer was corrected in the meantime. Please reload the page and look at the new text.")


class SpanInvalid(NotPossibleError):
    """The span does not lie in the answer, or holds only white space."""

    message = N_("This range does not lie in the answer. Please choose it again.")


class OutsideAnalysis(NotPossibleError):
    """Item L4 says no, or nothing: the text is not classified."""

    message = N_("The respondent did not agree to text analysis, so no themes can be set here.")


class NotSubmitted(NotPossibleError):
    """The response is not on the desk: not submitted, or taken back."""

    message = N_("This response has not been submitted, or was taken back.")


def readable_text(session: Session, response_id: int, question_key: str) -> SourceText:
    """Return a long answer that may be coded; the response stays locked until the transaction ends.

    Raises:
        NotFoundError: There is no such response or long answer.
        NotSubmitted: The response is not submitted.
        OutsideAnalysis: The respondent did not agree to text analysis.
    """
    response = session.get(Response, response_id, with_for_update=True)
    if response is None:
        raise NotFoundError
    document = snapshots.said_document(session, response_id)
    if document is None:
        raise NotSubmitted
    if not snapshots.may_read_text(session, response_id):
        raise OutsideAnalysis
    text, place = present_text(session, response_id, question_key), document.place(question_key)
    if text is None or place is None or place.part.kind != "long_text":
        raise NotFoundError
    return text


def add_coding(
    session: Session,
    response_id: int,
    question_key: str,
    start: int,
    end: int,
    theme_key: str,
    *,
    account_id: int,
    now: datetime,
    seen_hash: str | None = None,
    suggestion_id: int | None = None,
    is_told: bool = True,
) -> Coding:
    """Put a theme on a span of a long answer; the same by the same person again gives the same coding.

    Args:
        session: A writing session.
        response_id: Whose answer.
        question_key: The field's key, `F3`.
        start: First code point of the span in the text as typed.
        end: One past its last code point.
        theme_key: A theme in use.
        account_id: The editor.
        now: When (UTC).
        seen_hash: SHA-256 of the text the editor saw; None trusts the offsets.
        suggestion_id: The machine's suggestion this accepts, None for a coding by hand.
        is_told: Whether it has an entry of its own in the trail; what is part of another act has not.

    Raises:
        SpanInvalid: The span does not lie in the text.
        TextChanged: The text is not the one seen.
        OutsideAnalysis, NotSubmitted, NotFoundError: See `readable_text`; also a theme not in use.
    """
    text = readable_text(session, response_id, question_key)
    if seen_hash is not None and seen_hash != text.hash:
        raise TextChanged
    if not rules.is_span_of(text.text, start, end):
        raise SpanInvalid
    span = rules.trimmed(text.text, Span(start, end))
    theme = themes.theme_by_key(session, theme_key, standing=True)
    if known := _standing(session, text.id, span, theme.id, account_id):
        return known
    coding = Coding(
        response_id=response_id, source=text, start_char=span.start, end_char=span.end, theme=theme,
        suggestion_id=suggestion_id, account_id=account_id, created_at=now,
    )  # fmt: skip
    session.add(coding)
    session.flush()
    if is_told:
        trail.record(
            session,
            "coding.added",
            subject_kind="coding",
            subject_id=coding.id,
            at=now,
            account_id=account_id,
        )
    return coding


def _standing(
    session: Session, source_text_id: int, span: Span, theme_id: int, account_id: int
) -> Coding | None:
    return session.scalar(
        select(Coding).where(
            STANDING, Coding.source_text_id == source_text_id, Coding.start_char == span.start,
            Coding.end_char == span.end, Coding.theme_id == theme_id, Coding.account_id == account_id,
        )
    )  # fmt: skip


def remove_coding(
    session: Session, coding_id: int, *, account_id: int, now: datetime, is_told: bool = True
) -> Coding:
    """Take a coding away, one's own or another's; it is kept for undo. Twice is the same as once.

    A second person's coding of the same theme on the same span stays.
    """
    coding = _locked(session, coding_id)
    if coding.removed_at is None:
        coding.removed_at = now
        session.flush()
        if is_told:
            trail.record(
                session, "coding.removed", subject_kind="coding", subject_id=coding.id, at=now,
                account_id=account_id,
            )  # fmt: skip
    return coding


def restore_coding(session: Session, coding_id: int, *, account_id: int, now: datetime) -> Coding:
    """Put a removed coding back, for the one who had set it.

    Raises:
        TextChanged: Its answer was corrected since.
    """
    coding = _locked(session, coding_id)
    if coding.removed_at is None:
        return coding
    if readable_text(session, coding.response_id, coding.source.key).id != coding.source_text_id:
        raise TextChanged
    span = Span(coding.start_char, coding.end_char)
    if known := _standing(session, coding.source_text_id, span, coding.theme_id, coding.account_id):
        return known
    themes.theme_by_key(session, coding.theme.key, standing=True)
    coding.removed_at = None
    session.flush()
    trail.record(
        session, "coding.added", subject_kind="coding", subject_id=coding.id, at=now, account_id=account_id
    )
    return coding


def span_of(session: Session, coding_id: int) -> Span:
    """Return where a coding stands."""
    coding = _locked(session, coding_id)
    return Span(coding.start_char, coding.end_char)


def move_coding(
    session: Session, coding_id: int, start: int, end: int, *, account_id: int, now: datetime
) -> Coding:
    """Give a coding another span; the old one is kept as removed, the new one is of the one who moved it.

    Raises:
        TextChanged: The answer was corrected since.
        ConflictError: Somebody removed it in the meantime.
        SpanInvalid: The new span does not lie in the text.
    """
    coding = _locked(session, coding_id)
    if coding.removed_at is not None:
        raise ConflictError
    moved = add_coding(
        session, coding.response_id, coding.source.key, start, end, coding.theme.key,
        account_id=account_id, now=now, seen_hash=coding.source.hash, suggestion_id=coding.suggestion_id,
        is_told=False,
    )  # fmt: skip
    if moved.id != coding.id:
        remove_coding(session, coding_id, account_id=account_id, now=now, is_told=False)
        trail.record(
            session, "coding.moved", subject_kind="coding", subject_id=moved.id, at=now, account_id=account_id,
            before=coding_id,
        )  # fmt: skip
    return moved


_MARKS = Marks(
    Coding,
    lives=lambda row: row.removed_at is None,
    counts=lambda row: row.removed_at is None,
    same=("theme_id", "account_id"),
)


def follow_texts(session: Session, event: TextsChanged, now: datetime) -> None:
    """When texts were corrected: codings move along with their words, others stay with the text they were made on."""
    texts.follow_texts(session, _MARKS, event, now)


def _locked(session: Session, coding_id: int) -> Coding:
    coding = session.scalar(select(Coding).where(Coding.id == coding_id).with_for_update())
    if coding is None:
        raise NotFoundError
    return coding
