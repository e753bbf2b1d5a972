"""The lists that the staff opens ask the database the same number of things, however many rows there are."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casefinder.db import Database
from casefinder.faces import Role
from tests.factories.accounts import make_account, sign_in
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import make_invitation, make_invited_organisation
from tests.factories.organisations import make_organisation
from tests.factories.responses import make_response
from tests.queries import counted

BUDGETS = {
    "/staff/": 43, "/staff/accounts/": 6, "/staff/audit/": 7, "/staff/organisations/": 10, "/staff/campaigns/": 7,
    "/staff/campaigns/1": 24, "/staff/campaigns/1/invitations/": 10, "/staff/responses/": 24, "/staff/questionnaires/": 6,
}  # fmt: skip


def add_rows(app: Flask, number: int) -> None:
    """More of everything that a list may show."""
    database: Database = app.extensions["database"]
    with database.transaction() as session:
        campaign = make_campaign(session)
        for _ in range(number):
            make_account(session)
            make_organisation(session)
            make_campaign(session)
            for is_submitted in (True, False):
                invitation = make_invitation(
                    session, campaign=campaign, organisation=make_invited_organisation(session)
                )
                make_response(session, invitation=invitation, is_submitted=is_submitted)


@pytest.fixture
def signed_in(app: Flask, client: FlaskClient) -> FlaskClient:
    add_rows(app, 3)
    sign_in(client, app, Role.ADMINISTRATOR)
    return client


@pytest.mark.parametrize("address", BUDGETS)
def test_a_list_asks_the_same_whatever_its_length(app: Flask, signed_in: FlaskClient, address: str) -> None:
    assert signed_in.get(address).status_code == 200  # what is kept in memory is read now
    with counted() as few:
        signed_in.get(address)

    add_rows(app, 8)
    with counted() as many:
        assert signed_in.get(address).status_code == 200

    assert len(many) <= len(few), many.told()
    assert len(many) <= BUDGETS[address], many.told()
