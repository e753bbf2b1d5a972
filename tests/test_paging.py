"""One page of a long list, and the way to the others."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from casefinder.paging import asked_page, page_at, page_url


@pytest.mark.parametrize(
    ("asked", "total", "number", "last"),
    [(1, 0, 1, 1), (2, 0, 1, 1), (1, 50, 1, 1), (2, 51, 2, 2), (0, 51, 1, 2), (-3, 51, 1, 2), (10**30, 51, 2, 2)],
)  # fmt: skip
def test_the_nearest_page_is_shown(asked: int, total: int, number: int, last: int) -> None:
    page = page_at(asked, total=total, size=50)

    assert (page.number, page.last, page.total) == (number, last, total)


@given(st.integers(), st.integers(0, 10**6), st.integers(1, 200))
def test_every_page_but_that_of_an_empty_list_has_rows(asked: int, total: int, size: int) -> None:
    page = page_at(asked, total=total, size=size)

    assert (page.number - 1) * size < max(total, 1)
    assert page.last * size >= total


@pytest.mark.parametrize("given_page", ["", "x", "1e3", "９" * 5000, "-"])
def test_what_is_no_number_is_the_first_page(app: Flask, given_page: str) -> None:
    with app.test_request_context("/staff/organisations/", query_string={"page": given_page}):
        assert asked_page(1000, 50).number in (1, 20)


def test_the_way_to_another_page_keeps_the_filters(app: Flask) -> None:
    address = (
        "/staff/organisations/?q=%E5%B8%82%26%3D&kind=company&kind=x&state=&page=3&_external=1&endpoint=e"
    )

    with app.test_request_context(address):
        assert page_url(2) == (
            "/staff/organisations/?q=%E5%B8%82%26%3D&kind=company&kind=x&_external=1&endpoint=e&page=2"
        )
