"""The work kind `build`: frozen content becomes book, site and data."""

from typing import Any

from casefinder import work
from casefinder.clock import utc_now
from casefinder.db import database
from casefinder.errors import N_
from casefinder.publish.builds import house
from casefinder.publish.builds.models import Build
from casefinder.publish.builds.pressing import Pressed, Refused, press_edition
from casefinder.publish.builds.service import KIND
from casefinder.publish.content import from_json

REFUSED = N_("The book was not made. The findings say what has to be put right.")


def press(lease: work.Lease) -> None:
    """Press one build; its folder, hash and findings are stored with the end of the work."""
    with database().reading() as session:
        build = session.get_one(Build, lease.row_id)
        content = from_json(build.content)
    last: dict[str, Any] = {}

    def report(step: dict[str, Any]) -> None:
        last.update(step)
        work.renew(database(), lease, dict(last))

    def tick() -> None:
        work.renew(database(), lease, dict(last))

    target = house.builds_dir() / f"{lease.row_id}"
    try:
        pressed = press_edition(content, house.files(), target, report=report, on_tick=tick)
    except Refused as error:
        _store_findings(lease.row_id, error.findings)
        raise work.GiveUp(REFUSED) from error
    _store(lease, pressed)


def _store(lease: work.Lease, pressed: Pressed) -> None:
    with database().transaction() as session:
        build = session.get_one(Build, lease.row_id)
        build.folder = pressed.folder.name
        build.book_sha256, build.book_bytes, build.pages = (
            pressed.book_sha256,
            pressed.book_bytes,
            pressed.pages,
        )
        build.lint, build.judgement = pressed.lint, pressed.judgement
        session.flush()
        work.finish(session, lease, now=utc_now())


def _store_findings(build_id: int, findings: list[dict[str, Any]]) -> None:
    with database().transaction() as session:
        session.get_one(Build, build_id).lint = findings


WORK = work.Kind(KIND, Build, press, lease_s=180.0, max_attempts=3)
