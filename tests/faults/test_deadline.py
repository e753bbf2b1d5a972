"""A request that hangs ends its web process within its deadline, and only that: another one takes its place."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from casefinder.clock import FileClock, system_time
from tests.factories.invitations import make_link
from tests.faults.house import House, children_of
from tests.faults.visitor import Visitor
from tests.waiting import PATIENCE_S, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def clock(tmp_path: Path) -> FileClock:
    made = FileClock(tmp_path / "clock")
    made.set(system_time())
    return made


def hang(clock: FileClock) -> None:
    """Let whoever asks for the time wait for ever: opening a pipe that nobody writes into does not return."""
    pipe = clock.path.with_suffix(".pipe")
    os.mkfifo(pipe)
    pipe.replace(clock.path)


@pytest.mark.parametrize("stocked_url", ["sqlite"], indirect=True)
def test_a_request_that_hangs_is_ended_with_its_process(
    tmp_path: Path, stocked_url: str, clock: FileClock
) -> None:
    house = House.build(tmp_path, stocked_url, clock_file=str(clock.path))
    with house.app.app_context():
        link = make_link(house.app)
    web = house.start_web("web", "--workers", "1", "--deadline", "2")
    (first,) = children_of(web.pid)
    try:
        hang(clock)
        with ThreadPoolExecutor(1) as pool:
            hung = pool.submit(Visitor(house.port, timeout_s=PATIENCE_S).get, f"/i/{link.token}")
            wait_until(
                lambda: first not in children_of(web.pid), timeout_s=PATIENCE_S, what="the end of the process"
            )
            assert isinstance(hung.exception(), OSError)
        clock.set(system_time())

        wait_until(house.answers, what="the next process")
        assert children_of(web.pid) != [first]
        assert house.visitor().get(f"/i/{link.token}").status == 200
        assert "a request takes longer than 2.0 s" in web.words()
        assert "casefinder/clock.py" in web.words(), "it is told where it hung"
        assert link.token not in web.words()
    finally:
        house.close()


@pytest.mark.parametrize("stocked_url", ["sqlite"], indirect=True)
def test_a_server_whose_requests_end_in_time_lives_on(tmp_path: Path, stocked_url: str) -> None:
    house = House.build(tmp_path, stocked_url)
    web = house.start_web("web", "--workers", "1", "--deadline", "0.5")
    (only,) = children_of(web.pid)
    try:
        for _ in range(20):
            assert house.visitor().get("/staff/sign-in").status == 200
        assert children_of(web.pid) == [only]
    finally:
        house.close()
