"""A signed-in member of the staff at a real web server."""

from datetime import timedelta

from casefinder.clock import utc_now
from casefinder.faces import Role
from casefinder.staff.accounts import service
from casefinder.staff.accounts.gate import cookie_name
from tests.factories.accounts import make_account
from tests.faults.house import House
from tests.faults.visitor import Visitor


def signed_in(house: House, role: Role = Role.EDITOR) -> Visitor:
    """Return a visitor with the session cookie of a new account."""
    with house.database.transaction() as session:
        account_id = make_account(session, role=role).id
        started = service.sign_in(session, account_id, lasts=timedelta(hours=12), now=utc_now())
    visitor = house.visitor()
    visitor.cookies[cookie_name(house.settings)] = started.token
    return visitor
