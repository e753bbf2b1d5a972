"""Choosing on the board: the letter once more with the same link, files of those who were ticked, whom to call."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.ask.invitations import service
from casefinder.ask.invitations.errors import CampaignNotOpen, LinkStopped
from casefinder.ask.invitations.models import Invitation
from casefinder.faces import Role
from casefinder.mail.models import Letter
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON
from tests.factories.accounts import sign_in
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import (
    enter,
    make_invitation,
    make_invited_organisation,
    make_link,
    send_letters,
    stored_link,
)
from tests.factories.responses import make_response


def invited(session: Session, campaign: object, name: str) -> Invitation:
    organisation = make_invited_organisation(session, name=name)
    return make_invitation(session, campaign=campaign, organisation=organisation)  # type: ignore[arg-type]


def test_the_letter_leaves_again_and_the_link_that_was_passed_round_goes_on(
    app: Flask, client: FlaskClient
) -> None:
    link = make_link(app)
    enter(client, link)
    send_letters(app)

    with app.extensions["database"].transaction() as session:
        service.send_same_link(session, link.invitation_id, now=NOON)
    send_letters(app)

    sent = app.extensions["postman"].sent
    assert len(sent) == 2
    assert all(link.token in str(mail.get_content()) for mail in sent)
    assert app.test_client().post(f"/i/{link.token}").status_code == 303


def test_a_second_press_sends_no_second_letter(session: Session) -> None:
    invitation = make_invitation(session)

    service.send_same_link(session, invitation.id, now=NOON)
    service.send_same_link(session, invitation.id, now=NOON)

    assert len(session.scalars(select(Letter).where(Letter.invitation_id == invitation.id)).all()) == 2


def test_a_link_that_was_stopped_is_not_sent_again(session: Session) -> None:
    invitation = make_invitation(session)
    service.revoke(session, invitation.id, now=NOON)

    with pytest.raises(LinkStopped):
        service.send_same_link(session, invitation.id, now=NOON)


def test_a_closed_campaign_asks_nobody_again(session: Session) -> None:
    invitation = make_invitation(session)
    invitation.campaign.closed_at = NOON
    session.flush()

    with pytest.raises(CampaignNotOpen):
        service.send_same_link(session, invitation.id, now=NOON)


@pytest.fixture
def three(app: Flask) -> tuple[int, list[int]]:
    """A campaign with one who has not answered, one who has, and one whose link was stopped."""
    with app.extensions["database"].transaction() as session:
        campaign = make_campaign(session)
        made = [invited(session, campaign, name) for name in ("待ち町", "済み町", "停止町")]
        make_response(session, invitation=made[1], is_submitted=True, now=NOON)
        service.revoke(session, made[2].id, now=NOON)
        return campaign.id, [each.id for each in made]


def test_it_says_first_who_gets_it_and_who_is_left_out(
    app: Flask, client: FlaskClient, three: tuple[int, list[int]]
) -> None:
    campaign_id, ids = three
    sign_in(client, app)

    page = client.get(f"/staff/campaigns/{campaign_id}/again", query_string={"invitation": ids}).text
    answer = client.post(f"/staff/campaigns/{campaign_id}/again", data={"invitation": ids})

    assert "1団体に送る" in page
    assert "送らない団体：リンクを止めている" in page
    assert "送らない団体：回答済み" in page
    assert answer.status_code == 303
    with app.extensions["database"].reading() as session:
        again = session.scalars(
            select(AuditEntry.subject_id).where(AuditEntry.action == "invitation.sent_again")
        ).all()
    assert list(again) == [ids[0]]


def test_whoever_is_of_another_campaign_is_not_written_to(
    app: Flask, client: FlaskClient, three: tuple[int, list[int]]
) -> None:
    with app.extensions["database"].transaction() as session:
        other_id = make_invitation(session).id
    sign_in(client, app)

    page = client.get(
        f"/staff/campaigns/{three[0]}/again?invitation={other_id}&invitation=x&invitation="
    ).text

    assert "送る相手がありません" in page


def test_those_who_were_ticked_go_into_the_file_alone(
    app: Flask, client: FlaskClient, three: tuple[int, list[int]]
) -> None:
    campaign_id, ids = three
    sign_in(client, app)

    told = client.get(
        f"/staff/campaigns/{campaign_id}/board.csv?invitation={ids[0]}&invitation={ids[2]}"
    ).text

    assert "待ち町" in told
    assert "停止町" in told
    assert "済み町" not in told


def test_the_board_has_boxes_codes_and_whom_to_call_for_editors_only(
    app: Flask, client: FlaskClient, three: tuple[int, list[int]]
) -> None:
    address = f"/staff/campaigns/{three[0]}"
    sign_in(client, app, Role.READER)
    seen = client.get(address).text
    assert 'type="checkbox" name="invitation"' not in seen
    assert "01234-5-6789" not in seen
    sign_in(client, app, Role.EDITOR)

    seen = client.get(address).text

    assert 'type="checkbox" name="invitation"' in seen
    assert 'href="tel:0123456789"' in seen
    assert "見本 花子" in seen


def test_a_new_link_says_that_the_old_one_dies_and_offers_the_same(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        invitation = make_invitation(session)
        link = stored_link(invitation, app.extensions["settings"].link_key)
        campaign_id = invitation.campaign_id
    sign_in(client, app)

    page = client.get(f"/staff/campaigns/{campaign_id}/invitations/{link.invitation_id}").text

    assert "同じリンクをもう一度送る" in page
    assert "すぐに使えなくなります" in page
    answer = client.post(f"/staff/campaigns/{campaign_id}/invitations/{link.invitation_id}/same-link")
    assert answer.status_code == 303
