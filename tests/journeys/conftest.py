"""The served sample, the browser, and one fixture per thing that a journey needs."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

from casefinder import clock
from tests.journeys.browsing import Watch, Windows, launch
from tests.journeys.demo import Demo, demo_of
from tests.journeys.judging import Judge


def pytest_itemcollected(item: pytest.Item) -> None:
    """All journeys share one served sample, so one process runs them all."""
    for mark in (pytest.mark.slow, pytest.mark.journey, pytest.mark.xdist_group("demo")):
        item.add_marker(mark)


@pytest.fixture(autouse=True)
def fixed_clock() -> None:
    """A served sample lives in real time, and so does the test that watches it."""
    clock.set_source(clock.system_time)


@pytest.fixture(scope="session")
def demo(request: pytest.FixtureRequest) -> Demo:
    found = demo_of(request)
    found.serve()
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture
def windows(browser: Browser, demo: Demo) -> Iterator[Windows]:
    """Browser windows; afterwards nothing may have gone elsewhere, failed in a script or met the CSP."""
    watch = Watch(urlsplit(demo.base_url).netloc)
    opened = Windows(browser, demo.base_url, watch)
    yield opened
    opened.close()
    assert not watch.troubles, "\n".join(dict.fromkeys(watch.troubles))


@pytest.fixture
def judge() -> Judge:
    return Judge()
