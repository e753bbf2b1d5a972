"""Having the words of cases looked through for names: what is asked for, and what was found."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.edit.cases import stored
from casefinder.edit.cases.models import Case
from casefinder.edit.drafts import gathering
from casefinder.edit.gate import queries
from casefinder.edit.gate.find_rules import text_key, to_read
from casefinder.edit.gate.models import CaseReading, CaseWords
from casefinder.errors import NotFoundError

KIND = "case_reading"
Spans = Sequence[Sequence[int]]


def request(session: Session, case_id: int, *, now: datetime) -> None:
    """Ask for a case's words to be looked through, unless that is asked for already.

    Raises:
        NotFoundError: There is no such case.
    """
    waiting = select(CaseReading.id).where(
        CaseReading.case_id == case_id, CaseReading.done_at.is_(None), CaseReading.failed_at.is_(None)
    )
    if session.scalar(waiting) is None:
        if session.get(Case, case_id) is None:
            raise NotFoundError
        session.add(CaseReading(case_id=case_id, requested_at=now))
        session.flush()
    work.request(session, KIND)


def missing(session: Session, case_id: int) -> tuple[str, ...]:
    """Return the texts that were not looked through yet."""
    read = queries.words_of(session, [case_id]).get(case_id, {})
    return tuple(text for text in wanted(session, case_id) if text_key(text) not in read)


def wanted(session: Session, case_id: int) -> tuple[str, ...]:
    """Return all texts of a case that have to be looked through, and how its answers speak of persons."""
    content = stored.content_of(session, session.get_one(Case, case_id))
    found = gathering.gather(session, content.response_id)
    look = queries.looks_at(session, {case_id: content}, {content.response_id: found})[case_id]
    spoken = queries.persons_found(session, [content.response_id]).get(content.response_id, ())
    return tuple(dict.fromkeys((*to_read(look.pieces, may_read=look.names.may_read), *spoken)))


def keep(session: Session, case_id: int, found: Mapping[str, Spans], *, now: datetime) -> bool:
    """Keep what was found in some texts, and only of texts that the case still has; says whether nothing is missing.

    Args:
        session: A writing session.
        case_id: Which case.
        found: Text → where it names persons.
        now: When (UTC).
    """
    session.get_one(Case, case_id, with_for_update=True)
    texts = wanted(session, case_id)
    row = session.get(CaseWords, case_id) or CaseWords(case_id=case_id, names={}, read_at=now)
    known = {**row.names, **{text_key(text): [list(span) for span in spans] for text, spans in found.items()}}
    row.names = {key: known[key] for text in texts if (key := text_key(text)) in known}
    row.read_at = now
    session.add(row)
    session.flush()
    return len(row.names) == len({text_key(text) for text in texts})


def forget_done(session: Session, case_id: int) -> None:
    """Drop the requests of a case that were done: what they found is kept elsewhere."""
    session.execute(
        delete(CaseReading).where(CaseReading.case_id == case_id, CaseReading.done_at.is_not(None))
    )
