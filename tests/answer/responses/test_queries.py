"""The state in SQL is the state of the rule."""

from datetime import timedelta
from itertools import product

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefinder.answer.responses import queries
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.rules import ResponseState, response_state
from casefinder.ask.invitations.models import Invitation
from tests.conftest import NOON
from tests.factories.invitations import make_invitation
from tests.factories.responses import make_response

MOMENTS = (None, NOON, NOON + timedelta(microseconds=1), NOON + timedelta(days=1))
NAMES = ("taken_back_at", "first_read_at", "returned_at", "accepted_at")


def test_the_sql_twin_agrees_with_the_rule_for_every_order_of_instants(session: Session) -> None:
    response = make_response(session)
    submitted_at = MOMENTS[2]
    found = set()
    for instants in product(MOMENTS, repeat=len(NAMES)):
        values = dict(zip(NAMES, instants, strict=True))
        session.execute(
            update(Response)
            .where(Response.id == response.id)
            .values(submitted_at=submitted_at, receipt_number="TEST-TEST", **values)
        )
        expected = response_state(started_at=response.started_at, submitted_at=submitted_at, **values)

        assert session.scalar(select(queries.state_case())) == expected.value, values
        found.add(expected)
    assert found == set(ResponseState) - {ResponseState.NOT_OPENED}


def test_without_a_submit_it_is_a_draft_and_without_a_row_not_opened(session: Session) -> None:
    make_invitation(session)
    opened = make_response(session)

    rows = session.execute(
        select(Invitation.id, queries.state_case())
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .order_by(Invitation.id)
    )
    assert [state for _, state in rows] == ["not_opened", "draft"]
    assert queries.state_of(opened) is ResponseState.DRAFT
    assert queries.state_of(None) is ResponseState.NOT_OPENED
