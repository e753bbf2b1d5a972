"""The response that an invitation is counted by: both ways of asking for it in SQL name the same one."""

from datetime import timedelta
from itertools import product

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import counted_response, is_counted
from casefinder.ask.invitations.models import Invitation
from tests.conftest import NOON
from tests.factories.invitations import make_invitation

STAGES = ("blank", "written", "handed_in", "accepted")


def make_at(session: Session, invitation: Invitation, stage: str, number: int) -> Response:
    """One of an invitation's responses, as far as it has come."""
    at = STAGES.index(stage)
    response = Response(
        invitation_id=invitation.id, version_id=invitation.campaign.version_id, revision=min(at, 1),
        started_at=NOON, submitted_at=NOON if at >= 2 else None,
        receipt_number=f"R-{invitation.id}-{number}" if at >= 2 else None,
        accepted_at=NOON + timedelta(hours=1) if at == 3 else None,
    )  # fmt: skip
    session.add(response)
    session.flush()
    return response


def test_it_is_the_one_that_has_come_furthest_the_first_of_equals(session: Session) -> None:
    expected = {}
    for stages in product(STAGES, repeat=2):
        invitation = make_invitation(session)
        made = [make_at(session, invitation, stage, number) for number, stage in enumerate(stages)]
        expected[invitation.id] = max(
            made, key=lambda each: (STAGES.index(stages[made.index(each)]), -each.id)
        ).id
    alone, empty = make_invitation(session), make_invitation(session)
    expected |= {alone.id: make_at(session, alone, "blank", 0).id, empty.id: None}

    for condition in (
        Response.id == counted_response(),
        and_(Response.invitation_id == Invitation.id, is_counted()),
    ):
        query = select(Invitation.id, Response.id).outerjoin(Response, condition)
        assert {key: value for key, value in session.execute(query)} == expected
        assert len(session.execute(query).all()) == len(expected)
