"""Staff page: the trail of what happened, for administrators."""

from datetime import date
from math import ceil

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from casefinder.db import reading
from casefinder.faces import Face, FaceBlueprint, Role, allow
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
    page = max(1, request.args.get("page", 1, type=int))
    with reading() as session:
        found = queries.entries(noun=noun, account_id=account_id, since=since, until=until)
        total = queries.count(session, found)
        last_page = max(1, ceil(total / queries.PAGE_SIZE))
        page = min(page, last_page)
        lines, people = queries.page_of(session, found, page=page), queries.people(session)
    return render_template(
        "staff/audit/index.html", lines=lines, people=people, total=total, page=page, last_page=last_page,
        noun=noun, account_id=account_id, since=since, until=until, nouns=rules.NOUNS, actors=rules.ACTORS,
        words=rules.noun_and_verb, subject_word=rules.subject_word, remark=rules.remark,
        page_url=lambda n: url_for(
            ".index", noun=noun or None, account=account_id, since=since, until=until, page=n
        ),
    )  # fmt: skip
