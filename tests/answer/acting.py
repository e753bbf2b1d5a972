"""The verbs of a response, in short, and what they left behind."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response, ResponseEvent
from casefinder.answer.returns.service import return_response
from casefinder.answer.submitting.receipts import Receipt
from casefinder.answer.submitting.service import submit_response
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.mail.models import Letter
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.responses import complete_answers, make_response

LATER = NOON + timedelta(hours=1)


def story(text: str) -> GivenAnswer:
    return GivenAnswer({"": text})


def kinds_of_letters(session: Session) -> list[str]:
    return [kind for kind in session.scalars(select(Letter.kind).order_by(Letter.id)) if "answer" in kind]


def events(session: Session, response: Response) -> list[str]:
    query = select(ResponseEvent.kind).where(ResponseEvent.response_id == response.id)
    return list(session.scalars(query.order_by(ResponseEvent.id)))


def submitted(session: Session, **answers: Any) -> Response:
    return make_response(session, answers=complete_answers(**answers), is_submitted=True)


def submit(session: Session, response: Response, now: datetime = NOON) -> Receipt:
    session.refresh(response)
    return submit_response(session, response.id, seen=response.revision, now=now)


def returned(session: Session, response: Response, now: datetime = NOON) -> Response:
    account = make_account(session)
    return_response(session, response.id, "G1 の日付をお願いします。", account_id=account.id, now=now)
    return response
