"""What was coded: accepted codings of one response or one theme."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.codebook.models import Theme
from casefinder.analyse.coding import texts
from casefinder.analyse.coding.models import STANDING, Coding
from casefinder.answer.snapshots import queries as snapshots
from casefinder.staff.accounts.models import Account


@dataclass(frozen=True)
class CodingView:
    """One accepted coding with its words; offsets in code points of the text as submitted."""

    id: int
    question_key: str
    start: int
    end: int
    theme_key: str
    theme_name: str
    family: str
    text: str
    answer_revision: int
    suggestion_id: int | None
    account_name: str
    created_at: datetime


def accepted_codings(session: Session, response_id: int) -> list[CodingView]:
    """Return what people coded on the present texts of a response, in reading order.

    Codings of a text that was corrected since are not among them; nor is anything when the respondent does not
    (any longer) agree to text analysis.
    """
    if not snapshots.may_read_text(session, response_id):
        return []
    by_key = {text.question_key: text for text in texts.texts_of(session, response_id)}
    order = {key: place for place, key in enumerate(by_key)}
    rows = session.execute(
        select(Coding, Theme, Account.name)
        .join(Theme, Coding.theme_id == Theme.id)
        .join(Account, Coding.account_id == Account.id)
        .where(STANDING, Coding.response_id == response_id)
    )
    found = [
        CodingView(
            coding.id, coding.question_key, coding.start_char, coding.end_char, theme.key, theme.name,
            theme.family, by_key[coding.question_key].text[coding.start_char : coding.end_char],
            coding.answer_revision, coding.suggestion_id, name, coding.created_at,
        )
        for coding, theme, name in rows
        if coding.question_key in by_key and by_key[coding.question_key].hash == coding.text_hash
    ]  # fmt: skip
    return sorted(found, key=lambda c: (order[c.question_key], c.start, c.end, c.id))


@dataclass(frozen=True)
class EarlierCoding:
    """A coding that stayed with a text that was corrected since."""

    id: int
    question_key: str
    theme_key: str
    theme_name: str
    family: str
    superseded_at: datetime


def earlier_codings(session: Session, response_id: int) -> list[EarlierCoding]:
    """Return codings of texts that were corrected after they were made."""
    rows = session.execute(
        select(Coding, Theme)
        .join(Theme, Coding.theme_id == Theme.id)
        .where(Coding.response_id == response_id)
        .where(Coding.removed_at.is_(None), Coding.superseded_at.is_not(None))
        .order_by(Coding.question_key, Coding.start_char)
    )
    return [
        EarlierCoding(c.id, c.question_key, t.key, t.name, t.family, c.superseded_at)
        for c, t in rows
        if c.superseded_at
    ]
