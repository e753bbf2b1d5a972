"""Lists as files: what a list shows, with its filter and order, as CSV or as a workbook, streamed and noted in the trail."""

import contextvars
import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from casefinder.db import reading
from casefinder.staff.trail.watching import note_export
from casefinder.tables.packing import Row, Sheet, packed, type_and_ending

FORMS = ("csv", "xlsx")
BATCH = 200
View = TypeVar("View", bound=Callable[..., Any])


def files(bp: Blueprint, path: str) -> Callable[[View], View]:
    """Serve a view at an address and an endpoint (`export_csv`) for each form of file.

    Stands above `allow`; the view takes `form`.
    """

    def register(view: View) -> View:
        for form in FORMS:
            name = f"{view.__name__}_{form}"
            bp.add_url_rule(f"{path}.{form}", name, functools.wraps(view)(functools.partial(view, form=form)))
        return view

    return register


def list_answer(
    form: str,
    name: str,
    sheets: Sequence[Sheet],
    rows: Iterable[tuple[int, Row]],
    *,
    count: int,
    subject_kind: str,
    subject_id: int | None = None,
) -> Response:
    """Return a file that is made while it goes out; that it went out is noted before its first row.

    Args:
        form: `csv` or `xlsx`.
        name: The file's name without its ending; Japanese is welcome.
        sheets: What the file holds.
        rows: The place of a sheet and a row of it.
        count: How many rows the first sheet will have.
        subject_kind: Table name of what the rows are, or are about.
        subject_id: Of one thing, its id.
    """
    media_type, ending = type_and_ending(form, sheets)
    note_export(subject_kind, subject_id, form=ending, rows=count)
    answer = Response(_as_asked(packed(form, sheets, rows)), mimetype=media_type)
    file_name = f"{name}.{ending}"
    plain = "".join(
        each if each.isascii() and (each.isalnum() or each in "-._") else "_" for each in file_name
    )
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name)}"
    )
    return answer


def _as_asked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what is made later as it would be made now: in the language and for the account of the present request."""
    present = contextvars.copy_context()
    end = object()

    def later() -> Iterator[bytes]:
        while (piece := present.run(next, pieces, end)) is not end:
            yield piece  # type: ignore[misc]

    return later()


def in_batches(
    read: Callable[[Session, int, int], Sequence[Any]], count: int, size: int = BATCH
) -> Iterator[Any]:
    """Yield rows that are read some at a time, each time in a session of its own: a slow reader holds none.

    Args:
        read: Given a session, how many and from where, the rows.
        count: How many there are.
        size: How many at a time.
    """
    for offset in range(0, count, size):
        with reading() as session:
            found = list(read(session, size, offset))
        yield from found
