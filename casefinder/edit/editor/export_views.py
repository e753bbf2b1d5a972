"""Staff: the list of candidates and cases as a file."""

from flask import g
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.db import reading
from casefinder.edit.cases import list_queries as lists
from casefinder.edit.cases import rules
from casefinder.edit.cases.list_queries import ListedCase
from casefinder.edit.editor.views import asked_query, bp
from casefinder.edit.layout import places
from casefinder.exporting import files, in_batches, list_answer
from casefinder.faces import Role, allow
from casefinder.tables.packing import Row, Sheet
from casefinder.templating import say, stamp


@files(bp, "/cases")
@allow(Role.EDITOR)
def export(form: str) -> ResponseReturnValue:
    """Hand out the list as it is narrowed down and ordered."""
    role = g.account.role
    with reading() as session:
        query = asked_query(session)
        count = lists.count(session, query)
    head = (
        _("Organisation"), _("Sub-prefecture"), _("Heading of the case"), _("Chapter"), _("State"), _("Submitted"),
        _("Last change"), _("Approved"), _("Consent to print"),
    )  # fmt: skip
    rows = (
        (0, _line(case))
        for case in in_batches(lambda session, size, at: lists.batch(session, query, size, at, role), count)
    )
    return list_answer(form, _("Cases"), [Sheet(_("Cases"), head)], rows, count=count, subject_kind="case")


def _line(case: ListedCase) -> Row:
    consent = {"yes": _("Agreed"), "anonymous": _("Agreed, without the name")}
    return [
        case.organisation, case.subprefecture, case.title, places.CHAPTERS.get(case.chapter or "", ""),
        say(rules.STATE_LABELS[case.state]), stamp(case.submitted_at), stamp(case.edited_at), stamp(case.approved_at),
        consent.get(case.consent or "", _("Not agreed")),
    ]  # fmt: skip
