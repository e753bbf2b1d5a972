"""Staff page: the trail of what happened, for administrators."""

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from casefinder.db import reading
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.measure import plain_day, row_id
from casefinder.paging import asked_page
from casefinder.staff.audit import rules
from casefinder.staff.trail import queries

bp = FaceBlueprint("trail", __name__, face=Face.STAFF, url_prefix="/staff/audit")


@bp.get("/")
@allow(Role.ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """List the entries, the newest first."""
    noun, account_id = request.args.get("noun", ""), request.args.get("account", type=row_id)
    since, until = (request.args.get(name, type=plain_day) for name in ("since", "until"))
    with reading() as session:
        found = queries.entries(noun=noun, account_id=account_id, since=since, until=until)
        page = asked_page(queries.count(session, found), queries.PAGE_SIZE)
        lines, people = queries.page_of(session, found, page=page.number), queries.people(session)
    return render_template(
        "staff/trail/index.html", lines=lines, people=people, page=page,
        noun=noun, account_id=account_id, since=since, until=until, vocabulary=current_app.extensions["trail_words"], actors=rules.ACTORS,
    )  # fmt: skip
