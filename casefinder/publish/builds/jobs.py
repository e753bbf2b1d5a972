"""The work kind `build`: frozen content becomes book, site and data."""

from typing import Any

from flask import current_app

from casefinder import work
from casefinder.clock import utc_now
from casefinder.db import Database
from casefinder.edit.casebooks.composing import told
from casefinder.errors import N_
from casefinder.publish.builds import service
from casefinder.publish.builds.file_find_queries import first_search
from casefinder.publish.builds.models import Build
from casefinder.publish.builds.pressing import Pressed, Refused, press_edition
from casefinder.publish.builds.service import KIND
from casefinder.publish.content import content_hash, from_json, to_json
from casefinder.publish.installation import Publisher, installation_of

REFUSED = N_("The book was not made. The findings say what has to be put right.")


def press(lease: work.Lease) -> None:
    """Press one build; its folder, hash and findings are stored with the end of the work."""
    database: Database = current_app.extensions["database"]
    place = installation_of(current_app.extensions)
    with database.reading() as session:
        content = from_json(session.get_one(Build, lease.row_id).content)
    last: dict[str, Any] = {}

    def report(step: dict[str, Any]) -> None:
        last.update(step)
        work.renew(database, lease, dict(last))

    def tick() -> None:
        work.renew(database, lease, dict(last))

    target = place.builds / f"{lease.row_id}"
    try:
        pressed = press_edition(content, place.files, target, report=report, on_tick=tick)
    except Refused as error:
        _store_findings(database, lease.row_id, error.findings)
        raise work.GiveUp(REFUSED) from error
    _store(database, lease, pressed, _searched(database, lease.row_id, pressed, place.publisher))


def _searched(database: Database, build_id: int, pressed: Pressed, publisher: Publisher) -> dict[str, Any]:
    """Return what the finished files say that may not be printed, before anybody can release them."""
    with database.reading() as session:
        build = session.get_one(Build, build_id)
        known = told(session, build.edition_id)
        return first_search(session, build, pressed.folder, known, publisher)


def _store(database: Database, lease: work.Lease, pressed: Pressed, searched: dict[str, Any]) -> None:
    with database.transaction() as session:
        build = session.get_one(Build, lease.row_id)
        build.content, build.content_sha256 = to_json(pressed.content), content_hash(pressed.content)
        build.folder, build.pages = pressed.folder.name, pressed.pages
        build.book_sha256, build.book_bytes = pressed.book_sha256, pressed.book_bytes
        build.lint, build.judgement, build.searched = pressed.lint, pressed.judgement, searched
        service.note_pages(session, build.id, pressed.case_pages)
        session.flush()
        work.finish(session, lease, now=utc_now())


def _store_findings(database: Database, build_id: int, findings: list[dict[str, Any]]) -> None:
    with database.transaction() as session:
        session.get_one(Build, build_id).lint = findings


WORK = work.Kind(KIND, Build, press, lease_s=180.0, max_attempts=3)
