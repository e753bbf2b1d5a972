"""What was coded: accepted codings of one response or one theme."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.codebook.models import Theme
from casefinder.analyse.coding.models import STANDING, Coding
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.snapshots.rules import Statement
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
    said = snapshots.statements(session, [response_id])
    return codings_on(session, said).get(response_id, [])


def codings_on(session: Session, statements: Mapping[int, Statement]) -> dict[int, list[CodingView]]:
    """Return the same for several responses whose statements were read already, in one query."""
    texts = {
        response_id: {text.question_key: text for text in said.long_texts()}
        for response_id, said in statements.items()
        if said.may_read_text
    }
    rows = session.execute(
        select(Coding, Theme, Account.name)
        .join(Theme, Coding.theme_id == Theme.id)
        .join(Account, Coding.account_id == Account.id)
        .where(STANDING, Coding.response_id.in_(texts))
    )
    found: dict[int, list[CodingView]] = {}
    for coding, theme, name in rows:
        text = texts[coding.response_id].get(coding.question_key)
        if text is not None and text.hash == coding.text_hash:
            found.setdefault(coding.response_id, []).append(_view(coding, theme, name, text.text))
    for response_id, codings in found.items():
        order = {key: place for place, key in enumerate(texts[response_id])}
        codings.sort(key=lambda c: (order[c.question_key], c.start, c.end, c.id))
    return found


def _view(coding: Coding, theme: Theme, account_name: str, text: str) -> CodingView:
    return CodingView(
        coding.id, coding.question_key, coding.start_char, coding.end_char, theme.key, theme.name, theme.family,
        text[coding.start_char : coding.end_char], coding.answer_revision, coding.suggestion_id, account_name,
        coding.created_at,
    )  # fmt: skip


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
