"""Staff: the letters of one pile as a file."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.ask.invitations import post_queries
from casefinder.ask.invitations.post_queries import Line
from casefinder.ask.invitations.post_views import asked_list, bp
from casefinder.ask.invitations.views import letter_names
from casefinder.clock import utc_now
from casefinder.db import reading
from casefinder.exporting import files, in_batches, list_answer
from casefinder.faces import Role, allow
from casefinder.mail.troubles import LABELS
from casefinder.tables.packing import Row, Sheet
from casefinder.templating import say, stamp


@files(bp, "/letters")
@allow(Role.EDITOR)
def export(form: str) -> ResponseReturnValue:
    """Hand out the letters as they are narrowed down and ordered."""
    with reading() as session:
        pile, words, sort = asked_list(post_queries.state(session, utc_now()))
        count = post_queries.count(session, post_queries.lines_of(pile, words))
    head = (
        _("Organisation"), _("Letter"), _("Mail address"), _("In line since"), _("Tried"), _("Next try"), _("Sent"),
        _("Not delivered"), _("Why"), _("The server's words"), _("Number of tries"),
    )  # fmt: skip
    names = letter_names()
    lines = in_batches(
        lambda session, size, at: post_queries.batch(session, pile, size, at, words=words, sort=sort), count
    )
    rows = ((0, _line(line, names)) for line in lines)
    return list_answer(
        form, _("Letters"), [Sheet(_("Letters"), head)], rows, count=count, subject_kind="letter"
    )


def _line(line: Line, names: dict[str, str]) -> Row:
    return [
        line.organisation, names.get(line.kind, line.kind), line.to, stamp(line.queued_at), stamp(line.tried_at),
        "" if line.done_at or line.failed_at else stamp(line.next_at), stamp(line.done_at), stamp(line.failed_at),
        say(LABELS[line.trouble]) if line.trouble else "", line.failure or "", line.attempts,
    ]  # fmt: skip
