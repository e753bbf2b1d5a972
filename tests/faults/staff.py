"""A signed-in member of the staff at a real web server, and what such a person does."""

from datetime import timedelta

from casefinder.clock import utc_now
from casefinder.faces import Role
from casefinder.staff.accounts import service
from casefinder.staff.accounts.gate import cookie_name
from tests.factories.accounts import make_account
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import make_invited_organisation
from tests.faults.house import House
from tests.faults.visitor import Visitor


def signed_in(house: House, role: Role = Role.EDITOR) -> Visitor:
    """Return a visitor with the session cookie of a new account."""
    with house.database.transaction() as session:
        account_id = make_account(session, role=role).id
        started = service.sign_in(
            session, account_id, lasts=timedelta(hours=12), now=utc_now(), is_proved=True
        )
    visitor = house.visitor()
    visitor.cookies[cookie_name(house.settings)] = started.token
    return visitor


def invite_by_web(house: House) -> None:
    """Invite one organisation through the staff pages, as an editor does."""
    with house.database.transaction() as session:
        campaign_id = make_campaign(session).id
        organisation_id = make_invited_organisation(session).id
    editor = signed_in(house, Role.EDITOR)
    page = editor.get(f"/staff/campaigns/{campaign_id}/invitations/")
    assert page.status == 200
    sent = editor.post(f"/staff/campaigns/{campaign_id}/invitations/send", {"ids": organisation_id})
    assert sent.status == 303, sent.text
