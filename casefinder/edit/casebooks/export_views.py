"""Staff: the list of editions as a file."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.db import reading
from casefinder.edit.casebooks import queries
from casefinder.edit.casebooks.views import asked_list, bp
from casefinder.exporting import files, in_batches, list_answer
from casefinder.faces import Role, allow
from casefinder.tables.packing import Sheet
from casefinder.templating import stamp


@files(bp, "/casebooks")
@allow(Role.EDITOR)
def export(form: str) -> ResponseReturnValue:
    """Hand out the list as it is narrowed down and ordered."""
    words, state, sort = asked_list()
    query = queries.editions(words=words, state=state, sort=sort)
    with reading() as session:
        count = queries.count(session, query)
    lines = in_batches(lambda session, size, at: queries.batch(session, query, size, at), count)
    rows = (
        (0, (line.title, line.number, line.fiscal_year, line.casebook, line.slug, line.cases, line.issued_on.isoformat(),
             _("Edition released") if line.frozen_at else _("Being composed"), stamp(line.frozen_at)))
        for line in lines
    )  # fmt: skip
    head = (
        _("Title on the cover"), _("Number of the edition"), _("Fiscal year"), _("Casebook"), _("Short name"), _("Cases"),
        _("Day of issue"), _("State"), _("Edition released"),
    )  # fmt: skip
    return list_answer(
        form, _("Casebooks"), [Sheet(_("Casebooks"), head)], rows, count=count, subject_kind="edition"
    )
