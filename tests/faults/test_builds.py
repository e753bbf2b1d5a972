"""kill -9 of the worker while a book is pressed: one book in the end, the old one stays as it was (FI-03)."""

import hashlib
from pathlib import Path

import pytest

from casefinder.publish.builds.models import Build
from tests.factories.builds import make_build, make_edition, make_made_build
from tests.factories.cases import make_approved_case
from tests.faults.house import House, members, running
from tests.waiting import wait_until

pytestmark = pytest.mark.slow


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("stocked_url", ["sqlite"], indirect=True)
def test_fi_03_a_worker_killed_at_the_press_makes_one_book_after_all(house: House) -> None:
    builds = house.home / "builds"
    with house.database.transaction() as session:
        edition = make_edition(session, cases=[make_approved_case(session)])
        old_id = make_made_build(session, edition, builds).id
        build_id = make_build(session, edition).id
    old = fingerprint(builds / str(old_id))
    worker = house.start("worker")
    wait_until(lambda: running(worker.pid, "publish.book.press"), what="the press's process")

    worker.kill_alone()

    wait_until(lambda: not members(worker.pid), what="the end of the press, which noticed")
    cut_off = house.row(Build, build_id)
    assert (cut_off.attempts, cut_off.done_at, cut_off.folder) == (1, None, None)
    assert not (builds / str(build_id)).exists()
    assert fingerprint(builds / str(old_id)) == old
    house.end_lease(Build, build_id)
    house.start("worker")

    done = house.wait_for(Build, build_id, "done_at")
    assert (done.attempts, done.failed_at, done.failure, done.folder) == (2, None, None, str(build_id))
    assert {path.name for path in builds.iterdir()} == {str(old_id), str(build_id)}, (
        "nothing half-made is left"
    )
    book = (builds / done.folder / "book.pdf").read_bytes()
    assert hashlib.sha256(book).hexdigest() == done.book_sha256
    assert done.judgement["passed"]
    assert fingerprint(builds / str(old_id)) == old
