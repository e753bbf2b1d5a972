"""Staff page: the list of campaigns, with how far the invitations of each are."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.ask.campaigns import queries, rules
from casefinder.ask.invitations import campaign_list_queries
from casefinder.clock import utc_now
from casefinder.db import reading
from casefinder.exporting import files, in_batches, list_answer
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.paging import asked_page
from casefinder.tables.packing import Sheet
from casefinder.templating import say, stamp

bp = FaceBlueprint("campaign_list", __name__, face=Face.STAFF, url_prefix="/staff/campaigns")


@bp.get("/")
@allow(Role.READER)
def index() -> ResponseReturnValue:
    """List the campaigns."""
    words, state, sort = _asked()
    now = utc_now()
    with reading() as session:
        found = queries.campaigns(words=words, state=state, now=now)
        page = asked_page(queries.count(session, found), queries.PAGE_SIZE)
        lines = campaign_list_queries.lines(session, found, sort=sort, page=page.number, now=now)
    return render_template(
        "ask/invitations/campaigns.html", lines=lines, page=page, words=words,
        state=state, sort=sort, state_labels=rules.STATE_LABELS,
    )  # fmt: skip


def _asked() -> tuple[str, str, str]:
    given = request.args
    return given.get("q", "").strip()[:100], given.get("state", ""), given.get("sort", "deadline")


@files(bp, "/campaigns")
@allow(Role.EDITOR)
def export(form: str) -> ResponseReturnValue:
    """Hand out the list as it is narrowed down and ordered."""
    words, state, sort = _asked()
    now = utc_now()
    found = queries.campaigns(words=words, state=state, now=now)
    with reading() as session:
        count = queries.count(session, found)
    lines = in_batches(
        lambda session, size, at: campaign_list_queries.batch(
            session, found, sort=sort, size=size, offset=at, now=now
        ),
        count,
    )
    rows = (
        (0, (line.title, line.survey_number, say(rules.STATE_LABELS[line.state]), stamp(line.opened_at),
             stamp(line.closes_at), line.invited, line.opened))
        for line in lines
    )  # fmt: skip
    head = (
        _("Title"), _("Survey number"), _("State"), _("Asked on"), _("Deadline"), _("Asked"), _("Opened the letter"),
    )  # fmt: skip
    return list_answer(
        form, _("Campaigns"), [Sheet(_("Campaigns"), head)], rows, count=count, subject_kind="campaign"
    )
