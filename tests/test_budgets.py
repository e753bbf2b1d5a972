"""No page asks the database more because there is more to show: every page a browser can open, on both databases."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.factories.invitations import LINK_KEY
from tests.growing import World
from tests.pages import PAGES, Browsers, Page, ids
from tests.queries import Asked, counted

FEW, MORE = 2, 7
BUDGET = 55
PUBLIC_BUDGET = 8  # the rule is asked anew at every look: consents, concerns, newer editions


def asked_by(browsers: Browsers, page: Page, url: str) -> Asked:
    """Open a page twice, so that what is kept in memory is there; return what the second time asked."""
    client = browsers.of(page.role)
    client.get(url).close()
    with counted() as asked, client.get(url) as answer:
        pass
    assert answer.status_code == page.status, page.name
    return asked


def prices(app: Flask, world: World) -> Iterator[tuple[Page, Asked]]:
    found = ids(world.engine, link_key=LINK_KEY)
    browsers = Browsers(app, found)
    for page in PAGES:
        yield page, asked_by(browsers, page, page.url.format(**found))


@pytest.mark.slow
def test_no_page_asks_more_when_there_is_more(app: Flask) -> None:
    world = World(app)
    world.grow(FEW)
    few = dict(prices(app, world))
    world.grow(MORE)

    for page, asked in prices(app, world):
        assert len(asked) <= len(few[page]), f"{page.name}: {len(few[page])}, then {asked.told()}"
        assert len(asked) <= BUDGET, f"{page.name}: {asked.told()}"
        if page.url.startswith(("/casebooks/", "/i/")) or page.url == "/":
            assert len(asked) <= PUBLIC_BUDGET, f"{page.name}: {asked.told()}"
