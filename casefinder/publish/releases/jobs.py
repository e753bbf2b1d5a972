"""The work kind `release_check`: the publication rule is asked again, after a change or at night; files are hashed."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.clock import utc_now
from casefinder.db import Database
from casefinder.publish.installation import installation_of
from casefinder.publish.releases import checking_service, concern_queries, queries, wholeness
from casefinder.publish.releases.checking_service import KIND, OF_THE_RULE
from casefinder.publish.releases.models import ReleaseCheck
from casefinder.publish.releases.standing_rules import ConcernKind, Found


def check(lease: work.Lease) -> None:
    """Look at the releases that rest on a response, or at all of them and their files, and plan the next night."""
    database: Database = current_app.extensions["database"]
    with database.reading() as session:
        response_id = session.get_one(ReleaseCheck, lease.row_id).response_id
        ids = (
            concern_queries.standing_releases(session)
            if response_id is None
            else concern_queries.resting_on(session, response_id)
        )
        found = concern_queries.found_in(session, ids)
    if response_id is None:
        for release_id in ids:
            found[release_id] += _damaged(database, lease, release_id)
    with database.transaction() as session:
        now = utc_now()
        for release_id in ids:
            kinds = OF_THE_RULE if response_id is not None else frozenset(ConcernKind)
            checking_service.note_found(session, release_id, found[release_id], now=now, of_kinds=kinds)
        work.finish(session, lease, now=now)
        if response_id is None:
            checking_service.plan_night(session, now)


def _damaged(database: Database, lease: work.Lease, release_id: int) -> list[Found]:
    with database.reading() as session:
        slug, checksums = queries.files_of(session, release_id)
    work.renew(database, lease)
    folder = installation_of(current_app.extensions).releases / slug
    return [Found(ConcernKind.FILE, path) for path in wholeness.damaged(folder, checksums)]


def failed(session: Session, row_id: int, now: datetime) -> None:
    """Plan the next night although this one's check could not be done."""
    if session.get_one(ReleaseCheck, row_id).response_id is None:
        checking_service.plan_night(session, now)


WORK = work.Kind(KIND, ReleaseCheck, check, lease_s=300.0, on_failure=failed)
