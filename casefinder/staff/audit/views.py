"""Staff page: the trail of what happened, for administrators."""

from datetime import date

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from casefinder.db import reading
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.paging import asked_page
from casefinder.staff.audit import queries, rules

bp = FaceBlueprint("audit", __name__, face=Face.STAFF, url_prefix="/staff/audit")


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


@bp.get("/")
@allow(Role.ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """List the entries, the newest first."""
    noun, account_id = request.args.get("noun", ""), request.args.get("account", None, type=int)
    since, until = _day("since"), _day("until")
    with reading() as session:
        found = queries.entries(noun=noun, account_id=account_id, since=since, until=until)
        page = asked_page(queries.count(session, found), queries.PAGE_SIZE)
        lines, people = queries.page_of(session, found, page=page.number), queries.people(session)
    return render_template(
        "staff/audit/index.html", lines=lines, people=people, page=page,
        noun=noun, account_id=account_id, since=since, until=until, vocabulary=current_app.extensions["trail_words"], actors=rules.ACTORS,
    )  # fmt: skip
