"""Submitting and taking back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import events as happenings
from casefinder.answer.answers import amending
from casefinder.answer.answers.models import AnswerRevision
from casefinder.answer.responses import queries
from casefinder.answer.responses.rules import ResponseState
from casefinder.answer.submitting.errors import CannotTakeBack, IncompleteResponse, StaleResponse
from casefinder.answer.submitting.service import submit_response, take_back
from casefinder.staff.consent import queries as consents
from tests.answer.acting import LATER, events, kinds_of_letters, story, submit, submitted
from tests.conftest import NOON
from tests.factories.responses import complete_answers, make_response, save_answers


def test_a_complete_response_is_submitted_with_a_receipt(session: Session) -> None:
    response = make_response(session, answers=complete_answers())

    receipt = submit(session, response)

    assert queries.state_of(response) is ResponseState.SUBMITTED
    assert receipt.number == response.receipt_number
    assert len(receipt.number) == 9
    assert events(session, response) == ["opened", "submitted"]
    assert kinds_of_letters(session) == ["answer/responses/receipt"]
    reasons = set(session.scalars(select(AnswerRevision.reason)))
    assert reasons == {"section"}  # nothing changed since the sections were left


def test_a_second_submit_gets_the_same_receipt_and_does_nothing(session: Session) -> None:
    response = make_response(session, answers=complete_answers())
    first = submit(session, response)

    again = submit_response(session, response.id, seen=0, now=LATER)

    assert again == first
    assert events(session, response) == ["opened", "submitted"]
    assert len(kinds_of_letters(session)) == 1


def test_a_submit_must_have_seen_what_it_submits(session: Session) -> None:
    response = make_response(session, answers=complete_answers())

    with pytest.raises(StaleResponse):
        submit_response(session, response.id, seen=response.revision - 1, now=NOON)
    assert queries.state_of(response) is ResponseState.DRAFT


def test_a_response_with_gaps_is_not_submitted(session: Session) -> None:
    response = make_response(session, answers=complete_answers(F3=None, L1=None))

    with pytest.raises(IncompleteResponse) as caught:
        submit(session, response)

    assert caught.value.missing == ("F3", "L1")
    assert response.submitted_at is None
    assert kinds_of_letters(session) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("F3", {"": "長" * 601}),
        ("C5", {"stage": "running", "started": "去年の冬"}),
        ("C4", {"": ["education", "health", "work", "snow_infrastructure"]}),
        ("B3", {"post": "係長", "name": "見本", "phone": "01234-5-6789", "email": "no address"}),
        ("A2", {"": "fax"}),
        ("L5", {"status": "in_progress"}),
    ],
)
def test_over_long_and_wrong_answers_refuse_the_submit(
    session: Session, key: str, value: dict[str, Any]
) -> None:
    response = make_response(session, answers=complete_answers(**{key: value}))

    with pytest.raises(IncompleteResponse) as caught:
        submit(session, response)

    assert caught.value.missing == (key,)


def test_nothing_to_tell_is_submitted_with_one_answer(session: Session) -> None:
    response = make_response(session)

    assert amending.answer_not_applicable(session, response.id, now=NOON)
    receipt = submit(session, response)

    assert receipt.number
    assert consents.standing(session, response.id) == {}


def test_consents_are_noted_with_the_submit_and_withdrawn_by_a_later_one(session: Session) -> None:
    response = submitted(session, L3={"": "yes"})
    assert consents.standing(session, response.id) == {
        "casebook": "yes",
        "open_data": "yes",
        "analysis": "yes",
    }

    take_back(session, response.id, now=LATER)
    save_answers(session, response.id, {"L1": story("no"), "L4": story("no")}, now=LATER)
    submit(session, response, LATER + timedelta(hours=1))

    assert consents.standing(session, response.id) == {"casebook": "no", "analysis": "no"}


def test_taking_back_opens_it_again_and_keeps_the_receipt_number(session: Session) -> None:
    response = submitted(session)
    number = response.receipt_number

    take_back(session, response.id, now=NOON)
    take_back(session, response.id, now=NOON)
    assert queries.state_of(response) is ResponseState.DRAFT
    receipt = submit(session, response)

    assert receipt.number == number
    assert queries.state_of(response) is ResponseState.SUBMITTED
    assert events(session, response) == ["opened", "submitted", "taken_back", "submitted"]
    assert kinds_of_letters(session) == ["answer/responses/receipt"] * 2


def test_a_draft_is_not_taken_back(session: Session) -> None:
    with pytest.raises(CannotTakeBack):
        take_back(session, make_response(session).id, now=NOON)


def test_later_steps_are_called_with_each_submit(session: Session) -> None:
    calls: list[happenings.Submitted] = []
    happenings.subscribe(happenings.Submitted, lambda _session, event, _now: calls.append(event))

    response = submitted(session)
    submit_response(session, response.id, seen=0, now=LATER)

    assert [(event.response_id, event.is_again) for event in calls] == [(response.id, False)]
