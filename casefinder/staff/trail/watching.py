"""At the edge: a page that shows personal data, or hands it out, says so in the trail before it answers."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from flask import g, request

from casefinder.clock import utc_now
from casefinder.db import transaction
from casefinder.faces import Role
from casefinder.staff.trail import service

View = TypeVar("View", bound=Callable[..., Any])
ORDER_ALONE = ("sort", "page", "at", "q_page")  # parts of an address that narrow nothing down


def shows_personal_data(
    subject_kind: str, argument: str = "", *, least: Role = Role.EDITOR
) -> Callable[[View], View]:
    """Have every look at a page noted; stands below `allow`.

    The note is stored before the page goes out: what cannot be noted is not shown.

    Args:
        subject_kind: Table name of what the page is about.
        argument: The argument of the view that holds its id; empty for lists.
        least: From which role on the page shows personal data at all.
    """

    def watch(view: View) -> View:
        @functools.wraps(view)
        def watched(*args: Any, **kwargs: Any) -> Any:
            answer = view(*args, **kwargs)
            if g.account.role >= least and _is_shown(answer):
                note_viewing(subject_kind, kwargs.get(argument))
            return answer

        watched.subject_kind = subject_kind  # type: ignore[attr-defined]  # so that one sees which pages are noted
        return watched  # type: ignore[return-value]

    return watch


def note_viewing(subject_kind: str, subject_id: int | None) -> None:
    """Note that the present page shows personal data."""
    with transaction() as session:
        service.note_viewing(
            session,
            subject_kind,
            subject_id,
            page=request.endpoint or "",
            account_id=g.account.id,
            now=utc_now(),
        )


def note_export(subject_kind: str, subject_id: int | None, *, form: str, rows: int) -> None:
    """Note that the present answer is a file that somebody saves."""
    narrowed_by = tuple(
        sorted(name for name, value in request.args.items() if value and name not in ORDER_ALONE)
    )
    with transaction() as session:
        service.note_export(
            session, subject_kind, subject_id, what=request.endpoint or "", form=form, rows=rows,
            narrowed_by=narrowed_by, account_id=g.account.id, now=utc_now(),
        )  # fmt: skip


def _is_shown(answer: Any) -> bool:
    """Say whether a view's answer is a page: no redirect, no refusal."""
    status = getattr(answer, "status_code", None)
    if status is None and isinstance(answer, tuple):
        status = next((part for part in answer[1:] if isinstance(part, int)), 200)
    return status is None or status < 300 or status == 422
