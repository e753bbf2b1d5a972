"""Staff page: one box for answers, organisations, receipts and cases, with a pointer to each."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from casefinder.analyse.search.rules import MAX_QUERY_CHARS
from casefinder.answer.responses.rules import STATE_LABELS
from casefinder.ask.organisations.rules import KIND_LABELS
from casefinder.db import reading
from casefinder.edit.cases.rules import STATE_LABELS as CASE_LABELS
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
