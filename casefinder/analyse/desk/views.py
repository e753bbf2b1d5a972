"""The reading desk: the queue, and one response with suggestions beside the text; `act_views` holds what is done there."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefinder.analyse.desk import page as desk
from casefinder.analyse.desk import queue
from casefinder.analyse.themes.rules import FAMILIES, family_of
from casefinder.answer.reading import service as reading_service
from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.paging import asked_page
from casefinder.staff.trail.watching import shows_personal_data

bp = FaceBlueprint("coding", __name__, face=Face.STAFF, url_prefix="/staff/desk")

PAGE_SIZE = 50
SIDE_ROWS = 60


def chosen_filters() -> queue.Filters:
    """Return the filters that the address asks for."""
    group = request.args.get("state", "")
    return queue.Filters(
        group if group in queue.GROUPS else "",
        request.args.get("field", "")[:60],
        request.args.get("subprefecture", "")[:60],
        request.args.get("q", "").strip()[:60],
    )


def chosen_sort() -> str:
    """Return the order that the address asks for."""
    sort = request.args.get("sort", "")
    return sort if sort in queue.SORTS else "queue"


def query_of(filters: queue.Filters) -> dict[str, Any]:
    """Return the filters as they stand in an address, without the empty ones."""
    named = {
        "state": filters.group, "field": filters.field, "subprefecture": filters.subprefecture,
        "q": filters.words,
    }  # fmt: skip
    return {name: value for name, value in named.items() if value}


@bp.get("/")
@allow(Role.EDITOR)
def index() -> ResponseReturnValue:
    """List the responses to read, with states and filters."""
    filters, sort = chosen_filters(), chosen_sort()
    with reading() as session:
        counts = queue.counts(session, filters)
        total = counts.get(filters.group, 0) if filters.group else sum(counts.values())
        page = asked_page(total, PAGE_SIZE)
        rows = queue.rows(session, filters, limit=PAGE_SIZE, offset=(page.number - 1) * PAGE_SIZE, sort=sort)
        shown = _side(session, filters)
    return render_template("analyse/desk/index.html", rows=rows, counts=counts, page=page, sort=sort, **shown)


def _side(session: Session, filters: queue.Filters) -> dict[str, object]:
    return {
        "filters": filters,
        "query": query_of(filters),
        "groups": queue.GROUPS,
        "field_names": queue.field_names(session),
        "subprefectures": queue.subprefectures(session),
    }


@bp.get("/<int:response_id>")
@allow(Role.EDITOR)
@shows_personal_data("response", "response_id")
def read(response_id: int) -> ResponseReturnValue:
    """Show one response; looking changes nothing."""
    filters = chosen_filters()
    with reading() as session:
        page = desk.read_page(session, response_id)
        before, after = queue.neighbours(session, filters, response_id)
        values = {
            "page": page,
            "rows": queue.rows(session, filters, limit=SIDE_ROWS),
            "counts": queue.counts(session, filters),
            "before": before,
            "after": after,
            "themes": desk.themes_in_use(session),
            "act": {"response_id": response_id, **query_of(filters)},
            **_side(session, filters),
        }
    at = request.args.get("at", 0, type=int) or page.first_open
    return render_template("analyse/desk/read.html", at=at, families=FAMILIES, family_of=family_of, **values)


@bp.get("/<int:response_id>/reading")
@allow(Role.EDITOR)
def reading_state(response_id: int) -> ResponseReturnValue:
    """Say how far the engine is, for a page that waits for suggestions."""
    with reading() as session:
        page = desk.read_page(session, response_id)
    return {"state": page.reading.state}


@bp.post("/<int:response_id>/start")
@allow(Role.EDITOR)
def start(response_id: int) -> ResponseReturnValue:
    """Begin to read: from here on the respondent cannot take the response back."""
    with transaction() as session:
        reading_service.note_first_read(session, response_id, now=utc_now())
    return redirect(url_for(".read", response_id=response_id, **query_of(chosen_filters())), code=303)


@bp.post("/<int:response_id>/finish")
@allow(Role.EDITOR)
def finish(response_id: int) -> ResponseReturnValue:
    """Note that the response was read (読了) and go on to the next one."""
    with transaction() as session:
        reading_service.accept_response(session, response_id, account_id=g.account.id, now=utc_now())
    filters = chosen_filters()
    with reading() as session:
        rows = queue.rows(session, filters, limit=1)
    flash(_("The response is marked as read."), "ok")
    if rows and rows[0].group in ("reading", "unread"):
        return redirect(url_for(".read", response_id=rows[0].response_id, **query_of(filters)), code=303)
    return redirect(url_for(".index", **query_of(filters)), code=303)


@bp.post("/<int:response_id>/reopen")
@allow(Role.EDITOR)
def reopen(response_id: int) -> ResponseReturnValue:
    """Take back that the response was read."""
    with transaction() as session:
        reading_service.reopen_reading(session, response_id, account_id=g.account.id, now=utc_now())
    flash(_("The response is being read again."), "ok")
    return redirect(url_for(".read", response_id=response_id, **query_of(chosen_filters())), code=303)
