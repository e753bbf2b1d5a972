"""Searching over answers."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from casefinder.analyse.desk import queue
from casefinder.analyse.search import queries
from casefinder.analyse.search.rules import MAX_QUERY_CHARS
from casefinder.answer.responses.rules import STATE_LABELS, WITH_EDITORS, ResponseState
from casefinder.db import reading
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.paging import page_at
from casefinder.staff.consent.seeing_rules import PERSONAL, Purpose, may_see

bp = FaceBlueprint("search", __name__, face=Face.STAFF, url_prefix="/staff/search")

STATES = [state for state in ResponseState if state in WITH_EDITORS or state is ResponseState.RETURNED]


def asked_words() -> str:
    """Return what is looked for."""
    return request.args.get("q", "")[:MAX_QUERY_CHARS]


def asked_filters() -> queries.Filters:
    """Return how the address narrows the results down."""
    given = request.args
    return queries.Filters(
        given.get("field", "")[:60], given.get("subprefecture", "")[:60], given.get("state", "")[:20]
    )


@bp.get("/")
@allow(Role.READER)
def index() -> ResponseReturnValue:
    """Show what was found; answers for editors only are found by editors only."""
    typed, filters = asked_words(), asked_filters()
    page = max(1, request.args.get("page", 1, type=int))
    with reading() as session:
        found = queries.search(
            session,
            typed,
            with_internal=may_see(PERSONAL, g.account.role, Purpose.SEARCH),
            filters=filters,
            page=page,
        )
        values = {
            "field_names": queue.field_names(session),
            "subprefectures": queue.subprefectures(session),
            "unfinished": queries.unfinished(session),
        }
    return render_template(
        "analyse/search/index.html",
        typed=typed,
        found=found,
        page=page_at(found.page, total=found.total, size=queries.PAGE_SIZE),
        filters=filters,
        states=STATES,
        state_labels=STATE_LABELS,
        **values,
    )
