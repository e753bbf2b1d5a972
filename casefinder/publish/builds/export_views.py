"""Staff: the list of books that were made as a file."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.db import reading
from casefinder.exporting import files, in_batches, list_answer
from casefinder.faces import Role, allow
from casefinder.publish.builds import queries
from casefinder.publish.builds.queries import BuildView
from casefinder.publish.builds.rules import STATE_LABELS
from casefinder.publish.builds.views import asked_list, bp
from casefinder.tables.packing import Row, Sheet
from casefinder.templating import say, stamp


@files(bp, "/books")
@allow(Role.EDITOR)
def export(form: str) -> ResponseReturnValue:
    """Hand out the list as it is narrowed down and ordered."""
    edition_id, words, sort = asked_list()
    found = queries.builds(edition_id=edition_id, words=words, sort=sort)
    with reading() as session:
        count = queries.count(session, found)
    head = (
        _("Number"), _("Book"), _("Number of the edition"), _("State"), _("Ordered"), _("Ordered by"), _("Made"),
        _("Pages of the book"), _("Release"),
    )  # fmt: skip
    rows = (
        (0, _line(build))
        for build in in_batches(lambda session, size, at: queries.batch(session, found, size, at), count)
    )
    return list_answer(
        form, _("Books made"), [Sheet(_("Books made"), head)], rows, count=count, subject_kind="build"
    )


def _line(build: BuildView) -> Row:
    return [
        build.id, build.edition_title, build.edition_number, say(STATE_LABELS[build.state]), stamp(build.requested_at),
        build.requested_by, stamp(build.done_at), build.pages, "○" if build.is_released else "",
    ]  # fmt: skip
