"""No page that a browser can open is forgotten where pages are measured and where their statements are counted."""

from flask import Flask

from tests.pages import NOT_OPENED, PAGES, all_endpoints, opened_endpoints


def test_every_page_is_opened_or_says_why_not(app: Flask) -> None:
    opened = opened_endpoints(app)

    assert set(all_endpoints(app)) == opened | NOT_OPENED.keys()
    assert opened.isdisjoint(NOT_OPENED)


def test_each_page_has_a_name_of_its_own() -> None:
    assert len({page.name for page in PAGES}) == len(PAGES)
