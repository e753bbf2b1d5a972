"""Every entry of the trail leads to what it is about, and one press of a key is one entry."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.coding import service as coding
from casefinder.analyse.suggestions import service as suggestions
from casefinder.faces import Role
from casefinder.overview.finding_queries import LINKED, place_of
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON
from tests.factories.accounts import make_account, sign_in
from tests.factories.invitations import make_invitation
from tests.factories.responses import make_response
from tests.factories.suggestions import make_reading, make_suggestion


def actions(session: Session, after: int) -> list[str]:
    return list(
        session.scalars(select(AuditEntry.action).where(AuditEntry.id > after).order_by(AuditEntry.id))
    )


def last(session: Session) -> int:
    return max(session.scalars(select(AuditEntry.id)), default=0)


def test_each_press_of_a_key_on_the_desk_is_one_entry(session: Session) -> None:
    account_id = make_account(session).id
    response = make_response(session, is_submitted=True, now=NOON)
    make_reading(session, response)
    one = make_suggestion(session, response=response, question_key="C3")
    told = []

    for act in (
        lambda: suggestions.accept(session, one.id, account_id=account_id, now=NOON),
        lambda: suggestions.undo_decision(session, one.id, account_id=account_id, now=NOON),
        lambda: suggestions.accept(session, one.id, account_id=account_id, now=NOON),
        lambda: suggestions.reject(session, one.id, account_id=account_id, now=NOON),
    ):
        before = last(session)
        act()
        session.flush()
        told.append(actions(session, before))

    assert told == [
        ["suggestion.accepted"],
        ["suggestion.undone"],
        ["suggestion.accepted"],
        ["suggestion.rejected"],
    ]


def test_another_range_is_one_entry(session: Session) -> None:
    account_id = make_account(session).id
    response = make_response(session, is_submitted=True, now=NOON)
    make_reading(session, response)
    one = make_suggestion(session, response=response, question_key="C3")
    made = suggestions.accept(session, one.id, account_id=account_id, now=NOON)
    before = last(session)

    coding.move_coding(session, made.id, made.start_char, made.end_char - 1, account_id=account_id, now=NOON)
    session.flush()

    assert actions(session, before) == ["coding.moved"]


def test_an_entry_leads_to_its_page(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        invitation = make_invitation(session)
        link_id, letter_id = invitation.main_link.id, 1
        place = f"/staff/campaigns/{invitation.campaign_id}/invitations/{invitation.id}"
        invitation_id = invitation.id
    sign_in(client, app, Role.ADMINISTRATOR)

    for kind, subject_id in (("invitation", invitation_id), ("link", link_id), ("letter", letter_id)):
        assert client.get(f"/staff/find/of/{kind}/{subject_id}").location == place
    assert f'href="/staff/find/of/invitation/{invitation_id}"' in client.get("/staff/audit/").text
    assert client.get("/staff/find/of/balloon/1").status_code == 404
    assert client.get("/staff/find/of/link/999").status_code == 404


@pytest.mark.parametrize(
    "kind", sorted(LINKED - {"invitation", "link", "letter", "coding", "suggestion", "theme"})
)
def test_every_page_that_an_entry_leads_to_is_there(app: Flask, kind: str) -> None:
    with app.extensions["database"].reading() as session:
        place = place_of(session, kind, 1)

    assert place is not None
    (rule,) = [rule for rule in app.url_map.iter_rules() if rule.endpoint == place.endpoint]
    assert rule.arguments == set(place.values)


def test_a_refusal_is_in_the_trail(app: Flask, client: FlaskClient) -> None:
    account_id = sign_in(client, app, Role.READER)

    assert client.get("/staff/audit/").status_code == 403

    with app.extensions["database"].reading() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "access.refused"))
    assert (entry.actor_id, entry.detail) == (account_id, {"page": "trail.index"})
