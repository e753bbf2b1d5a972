"""Staff: what was found as a file."""

from flask import g
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.analyse.search import queries
from casefinder.analyse.search.views import asked_filters, asked_words, bp
from casefinder.answer.responses.rules import STATE_LABELS
from casefinder.db import reading
from casefinder.exporting import files, in_batches, list_answer
from casefinder.faces import Role, allow
from casefinder.staff.consent.seeing_rules import PERSONAL, Purpose, may_see
from casefinder.tables.packing import Row, Sheet
from casefinder.templating import say


@files(bp, "/found")
@allow(Role.EDITOR)
def export(form: str) -> ResponseReturnValue:
    """Hand out all that was found, page by page."""
    words, filters = asked_words(), asked_filters()
    with_internal = may_see(PERSONAL, g.account.role, Purpose.SEARCH)
    with reading() as session:
        count = queries.search(session, words, with_internal=with_internal, filters=filters).total
    head = (
        _("Organisation"), _("Sub-prefecture"), _("Initiative"), _("Field"), _("State"), _("Question"), _("Passage"),
    )  # fmt: skip
    found = in_batches(
        lambda session, size, at: (
            queries.search(
                session, words, with_internal=with_internal, filters=filters, page=at // size + 1
            ).results
        ),
        count,
        queries.PAGE_SIZE,
    )
    rows = ((0, row) for result in found for row in _rows(result))
    return list_answer(
        form, _("Search"), [Sheet(_("Search"), head)], rows, count=count, subject_kind="response"
    )


def _rows(result: queries.Result) -> list[Row]:
    about = (
        result.organisation, result.subprefecture, result.title, "・".join(result.fields),
        say(STATE_LABELS[result.state]),
    )  # fmt: skip
    return [(*about, hit.number, "".join(piece.text for piece in hit.pieces)) for hit in result.hits]
