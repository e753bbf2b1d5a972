"""Reading what was submitted."""

import pytest
from sqlalchemy.orm import Session

from casefinder.answer.reading.service import accept_response, note_first_read, reopen_reading
from casefinder.answer.responses import queries
from casefinder.answer.responses.rules import ResponseState
from casefinder.answer.submitting.errors import CannotTakeBack
from casefinder.answer.submitting.service import take_back
from tests.answer.acting import LATER, returned, submitted
from tests.conftest import NOON
from tests.factories.accounts import make_account


def test_an_editor_who_opened_it_ends_taking_back(session: Session) -> None:
    response = submitted(session)

    assert note_first_read(session, response.id, now=NOON)
    assert not note_first_read(session, response.id, now=LATER)

    assert response.first_read_at == response.submitted_at
    with pytest.raises(CannotTakeBack):
        take_back(session, response.id, now=LATER)


def test_accepting_ends_the_reading_and_a_return_reopens_it(session: Session) -> None:
    response, account = submitted(session), make_account(session)

    accept_response(session, response.id, account_id=account.id, now=NOON)
    accept_response(session, response.id, account_id=account.id, now=LATER)
    assert queries.state_of(response) is ResponseState.ACCEPTED

    returned(session, response)
    assert queries.state_of(response) is ResponseState.RETURNED


def test_an_acceptance_can_be_taken_back(session: Session) -> None:
    response, account = submitted(session), make_account(session)
    reopen_reading(session, response.id, account_id=account.id, now=NOON)
    assert queries.state_of(response) is ResponseState.SUBMITTED

    accept_response(session, response.id, account_id=account.id, now=NOON)
    reopen_reading(session, response.id, account_id=account.id, now=LATER)

    assert queries.state_of(response) is ResponseState.READING
