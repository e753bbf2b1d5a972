"""Staff pages in a browser and as pictures: on one database, in one browser a module."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright

from tests.answer.looking import Window, open_window
from tests.databases import Databases
from tests.journeys.browsing import launch


def pytest_itemcollected(item: pytest.Item) -> None:
    for mark in (pytest.mark.slow, pytest.mark.journey):
        item.add_marker(mark)


@pytest.fixture
def databases(databases_on_sqlite: Databases) -> Databases:
    """What is looked at is the same on every database."""
    return databases_on_sqlite


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


Open = Callable[..., Window]


@pytest.fixture
def window_on(browser: Browser, client: FlaskClient) -> Iterator[Open]:
    """Opens windows on the application; afterwards no script of a page may have failed."""
    opened: list[Window] = []

    def open_one(**options: Any) -> Window:
        opened.append(open_window(browser, client, **options))
        return opened[-1]

    yield open_one
    for window in opened:
        window.page.context.close()
    assert [trouble for window in opened for trouble in window.troubles] == []
