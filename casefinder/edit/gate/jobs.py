"""The work kind `case_reading`: the engine looks through the words of a case for names of persons."""

from datetime import datetime

from sqlalchemy.orm import Session

from casefinder import work
from casefinder.analyse.suggestions.jobs import text_reader
from casefinder.analyse.suggestions.queries import present_training
from casefinder.clock import utc_now
from casefinder.db import database
from casefinder.edit.cases.queries import cases_of
from casefinder.edit.gate import storing
from casefinder.edit.gate.models import CaseReading
from casefinder.events import CaseWritten, ResponseRead, Submitted

AT_ONCE = 100  # texts in one question to the engine


def read_case(lease: work.Lease) -> None:
    """Look through what was not looked through yet, until a case has nothing more; then store it and the end at once."""
    with database().reading() as session:
        case_id = session.get_one(CaseReading, lease.row_id).case_id
        texts, training = storing.missing(session, case_id), present_training(session)
    while True:
        found: dict[str, storing.Spans] = {}
        for at in range(0, len(texts), AT_ONCE):
            some = texts[at : at + AT_ONCE]
            spans = text_reader().names(some, training, on_tick=lambda: work.renew(database(), lease))
            found |= dict(zip(some, spans, strict=True))
        now = utc_now()
        with database().transaction() as session:
            if storing.keep(session, case_id, found, now=now):
                storing.forget_done(session, case_id)
                work.finish(session, lease, now=now)
                return
            texts = storing.missing(session, case_id)  # somebody wrote meanwhile


def follow_case(session: Session, event: CaseWritten, now: datetime) -> None:
    """When a case was written, its new words are looked through."""
    storing.request(session, event.case_id, now=now)


def follow_statement(session: Session, event: Submitted | ResponseRead, now: datetime) -> None:
    """When another statement counts, or its answers were read, there are other words to look for."""
    for case_id in cases_of(session, event.response_id):
        storing.request(session, case_id, now=now)


WORK = work.Kind("case_reading", CaseReading, read_case, lease_s=120.0)
