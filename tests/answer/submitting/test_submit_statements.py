"""A submit holds the writer for as many statements with one text as with twenty, marked or not."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.coding.models import Coding
from casefinder.analyse.suggestions import service as suggesting
from casefinder.answer.responses.models import Response
from casefinder.answer.returns import service
from casefinder.answer.submitting.service import submit_response
from casefinder.answer.texts.queries import present_texts
from casefinder.ask.questionnaires.answers import GivenAnswer
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.codings import make_coding
from tests.factories.responses import STORY, complete_answers, make_response, save_answers
from tests.factories.suggestions import make_suggestion
from tests.queries import Asked, counted

FIRST, AGAIN = 31, 39
TEXTS = ("C3", "D1", "D3", "E2", "F3", "F4", "G2", "J1")
THEMES = ("ch_labor_shortage", "ch_budget", "ch_time")
WORDS = ("紙の台帳", "窓口", "残業が増えた")


def submit(session: Session, response: Response, *, consents: Mapping[str, GivenAnswer] = {}) -> Asked:
    session.flush()
    with counted() as asked:
        submit_response(
            session, response.id, seen=response.revision, now=response.saved_at or NOON, consents=consents
        )
        session.flush()
    return asked


def test_a_first_submit_with_its_consents(session: Session) -> None:
    response = make_response(session, answers=complete_answers(L1=None, L4=None), now=NOON)
    chosen = {key: GivenAnswer({"": "yes"}) for key in ("L1", "L3", "L4")}

    asked = submit(session, response, consents=chosen)

    assert response.submitted_at is not None
    assert len(asked) <= FIRST, asked.told()


def test_a_corrected_one_whose_every_text_was_changed_and_marked(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    mark(session, response)
    correct(session, response, "さて、" + STORY)

    asked = submit(session, response, consents={"L1": GivenAnswer({"": "no"})})

    assert len(asked) <= AGAIN, asked.told()
    assert standing(session, response, at=3) == 2 * len(TEXTS) * len(THEMES)


def test_one_that_goes_back_to_its_former_words(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    mark(session, response)
    correct(session, response, "さて、" + STORY)
    submit(session, response)
    correct(session, response, STORY, hours=2)

    asked = submit(session, response)

    assert len(asked) <= AGAIN, asked.told()
    assert standing(session, response, at=0) == 2 * len(TEXTS) * len(THEMES)


def mark(session: Session, response: Response) -> None:
    """Let two coders put each theme on each long text, one of them by accepting the machine's."""
    one, other = make_account(session).id, make_account(session).id
    for key in TEXTS:
        for theme, words in zip(THEMES, WORDS, strict=True):
            made = {"response": response, "question_key": key, "theme_key": theme, "words": words}
            make_coding(session, **made, account_id=one)
            suggestion = make_suggestion(session, **made)
            suggesting.accept(session, suggestion.id, account_id=other, now=NOON)


def correct(session: Session, response: Response, text: str, *, hours: int = 1) -> None:
    now, account = NOON + timedelta(hours=hours), make_account(session)
    service.return_response(session, response.id, "直して。", account_id=account.id, now=now)
    changed = {key: GivenAnswer({"": text}) for key in TEXTS}
    save_answers(session, response.id, changed, now=now + timedelta(minutes=1))


def standing(session: Session, response: Response, *, at: int) -> int:
    """Return how many codings stand on the words they were put on, now so many characters further on."""
    texts = {row.id: row.text for row in present_texts(session, response.id).values()}
    rows = session.scalars(
        select(Coding).where(Coding.response_id == response.id, Coding.superseded_at.is_(None))
    )
    return sum(
        texts[row.source_text_id][row.start_char : row.end_char] in WORDS
        and row.start_char == at + STORY.index(texts[row.source_text_id][row.start_char : row.end_char])
        for row in rows
    )
