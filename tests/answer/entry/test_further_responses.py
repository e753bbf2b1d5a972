"""A town with two good initiatives reports both, and counts once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.board import queries as board
from casefinder.answer.entry import further_service
from casefinder.answer.entry.errors import TooManyResponses
from casefinder.answer.reading.service import accept_response
from casefinder.answer.responses import queries
from casefinder.answer.responses.errors import CampaignClosed
from casefinder.answer.responses.models import Response
from casefinder.answer.returns.service import return_response
from casefinder.answer.submitting import service
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations import queries as invitations
from casefinder.ask.invitations.models import Link as StoredLink
from casefinder.ask.invitations.queries import Invited
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.prefectures import HOKKAIDO
from casefinder.publish.builds.campaign import campaign_figures
from tests.answer.present import hand_in
from tests.conftest import NOON
from tests.factories.accounts import make_account, sign_in
from tests.factories.invitations import LINK_KEY, Link, enter, hand_on, make_link, send_letters
from tests.factories.organisations import IN_HOKKAIDO
from tests.factories.responses import complete_answers, make_response, save_answers

FIRST = {"C1": GivenAnswer({"": "書かない窓口"})}


def own_link(session: Session, response: Response) -> Invited:
    link = invitations.own_link_of(session, response.id)
    assert link is not None
    return invitations.invited(link, NOON)


def begin(session: Session, first: Response) -> Response:
    made = further_service.begin_another(session, own_link(session, first), link_key=LINK_KEY, now=NOON)
    assert made.response_id is not None
    return session.get_one(Response, made.response_id)


def hand_over(session: Session, response: Response) -> None:
    save_answers(session, response.id, complete_answers())
    service.submit_response(session, response.id, seen=response.revision, now=NOON)


def test_a_further_response_has_a_link_of_its_own(session: Session) -> None:
    first = make_response(session, answers=FIRST)

    second = begin(session, first)

    assert second.id != first.id
    assert second.invitation_id == first.invitation_id
    mine, other = own_link(session, first), own_link(session, second)
    assert mine.ref != other.ref
    assert [(each.number, each.ref) for each in further_service.own_responses(session, mine)] == [
        (1, mine.ref),
        (2, other.ref),
    ]


def test_pressing_twice_begins_one(session: Session) -> None:
    first = make_response(session, answers=FIRST)

    assert begin(session, first) is begin(session, first)


def test_an_empty_response_is_filled_before_another_is_begun(session: Session) -> None:
    first = make_response(session)

    assert begin(session, first) is first


def test_a_closed_campaign_takes_no_further_response(session: Session) -> None:
    first = make_response(session, answers=FIRST)
    first.invitation.campaign.closed_at = NOON

    with pytest.raises(CampaignClosed):
        begin(session, first)


def test_there_is_an_end_to_further_responses(session: Session) -> None:
    present = make_response(session, answers=FIRST)
    for _ in range(further_service.MOST_RESPONSES - 1):
        present = begin(session, present)
        save_answers(session, present.id, FIRST)

    with pytest.raises(TooManyResponses):
        begin(session, present)


def test_two_initiatives_count_as_one_answer(session: Session) -> None:
    first = make_response(session, answers=FIRST)
    hand_over(session, begin(session, first))
    campaign = first.invitation.campaign

    tally = board.tally(session, campaign)
    (row,) = board.rows(session, board.board(session, campaign, board.Filter(), now=NOON))
    figures = campaign_figures(session, campaign, [], HOKKAIDO, IN_HOKKAIDO)

    assert (tally.invited, tally.answered) == (1, 1)
    assert (figures.invited, figures.answered) == (1, 1)
    assert (row.state.value, row.further) == ("submitted", 1)


def test_an_invitation_is_counted_by_the_response_that_has_come_furthest(session: Session) -> None:
    first = make_response(session, answers=FIRST)
    second = begin(session, first)
    assert queries.response_of(session, first.invitation_id) is first

    hand_over(session, second)
    assert queries.response_of(session, first.invitation_id) is second

    hand_over(session, first)
    assert queries.response_of(session, first.invitation_id) is first

    accept_response(session, second.id, account_id=make_account(session).id, now=NOON)
    session.flush()
    assert queries.response_of(session, first.invitation_id) is second


def link_id(app: Flask, ref: str) -> int:
    with app.extensions["database"].reading() as session:
        return session.scalars(select(StoredLink.id).where(StoredLink.ref == ref)).one()


def second_ref(app: Flask, client: FlaskClient, link: Link) -> str:
    answer = client.post(f"/r/{link.ref}/another")
    assert answer.status_code == 303
    assert f"cf-{answer.headers['Location'].split('/')[2]}=" in str(answer.headers)
    return str(answer.headers["Location"].split("/")[2])


def test_the_task_list_offers_it_once_something_is_written(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    offer = "もう一つの取組を報告する"
    assert offer not in client.get(home).get_data(as_text=True)

    client.post(f"/r/{link.ref}/s/C", data={"C1": "書かない窓口"})
    assert offer in client.get(home).get_data(as_text=True)
    ref = second_ref(app, client, link)

    page = client.get(f"/r/{ref}/").get_data(as_text=True)
    assert "2件目の取組" in page
    assert client.post(f"/r/{ref}/s/C", data={"C1": "除雪の見える化"}).status_code == 303
    assert "書かない窓口" in client.get(f"/r/{link.ref}/s/C").get_data(as_text=True)
    assert "除雪の見える化" in client.get(f"/r/{ref}/s/C").get_data(as_text=True)


def test_the_receipt_offers_it_and_the_letters_link_leads_to_both(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    hand_in(app, link)
    assert "もう一つの取組を報告する" in client.get(f"/r/{link.ref}/receipt").get_data(as_text=True)
    ref = second_ref(app, client, link)

    elsewhere = app.test_client()
    enter(elsewhere, link)
    assert elsewhere.get(f"/r/{ref}/").status_code == 404
    answer = elsewhere.post(f"/r/{link.ref}/other", data={"to": ref})
    assert answer.headers["Location"] == f"/r/{ref}/"
    assert elsewhere.get(f"/r/{ref}/").status_code == 200


def test_nothing_to_tell_offers_no_further_initiative(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    client.post(f"/i/{link.token}", data={"answer": "not_applicable"})

    assert "もう一つの取組を報告する" not in client.get(f"/r/{link.ref}/").get_data(as_text=True)


def test_a_closed_campaign_offers_no_further_initiative(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    client.post(f"/r/{link.ref}/s/C", data={"C1": "書かない窓口"})
    with app.extensions["database"].transaction() as session:
        for campaign in session.scalars(select(Campaign)):
            campaign.closed_at = NOON

    assert "もう一つの取組を報告する" not in client.get(home).get_data(as_text=True)
    assert client.post(f"/r/{link.ref}/another").status_code == 409


def test_sec_04_another_organisations_response_is_no_other_of_ones_own(
    app: Flask, client: FlaskClient
) -> None:
    mine, theirs = make_link(app), make_link(app)
    enter(client, mine)
    enter(app.test_client(), theirs)

    for wrong in (theirs.ref, "x", ""):
        assert client.post(f"/r/{mine.ref}/other", data={"to": wrong}).status_code == 404
    assert client.get(f"/r/{theirs.ref}/").status_code == 404


def test_sec_04_a_colleague_is_led_to_nothing_of_the_organisations_own(
    app: Flask, client: FlaskClient
) -> None:
    link = make_link(app)
    enter(client, link)
    client.post(f"/r/{link.ref}/s/C", data={"C1": "書かない窓口"})
    second_ref(app, client, link)
    handed = hand_on(app, link, "F")

    with app.extensions["database"].reading() as session:
        stranger = invitations.invited(session.get_one(StoredLink, handed.id), NOON)
        assert further_service.own_responses(session, stranger) == []


def test_a_returned_letter_brings_the_link_of_its_own_response(app: Flask, client: FlaskClient) -> None:
    from casefinder.ask.invitations.rules import token_for

    link = make_link(app)
    enter(client, link)
    client.post(f"/r/{link.ref}/s/C", data={"C1": "書かない窓口"})
    ref = second_ref(app, client, link)
    with app.extensions["database"].transaction() as session:
        own = session.scalars(select(StoredLink).where(StoredLink.ref == ref)).one()
        response = session.get_one(Response, own.response_id)
        hand_over(session, response)
        account = make_account(session)
        return_response(session, response.id, "F3 を教えてください。", account_id=account.id, now=NOON)
    send_letters(app)

    *_, body = [message.get_content() for message in app.extensions["postman"].sent]
    assert token_for(app.extensions["settings"].link_key, ref, 1) in body


def test_staff_lists_show_every_response_and_the_board_one_row(app: Flask, client: FlaskClient) -> None:
    link = make_link(app, name="白楡町")
    enter(client, link)
    hand_in(app, link)
    second_ref(app, client, link)
    sign_in(staff := app.test_client(), app)
    with app.extensions["database"].reading() as session:
        (campaign_id,) = session.scalars(select(Campaign.id))

    board_page = staff.get(f"/staff/campaigns/{campaign_id}").get_data(as_text=True)
    list_page = staff.get("/staff/responses/").get_data(as_text=True)

    assert board_page.count("ほか1件") == 1
    assert "1／1" in board_page
    assert list_page.count("白楡町") == 2


def test_the_page_of_a_response_leads_to_the_organisations_others(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        first = make_response(session, answers=FIRST)
        ids = (first.id, begin(session, first).id)
    sign_in(client, app)

    for shown, other in (ids, ids[::-1]):
        page = client.get(f"/staff/responses/{shown}").get_data(as_text=True)
        assert "ほかの取組" in page
        assert f'/staff/responses/{other}"' in page
