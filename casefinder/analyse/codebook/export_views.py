"""Staff: the codebook as a file."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.analyse.codebook import queries
from casefinder.analyse.codebook.queries import ThemeRow
from casefinder.analyse.codebook.views import asked_list, bp
from casefinder.db import reading
from casefinder.exporting import files, list_answer
from casefinder.faces import Role, allow
from casefinder.tables.packing import Row, Sheet
from casefinder.templating import stamp


@files(bp, "/codebook")
@allow(Role.EDITOR)
def export(form: str) -> ResponseReturnValue:
    """Hand out the themes as they are narrowed down and ordered."""
    words, with_retired, sort = asked_list()
    with reading() as session:
        counts = queries.counts(session)
        found = queries.theme_rows(session, counts, words=words, with_retired=with_retired, sort=sort)
    head = (
        _("Family"), _("Theme"), _("Key"), _("Definition"), _("Includes"), _("Does not include"), _("Note"), _("Cues"),
        _("Codings"), _("waiting"), _("Proposals accepted"), _("Proposals rejected"), _("Out of use since"),
    )  # fmt: skip
    rows = ((0, _line(theme)) for theme in found)
    return list_answer(
        form, _("Codebook"), [Sheet(_("Codebook"), head)], rows, count=len(found), subject_kind="theme"
    )


def _line(theme: ThemeRow) -> Row:
    counts = theme.counts
    return [
        _(theme.family.label), theme.name, theme.key, theme.definition, theme.include, theme.exclude, theme.note,
        "、".join(theme.cues), counts.codings, counts.waiting, counts.accepted, counts.rejected,
        stamp(theme.retired_at),
    ]  # fmt: skip
