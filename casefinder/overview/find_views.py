"""Staff page: one box for answers, organisations, receipts and cases, with a pointer to each."""

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casefinder.analyse.search.rules import MAX_QUERY_CHARS
from casefinder.answer.responses.rules import STATE_LABELS
from casefinder.ask.organisations.rules import KIND_LABELS
from casefinder.db import reading
from casefinder.edit.cases.rules import STATE_LABELS as CASE_LABELS
from casefinder.errors import NotFoundError
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.overview import finding_queries as queries

bp = FaceBlueprint("find", __name__, face=Face.STAFF, url_prefix="/staff/find")


@bp.get("/")
@allow(Role.READER)
def index() -> ResponseReturnValue:
    """Show the first few of everything that was found, with the way to all of it."""
    typed = request.args.get("q", "").strip()[:MAX_QUERY_CHARS]
    found = None
    if typed:
        with reading() as session:
            found = queries.find(session, typed, role=g.account.role)
    return render_template(
        "overview/find.html", typed=typed, found=found, shown=queries.SHOWN, state_labels=STATE_LABELS,
        kinds=KIND_LABELS, case_labels=CASE_LABELS,
    )  # fmt: skip


@bp.get("/of/<kind>/<int:subject_id>")
@allow(Role.ADMINISTRATOR)
def subject(kind: str, subject_id: int) -> ResponseReturnValue:
    """Go on to the page of what an entry of the trail is about."""
    with reading() as session:
        place = queries.place_of(session, kind, subject_id)
    if place is None or place.endpoint not in current_app.view_functions:
        raise NotFoundError
    return redirect(url_for(place.endpoint, **place.values), code=303)


@bp.app_context_processor
def linked_kinds() -> dict[str, object]:
    """Tell the trail which things have a page."""
    return {"linked_kinds": queries.LINKED}
