"""Board, list, Today and menu count a response in the same place."""

from flask import Flask
from sqlalchemy.orm import Session

from casefinder.answer.board import queries as board
from casefinder.answer.reading import list_queries, service
from casefinder.answer.returns.service import return_response
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.overview import queries as today
from casefinder.overview.rules import Work
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import make_invitation, make_invited_organisation
from tests.factories.responses import make_response

NOTHING = {"A1": GivenAnswer({"": "none"})}


def test_every_place_counts_what_was_submitted_alike(app: Flask, session: Session) -> None:
    campaign, account_id = make_campaign(session), make_account(session).id

    def submitted(answers: dict[str, GivenAnswer] | None = None) -> int:
        organisation = make_invited_organisation(session)
        invitation = make_invitation(session, campaign=campaign, organisation=organisation)
        return make_response(session, invitation=invitation, answers=answers, is_submitted=True, now=NOON).id

    submitted(), submitted(), submitted(NOTHING)
    service.note_first_read(session, submitted(), now=NOON)
    return_response(session, submitted(), "見てください。", account_id=account_id, now=NOON)
    service.accept_response(session, submitted(), account_id=account_id, now=NOON)

    states, tabs = board.tally(session, campaign).states, list_queries.state_counts(session, campaign.id)
    waiting = {group.work: group.count for group in today.groups(session, now=NOON)}
    menu = today.menu_counts(session)

    assert states == {"submitted": 3, "none": 1, "returned": 1, "accepted": 1}
    assert (tabs["with_us"], tabs["none"], tabs["returned"], tabs["accepted"]) == (3, 1, 1, 1)
    assert tabs["submitted"] == waiting[Work.UNREAD] == menu["responses.index"] == 2
    assert tabs["reading"] == waiting[Work.READING] == menu["coding.index"] == 1
    for state, number in tabs.items():
        chosen = list_queries.ListFilter(state=state, campaign_id=campaign.id)
        assert list_queries.count(session, list_queries.responses(session, chosen)) == number, state
