"""A test run to be interrupted: all that tests ever start, running; its functions are tests when pytest is told so (`-o python_functions=run_*`).

Each test makes a file `<n>.ready` in the folder READY when everything runs, then waits for its end.
"""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from casefinder import child
from tests.faults.house import House
from tests.journeys.browsing import launch
from tests.processes import start_module

READY = "CASEFINDER_TESTS_READY"


def wait_for_the_end(name: str) -> None:
    (Path(os.environ[READY]) / f"{name}.ready").touch()
    threading.Event().wait()


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.mark.parametrize("stocked_url", ["postgresql"], indirect=True)
def run_a_served_installation_and_a_browser(house: House, browser: Browser) -> None:
    house.start_web("serve", "--workers", "2")
    browser.new_page().goto(f"http://127.0.0.1:{house.port}/staff/sign-in")
    wait_for_the_end("served")


def run_a_sample_in_the_making_and_a_lasting_child(tmp_path: Path) -> None:
    start_module("casefinder.sample", "--no-serve", "--dir", tmp_path / "demo", log=tmp_path / "demo.log")
    lasting = child.LastingChild("tests.faults.children", "echo", limits=child.Limits(timeout_s=600))
    assert lasting.ask({"number": 1})
    wait_for_the_end("making")
