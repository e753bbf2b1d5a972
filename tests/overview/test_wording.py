"""What people read is in people's words: no keys, no empty labels, counters that fit, and an act undone by its own name."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casefinder import i18n, rooms
from casefinder.answer.reading import service as reading
from casefinder.edit.layout.places import PLACES
from casefinder.faces import Role
from tests.conftest import NOON
from tests.factories.accounts import make_account, sign_in
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import make_invitation, send_letters
from tests.factories.responses import make_response


@pytest.mark.parametrize("number", ["", "調査第7号"])
def test_a_letter_names_a_survey_number_only_when_there_is_one(app: Flask, number: str) -> None:
    with app.extensions["database"].transaction() as session:
        campaign = make_campaign(session)
        campaign.survey_number = number
        make_invitation(session, campaign=campaign, link_key=app.extensions["settings"].link_key)
    send_letters(app)

    (mail,) = app.extensions["postman"].sent
    assert ("調査番号" in mail.get_content()) is bool(number)


def test_what_was_accepted_is_taken_back_by_its_own_name(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        response_id = make_response(session, is_submitted=True, now=NOON).id
        reading.accept_response(session, response_id, account_id=make_account(session).id, now=NOON)
    sign_in(client, app, Role.EDITOR)

    page = client.get(f"/staff/responses/{response_id}").text
    after = client.post(f"/staff/responses/{response_id}/reopen", follow_redirects=True).text

    assert "受理を取り消す" in page
    assert "読了を取り消す" not in page
    assert "受理を取り消しました" in after


@pytest.mark.parametrize("place", [each.key for each in PLACES])
def test_the_trail_names_the_places_of_a_case_and_not_their_keys(place: str) -> None:
    name, shown = rooms.trail_words().remark("what", place)

    assert (name, shown) == ("place", next(each.label for each in PLACES if each.key == place))


def test_whom_to_ask_is_narrowed_by_words_that_answer_the_label(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        campaign_id = make_campaign(session).id
    sign_in(client, app)

    page = client.get(f"/staff/campaigns/{campaign_id}/invitations/").text

    assert "まだ依頼していない" in page
    assert ">はい<" not in page


def test_further_answers_are_counted_in_a_way_that_fits_twelve() -> None:
    message = i18n.merged_catalogue("ja").get("and in %(number)s more answers")

    assert message is not None
    assert str(message.string) % {"number": 12} == "ほか12件の回答"
