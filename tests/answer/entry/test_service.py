"""Beginning a response."""

import pytest
from sqlalchemy.orm import Session

from casefinder.answer.entry.service import open_response
from casefinder.answer.responses.errors import CampaignClosed
from tests.answer.acting import LATER, events
from tests.conftest import NOON
from tests.factories.invitations import make_invitation


def test_opening_twice_gives_the_same_response(session: Session) -> None:
    invitation = make_invitation(session)

    first = open_response(session, invitation.main_link.id, now=NOON)
    again = open_response(session, invitation.main_link.id, now=LATER)

    assert again is first
    assert first.started_at == NOON
    assert invitation.opened_at == NOON
    assert events(session, first) == ["opened"]


def test_a_closed_campaign_begins_no_response(session: Session) -> None:
    invitation = make_invitation(session)
    invitation.campaign.closed_at = NOON

    with pytest.raises(CampaignClosed):
        open_response(session, invitation.main_link.id, now=NOON)
