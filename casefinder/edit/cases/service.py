"""Keeping cases in step with the answers that their sentences were taken from."""

from datetime import datetime

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session, aliased

from casefinder.answer.texts.models import SourceText
from casefinder.edit.cases.models import CaseSentence
from casefinder.edit.cases.standing import moved_words
from casefinder.events import TextsChanged
from casefinder.spans import Span


def follow_texts(session: Session, event: TextsChanged, now: datetime) -> None:
    """When texts were corrected: sentences stand where their words are now; where they are gone, they wait.

    A sentence waits with the text in which its words stood last, until they come back. What was taken and approved
    stays as it is: no content changes, no approval falls.
    """
    old, new = aliased(SourceText), aliased(SourceText)
    elsewhere = session.execute(
        select(CaseSentence.id, CaseSentence.source_start, CaseSentence.source_end, old.id, new.id)
        .join(old, old.id == CaseSentence.source_text_id)
        .join(
            new, and_(*(getattr(new, name) == getattr(old, name) for name in ("response_id", "kind", "key")))
        )
        .where(old.response_id == event.response_id, new.row_id.is_not_distinct_from(old.row_id))
        .where(new.superseded_at.is_(None), new.id != old.id)
    )
    found = [
        {"id": sentence_id, "source_text_id": new_id, "source_start": span.start, "source_end": span.end}
        for sentence_id, start, end, old_id, new_id in elsewhere
        if start is not None
        and end is not None
        and (span := moved_words(Span(start, end), event.words[old_id], event.words[new_id]))
    ]
    if found:
        session.execute(update(CaseSentence), found)
