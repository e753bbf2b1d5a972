"""Staff page: the trail of what happened, for administrators."""

from typing import Any

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.db import reading
from casefinder.exporting import files, in_batches, list_answer
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.measure import plain_day, row_id
from casefinder.paging import asked_page
from casefinder.staff.audit import rules
from casefinder.staff.trail import queries
from casefinder.tables.packing import Row, Sheet
from casefinder.templating import say, stamp

bp = FaceBlueprint("trail", __name__, face=Face.STAFF, url_prefix="/staff/audit")


@bp.get("/")
@allow(Role.ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """List the entries, the newest first."""
    asked = _asked()
    with reading() as session:
        found = _found(asked)
        page = asked_page(queries.count(session, found), queries.PAGE_SIZE)
        lines, people = queries.page_of(session, found, page=page.number), queries.people(session)
    return render_template(
        "staff/trail/index.html", lines=lines, people=people, page=page,
        **asked, vocabulary=current_app.extensions["trail_words"], actors=rules.ACTORS, in_words=say,
    )  # fmt: skip


def _asked() -> dict[str, Any]:
    given = request.args
    return {
        "noun": given.get("noun", ""), "account_id": given.get("account", type=row_id),
        "since": given.get("since", type=plain_day), "until": given.get("until", type=plain_day),
        "words": given.get("q", "").strip()[:100], "sort": given.get("sort", "newest"),
    }  # fmt: skip


def _found(asked: dict[str, Any]) -> queries.Entries:
    """Return the entries asked for; words are looked for in what stands on the page."""
    vocabulary: rules.Vocabulary = current_app.extensions["trail_words"]
    meant = vocabulary.actions_named(asked["words"], say) if asked["words"] else ()
    return queries.entries(**asked, meant=meant)


@files(bp, "/trail")
@allow(Role.ADMINISTRATOR)
def export(form: str) -> ResponseReturnValue:
    """Hand out the entries as they are narrowed down."""
    found = _found(_asked())
    with reading() as session:
        count = queries.count(session, found)
    head = (
        _("Number"), _("When"), _("Who"), _("Account"), _("What"), _("Action"), _("About"), _("Subject number"),
        _("Remarks"),
    )  # fmt: skip
    vocabulary: rules.Vocabulary = current_app.extensions["trail_words"]
    rows = (
        (0, _row(line, vocabulary))
        for line in in_batches(lambda session, size, at: queries.batch(session, found, size, at), count, 1000)
    )
    return list_answer(
        form, _("Audit trail"), [Sheet(_("Audit trail"), head)], rows, count=count, subject_kind="audit_entry"
    )


def _row(line: queries.Line, vocabulary: rules.Vocabulary) -> Row:
    noun, verb = vocabulary.noun_and_verb(line.action)
    remarks = (vocabulary.remark(key, value, say) for key, value in line.detail.items())
    return [
        line.id, stamp(line.at), line.name or say(rules.ACTORS[line.actor_kind]), line.actor_id,
        f"{say(noun)}：{say(verb)}", line.action, say(vocabulary.subject_word(line.subject_kind)), line.subject_id,
        "　".join(f"{say(name)}：{say(shown) if shown else '—'}" for name, shown in remarks),
    ]  # fmt: skip
