"""Giving a response back, and what answers that."""

import pytest
from sqlalchemy.orm import Session

from casefinder.answer.reading.service import accept_response
from casefinder.answer.responses import queries
from casefinder.answer.responses.rules import ResponseState
from casefinder.answer.returns.errors import EmptyMessage, NothingToReturn
from casefinder.answer.returns.queries import open_message
from casefinder.answer.returns.service import return_response
from casefinder.answer.submitting.service import take_back
from tests.answer.acting import events, kinds_of_letters, returned, story, submit, submitted
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.responses import make_response, save_answers


def test_a_return_says_why_and_queues_its_letter(session: Session) -> None:
    response = returned(session, submitted(session))

    assert queries.state_of(response) is ResponseState.RETURNED
    message = open_message(session, response.id)
    assert message is not None
    assert (message.text, message.who) == ("G1 の日付をお願いします。", "佐藤 見本")
    assert kinds_of_letters(session)[-1] == "answer/responses/returned"


def test_a_submit_after_a_return_keeps_the_receipt_number_and_answers_the_message(session: Session) -> None:
    response = submitted(session)
    number = response.receipt_number
    returned(session, response)
    save_answers(session, response.id, {"F3": story("直した文")})

    receipt = submit(session, response)

    assert receipt.number == number
    assert queries.state_of(response) is ResponseState.RESUBMITTED
    assert open_message(session, response.id) is None
    assert events(session, response)[-2:] == ["returned", "resubmitted"]


def test_taking_back_after_a_return_opens_the_message_again(session: Session) -> None:
    response = returned(session, submitted(session))
    submit(session, response)

    take_back(session, response.id, now=NOON)

    assert queries.state_of(response) is ResponseState.RETURNED
    assert open_message(session, response.id) is not None


def test_only_what_was_submitted_is_returned_or_accepted(session: Session) -> None:
    draft, account = make_response(session), make_account(session)

    with pytest.raises(NothingToReturn):
        return_response(session, draft.id, "理由", account_id=account.id, now=NOON)
    with pytest.raises(NothingToReturn):
        accept_response(session, draft.id, account_id=account.id, now=NOON)
    with pytest.raises(EmptyMessage):
        return_response(session, submitted(session).id, " \n", account_id=account.id, now=NOON)
