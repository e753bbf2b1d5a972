"""Staff: the list of accounts as a file."""

from collections.abc import Sequence

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefinder.db import reading
from casefinder.exporting import files, in_batches, list_answer
from casefinder.faces import Role, allow
from casefinder.staff.accounts import queries, rules
from casefinder.staff.accounts.admin_views import asked_list, bp
from casefinder.staff.accounts.models import Account
from casefinder.tables.packing import Row, Sheet
from casefinder.templating import say, stamp


@files(bp, "/accounts")
@allow(Role.ADMINISTRATOR)
def export(form: str) -> ResponseReturnValue:
    """Hand out the list as it is narrowed down and ordered."""
    words, role, sort = asked_list()
    found = queries.accounts(words=words, role=role, sort=sort)
    with reading() as session:
        count = queries.count(session, found)
    head = (_("Full name"), _("Mail address"), _("Role"), _("State"), _("Added on"))

    def read(session: Session, size: int, at: int) -> Sequence[Row]:
        return [_line(account) for account in queries.batch(session, found, size, at)]

    rows = ((0, row) for row in in_batches(read, count))
    return list_answer(
        form, _("Accounts"), [Sheet(_("Accounts"), head)], rows, count=count, subject_kind="account"
    )


def _line(account: Account) -> Row:
    state = (
        _("Disabled")
        if account.disabled_at
        else _("Not yet signed in")
        if account.initial_until
        else _("In use")
    )
    return [
        account.name,
        account.email,
        say(rules.ROLE_NAMES[account.role]),
        state,
        stamp(account.created_at),
    ]
