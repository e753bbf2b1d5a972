"""Codings for tests."""

from sqlalchemy.orm import Session

from casefinder.analyse.coding import service
from casefinder.analyse.coding.models import Coding
from casefinder.answer.responses.models import Response
from casefinder.answer.texts.queries import present_texts
from casefinder.clock import utc_now
from tests.factories.accounts import make_account
from tests.factories.themes import make_theme


def make_coding(
    session: Session,
    *,
    response: Response,
    question_key: str = "F3",
    words: str | None = None,
    theme_key: str = "ch_labor_shortage",
    account_id: int | None = None,
) -> Coding:
    """A theme set by hand on some words of a long answer; on all of it when no words are given."""
    make_theme(session, key=theme_key)
    text = present_texts(session, response.id)[question_key]
    start = text.text.index(words) if words else 0
    return service.add_coding(
        session, response.id, question_key, start, start + len(words or text.text), theme_key,
        account_id=account_id or make_account(session).id, now=utc_now(),
    )  # fmt: skip
