"""The number of doubted sentences that stands beside a response is always what counting would give."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.suggestions import service, storing
from casefinder.analyse.suggestions.models import Doubt, Suggestion
from casefinder.analyse.suggestions.rules import ReadText, Suggested
from casefinder.analyse.suggestions.storing import Findings
from casefinder.answer.responses.models import Response
from casefinder.answer.returns import service as returns
from casefinder.answer.submitting.service import submit_response
from casefinder.ask.questionnaires.answers import GivenAnswer
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.responses import make_response, save_answers
from tests.factories.suggestions import make_reading, make_suggestion
from tests.factories.themes import make_theme

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def response(session: Session) -> Response:
    """Two sentences are doubted (one of them for two themes), one is far from the threshold."""
    made = make_response(session, is_submitted=True, now=NOON)
    make_reading(session, made).threshold = 0.5
    session.flush()
    for key, theme, score in (
        ("C3", "ch_budget", 0.48), ("C3", "ch_data", 0.52), ("D1", "ch_budget", 0.53), ("D3", "ch_budget", 0.7),
    ):  # fmt: skip
        make_suggestion(session, response=made, question_key=key, theme_key=theme, score=score)
    return made


def doubts(session: Session, response: Response) -> int:
    return session.scalar(select(Doubt.sentences).where(Doubt.response_id == response.id)) or 0


def suggestions(session: Session, response: Response) -> list[Suggestion]:
    query = select(Suggestion).where(Suggestion.response_id == response.id).order_by(Suggestion.id)
    return list(session.scalars(query))


def test_a_sentence_near_the_threshold_counts_once(session: Session, response: Response) -> None:
    assert doubts(session, response) == 2


def test_a_decision_settles_a_doubt_and_its_undoing_raises_it_again(
    session: Session, response: Response
) -> None:
    account_id, third = make_account(session).id, suggestions(session, response)[2].id

    service.reject(session, third, account_id=account_id, now=NOON)
    assert doubts(session, response) == 1

    service.undo_decision(session, third, account_id=account_id, now=NOON)
    assert doubts(session, response) == 2

    service.accept(session, third, account_id=account_id, now=NOON)
    assert doubts(session, response) == 1


def test_in_the_end_no_doubt_is_left(session: Session, response: Response) -> None:
    account_id = make_account(session).id
    for each in suggestions(session, response):
        service.reject(session, each.id, account_id=account_id, now=NOON)

    assert doubts(session, response) == 0


def test_a_corrected_text_takes_its_doubts_along(session: Session, response: Response) -> None:
    returns.return_response(session, response.id, "D1を", account_id=make_account(session).id, now=LATER)
    save_answers(session, response.id, {"D1": GivenAnswer({"": "まったく別のことを書いた。"})}, now=LATER)
    submit_response(session, response.id, seen=response.revision, now=LATER)

    assert doubts(session, response) == 1


def test_a_reading_counts_what_it_found(session: Session) -> None:
    made, key = make_response(session, is_submitted=True, now=NOON), make_theme(session, key="ch_budget").key
    reading = make_reading(session, made)
    to_read = storing.texts_to_read(session, reading.id, "t1")
    near = Suggested(0, 4, key, 0.5, True, ({"kind": "cue", "text": "予算"},))
    found = {text.question_key: ReadText((near,)) for text in to_read}

    storing.store_findings(session, reading.id, Findings(to_read, found, "t1", "e1", 0.5))

    assert doubts(session, made) == len(to_read) > 1
