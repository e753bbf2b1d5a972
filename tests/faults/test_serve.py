"""`casefinder serve`: web and worker live and end together; the bell makes letters quick, the sweep makes them sure."""

import os
import signal

import pytest

from casefinder.db import Database
from tests.faults.house import House, Started, child_of, members
from tests.faults.post_office import PostOffice
from tests.faults.staff import invite_by_web
from tests.waiting import PATIENCE_S, wait_until

pytestmark = pytest.mark.slow
LONG_SWEEP = ("--sweep", "3600")


def wait_for_worker(house: House, serving: Started) -> None:
    """Wait until the worker listens."""
    wait_until(lambda: "Huey consumer started" in serving.words(), what="the worker's start")


def test_a_letter_leaves_because_the_bell_rings(house: House, post_office: PostOffice) -> None:
    serving = house.start_web("serve", "--workers", "1", *LONG_SWEEP)
    wait_for_worker(house, serving)

    invite_by_web(house)

    post_office.wait_for_mail()
    assert serving.terminate() == 0
    assert not members(serving.pid), "nothing is left running"


def test_without_its_bell_the_sweep_still_finds_the_letter(house: House, post_office: PostOffice) -> None:
    serving = house.start_web("serve", "--workers", "1", "--sweep", "0.5")
    wait_for_worker(house, serving)
    if house.settings.database.startswith("sqlite"):
        for path in house.home.glob("bell.db*"):
            path.unlink()
    else:
        drop_bell(house.database)

    invite_by_web(house)

    post_office.wait_for_mail()


def drop_bell(database: Database) -> None:
    from sqlalchemy import inspect, text

    for name in inspect(database.engine).get_table_names():
        if name.startswith("huey"):
            with database.engine.begin() as connection:
                connection.execute(text(f"DROP TABLE {name} CASCADE"))


@pytest.mark.parametrize("role", ["web", "worker"])
@pytest.mark.parametrize("stocked_url", ["sqlite"], indirect=True)
def test_when_one_of_the_two_dies_the_other_is_ended_and_serve_says_so(house: House, role: str) -> None:
    serving = house.start_web("serve", "--workers", "1")
    wait_for_worker(house, serving)

    os.kill(child_of(serving.pid, role), signal.SIGKILL)

    assert serving.process.wait(timeout=PATIENCE_S) == 1
    assert f"casefinder: {role} ended with code -9" in serving.words()
    wait_until(lambda: not members(serving.pid), what="the end of the other")
