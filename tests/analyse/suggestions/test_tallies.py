"""What stands as accepted and rejected beside a theme and a cue is always what reading all decisions would give."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.codebook import queries as codebook
from casefinder.analyse.suggestions import service
from casefinder.analyse.suggestions.models import DecisionTally, Suggestion
from casefinder.answer.responses.models import Response
from casefinder.answer.returns import service as returns
from casefinder.answer.submitting.service import submit_response
from casefinder.ask.questionnaires.answers import GivenAnswer
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.responses import STORY, make_response, save_answers
from tests.factories.suggestions import make_suggestion

LATER = NOON + timedelta(hours=1)


def counted(session: Session) -> dict[tuple[int, str, str], int]:
    """What reading every decision gives."""
    found: Counter[tuple[int, str, str]] = Counter()
    for row in session.scalars(select(Suggestion).where(Suggestion.moved_to_id.is_(None))):
        cues = {each["text"] for each in row.reasons if each["kind"] == "cue"}
        found.update((row.theme_id, cue, row.decision) for cue in ({"", *cues} if row.decision else ()))
    return dict(found)


def kept(session: Session) -> dict[tuple[int, str, str], int]:
    session.expire_all()
    rows = session.scalars(select(DecisionTally)).all()
    both = [(row, name) for row in rows for name in ("accepted", "rejected")]
    return {(row.theme_id, row.cue, name): n for row, name in both if (n := getattr(row, name))}


def make_told(session: Session, response: Response, key: str, *cues: str) -> Suggestion:
    row = make_suggestion(session, response=response, question_key=key)
    row.reasons = [{"kind": "question", "text": "課題"}, *({"kind": "cue", "text": cue} for cue in cues)]
    session.flush()
    return row


@pytest.fixture
def rows(session: Session) -> list[Suggestion]:
    response = make_response(session, is_submitted=True, now=NOON)
    cues = {"C3": ("人手",), "D1": ("人手", "多忙"), "D3": ()}
    return [make_told(session, response, key, *own) for key, own in cues.items()]


def test_every_decision_counts_for_its_theme_and_for_each_of_its_cues(
    session: Session, rows: list[Suggestion]
) -> None:
    account_id = make_account(session).id
    service.accept(session, rows[0].id, account_id=account_id, now=NOON)
    service.reject(session, rows[1].id, account_id=account_id, now=NOON)
    service.accept(session, rows[2].id, account_id=account_id, now=NOON)

    theme = rows[0].theme
    assert kept(session) == counted(session)
    assert codebook.counts(session)[theme.id].accepted == 2
    assert [(c.cue, c.decided, c.accepted) for c in codebook.cue_rows(session, theme.key)] == [
        ("人手", 2, 1),
        ("多忙", 1, 0),
    ]


def test_who_changes_their_mind_counts_once(session: Session, rows: list[Suggestion]) -> None:
    account_id = make_account(session).id
    for _ in range(2):
        service.accept(session, rows[1].id, account_id=account_id, now=NOON)
    assert kept(session) == counted(session)

    service.reject(session, rows[1].id, account_id=account_id, now=NOON)
    assert kept(session) == counted(session)

    service.undo_decision(session, rows[1].id, account_id=account_id, now=NOON)
    assert kept(session) == counted(session) == {}
    assert codebook.cue_rows(session, rows[1].theme.key) == []


def test_two_editors_of_one_mind_count_once(session: Session, rows: list[Suggestion]) -> None:
    first, second = make_account(session).id, make_account(session).id
    for account_id in (first, second):
        service.accept(session, rows[0].id, account_id=account_id, now=NOON)
    assert kept(session) == counted(session)

    service.undo_decision(session, rows[0].id, account_id=first, now=NOON)
    assert kept(session) == counted(session) != {}


@pytest.mark.parametrize("words", ["はじめに。" + STORY, "まったく別のことを書いた。"])
def test_a_corrected_text_changes_no_number(session: Session, rows: list[Suggestion], words: str) -> None:
    account_id, response = make_account(session).id, session.get_one(Response, rows[1].response_id)
    service.accept(session, rows[1].id, account_id=account_id, now=NOON)
    before = kept(session)

    for text in (words, STORY):  # it is corrected, then the old words come back
        returns.return_response(session, response.id, "D1を", account_id=account_id, now=LATER)
        save_answers(session, response.id, {"D1": GivenAnswer({"": text})}, now=LATER)
        submit_response(session, response.id, seen=response.revision, now=LATER)
        assert kept(session) == counted(session) == before
