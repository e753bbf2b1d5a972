"""Staff page: the list of campaigns, with how far the invitations of each are."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casefinder.ask.campaigns import queries, rules
from casefinder.ask.invitations import campaign_list_queries
from casefinder.clock import utc_now
from casefinder.db import reading
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.paging import asked_page

bp = FaceBlueprint("campaign_list", __name__, face=Face.STAFF, url_prefix="/staff/campaigns")


@bp.get("/")
@allow(Role.READER)
def index() -> ResponseReturnValue:
    """List the campaigns."""
    words, state = request.args.get("q", "").strip()[:100], request.args.get("state", "")
    sort = request.args.get("sort", "deadline")
    now = utc_now()
    with reading() as session:
        found = queries.campaigns(words=words, state=state, now=now)
        page = asked_page(queries.count(session, found), queries.PAGE_SIZE)
        lines = campaign_list_queries.lines(session, found, sort=sort, page=page.number, now=now)
    return render_template(
        "ask/invitations/campaigns.html", lines=lines, page=page, words=words,
        state=state, sort=sort, state_labels=rules.STATE_LABELS,
    )  # fmt: skip
