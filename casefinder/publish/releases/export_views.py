"""Staff: the list of releases as a file."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.clock import utc_now
from casefinder.db import reading
from casefinder.exporting import files, list_answer
from casefinder.faces import Role, allow
from casefinder.publish.releases import queries
from casefinder.publish.releases.queries import ReleaseLine
from casefinder.publish.releases.standing_rules import STATE_LABELS
from casefinder.publish.releases.views import asked_list, bp
from casefinder.tables.packing import Row, Sheet
from casefinder.templating import say, stamp


@files(bp, "/releases")
@allow(Role.EDITOR)
def export(form: str) -> ResponseReturnValue:
    """Hand out the list as it is narrowed down and ordered."""
    with reading() as session:
        found = queries.listed(session, **asked_list(), now=utc_now())
    head = (
        _("Casebook"), _("Edition"), _("Short name"), _("State"), _("Day of issue"), _("Released"), _("Closed since"),
        _("Cases"), _("Pages of the book"), _("To be decided"),
    )  # fmt: skip
    rows = ((0, _line(release)) for release in found)
    return list_answer(
        form, _("Releases"), [Sheet(_("Releases"), head)], rows, count=len(found), subject_kind="release"
    )


def _line(release: ReleaseLine) -> Row:
    return [
        release.title, release.edition_label, release.slug, say(STATE_LABELS[release.state]),
        release.issued_on.isoformat(), stamp(release.released_at), stamp(release.closed_since), release.cases,
        release.pages, release.concerns,
    ]  # fmt: skip
