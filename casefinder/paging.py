"""Long lists in pages: which page is asked for, which there are, and the address of another one."""

from dataclasses import dataclass
from math import ceil
from urllib.parse import urlencode

from flask import request, url_for

LAST_PAGE = 1_000_000  # a number in the address beyond it, no database can count


@dataclass(frozen=True)
class Page:
    """One page of a list of `total` rows; pages are counted from 1, and an empty list has one."""

    number: int
    last: int
    total: int


def page_at(asked: int, *, total: int, size: int) -> Page:
    """Return the page that comes nearest to the one asked for.

    Args:
        asked: Any number.
        total: How many rows the list has.
        size: How many rows a page has.
    """
    last = max(1, ceil(total / size))
    return Page(min(max(1, asked), last), last, total)


def asked_page(total: int, size: int) -> Page:
    """Return the page of a list that the present request's address asks for; the first if it says nothing useful."""
    return page_at(request.args.get("page", 1, type=int), total=total, size=size)


def page_url(number: int) -> str:
    """Return the present list's address, with all its filters, at another page."""
    own = url_for(request.endpoint or "", **(request.view_args or {}))
    return f"{own}?{urlencode([*_kept(), ('page', str(number))])}"


def file_url(endpoint: str, form: str) -> str:
    """Return the address at which the present list, with its filters and its order, is handed out as a file."""
    own, kept = url_for(f"{endpoint}_{form}", **(request.view_args or {})), _kept()
    return f"{own}?{urlencode(kept)}" if kept else own


def _kept() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.args.items(multi=True) if value and name != "page"]
