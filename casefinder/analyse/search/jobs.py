"""The work kind `index`: what was submitted is made findable, outside every transaction that somebody waits for."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casefinder import work
from casefinder.analyse.search import service
from casefinder.analyse.search.models import Indexing
from casefinder.clock import utc_now
from casefinder.db import database


def index(lease: work.Lease) -> None:
    """Read one response, prepare its texts, then store them and the end of the work in one transaction."""
    with database().reading() as session:
        response_id = session.get_one(Indexing, lease.row_id).response_id
        material = service.gather(session, response_id)
    prepared = service.prepare(material)
    with database().transaction() as session:
        work.finish(session, lease, now=utc_now())
        service.store(session, prepared)
        service.forget_done(session, lease.row_id, response_id)


def said_anew(session: Session, event: Any, now: datetime) -> None:
    """What searching does when a response says something else than before, or no longer says it."""
    service.request_indexing(session, event.response_id, now=now)


WORK = work.Kind("index", Indexing, index)
