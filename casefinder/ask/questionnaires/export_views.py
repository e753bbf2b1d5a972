"""Staff: the list of questionnaires as a file."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.ask.questionnaires import queries
from casefinder.ask.questionnaires.views import asked_list, bp
from casefinder.db import reading
from casefinder.exporting import files, in_batches, list_answer
from casefinder.faces import Role, allow
from casefinder.tables.packing import Sheet
from casefinder.templating import stamp


@files(bp, "/questionnaires")
@allow(Role.EDITOR)
def export_list(form: str) -> ResponseReturnValue:
    """Hand out the list as it is narrowed down and ordered."""
    words, sort = asked_list()
    found = queries.versions(words=words, sort=sort)
    with reading() as session:
        count = queries.count(session, found)
    lines = in_batches(lambda session, size, at: queries.batch(session, found, size, at), count)
    rows = (
        (
            0,
            (
                row.title,
                row.edition,
                row.items,
                row.required,
                row.minutes,
                stamp(row.published_at),
                row.content_hash,
            ),
        )
        for row in lines
    )
    head = (
        _("Title"), _("Edition"), _("Questions"), _("required"), _("Minutes needed"), _("Published on"), _("Content mark"),
    )  # fmt: skip
    return list_answer(
        form, _("Questionnaires"), [Sheet(_("Questionnaires"), head)], rows, count=count,
        subject_kind="questionnaire_version",
    )  # fmt: skip
