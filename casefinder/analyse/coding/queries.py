"""What was coded: accepted codings of one response or one theme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.coding.models import STANDING, Coding
from casefinder.analyse.themes.models import Theme
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.snapshots.rules import Statement
from casefinder.answer.texts.models import SourceText
from casefinder.ask.questionnaires.document import Document
from casefinder.staff.accounts.models import Account


@dataclass(frozen=True)
class CodingView:
    """One accepted mark, a theme on a span, with its words; offsets in code points of the text as submitted.

    Several people may have set it: `coders` are their codings' ids with account and name, the first one first.
    """

    question_key: str
    start: int
    end: int
    theme_key: str
    theme_name: str
    family: str
    text: str
    suggestion_id: int | None
    created_at: datetime
    coders: tuple[tuple[int, int, str], ...]

    @property
    def id(self) -> int:
        """The id of the first coding."""
        return self.coders[0][0]

    @property
    def names(self) -> tuple[str, ...]:
        """Who set it."""
        return tuple(name for _, _, name in self.coders)

    def id_for(self, account_id: int) -> int:
        """Return the coding that an act of somebody means: one's own, else the first."""
        return next((coding_id for coding_id, coder, _ in self.coders if coder == account_id), self.id)


def accepted_codings(session: Session, response_id: int) -> list[CodingView]:
    """Return what people coded on the present texts of a response, in reading order.

    Codings of a text that was corrected since are not among them; nor is anything when the respondent does not
    (any longer) agree to text analysis. What two people set is one mark.
    """
    said = snapshots.statements(session, [response_id])
    return codings_on(session, said).get(response_id, [])


def codings_on(session: Session, statements: Mapping[int, Statement]) -> dict[int, list[CodingView]]:
    """Return the same for several responses whose statements were read already, in one query."""
    places = {key: _places(said.document) for key, said in statements.items() if said.may_read_text}
    rows = session.execute(
        select(Coding, SourceText, Theme, Account.name)
        .join(SourceText, Coding.source_text_id == SourceText.id)
        .join(Theme, Coding.theme_id == Theme.id)
        .join(Account, Coding.account_id == Account.id)
        .where(STANDING, Coding.response_id.in_(places))
        .order_by(Coding.id)
    )
    marks: dict[int, dict[tuple[int, int, int, int], list[Any]]] = {each: {} for each in places}
    for row in rows:
        coding = row[0]
        mark = (coding.source_text_id, coding.start_char, coding.end_char, coding.theme_id)
        marks[coding.response_id].setdefault(mark, []).append(row)
    return {
        response_id: sorted(
            (_view(own) for own in found.values()),
            key=lambda c: (places[response_id].get(c.question_key, 0), c.start, c.end, c.id),
        )
        for response_id, found in marks.items()
    }


def _view(rows: Sequence[Any]) -> CodingView:
    first, source, theme, _ = rows[0]
    return CodingView(
        source.key, first.start_char, first.end_char, theme.key, theme.name, theme.family,
        source.text[first.start_char : first.end_char],
        next((row[0].suggestion_id for row in rows if row[0].suggestion_id), None), first.created_at,
        tuple((coding.id, coding.account_id, name) for coding, _, _, name in rows),
    )  # fmt: skip


def _places(document: Document) -> dict[str, int]:
    fields = (field for item in document.items() for field in item.fields)
    return {field.key: place for place, field in enumerate(fields)}


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
    """Return codings whose words are gone since they were made; those that moved along are not among them."""
    rows = session.execute(
        select(Coding.id, SourceText.key, Theme.key, Theme.name, Theme.family, Coding.superseded_at)
        .join(SourceText, Coding.source_text_id == SourceText.id)
        .join(Theme, Coding.theme_id == Theme.id)
        .where(Coding.response_id == response_id, Coding.removed_at.is_(None))
        .where(Coding.superseded_at.is_not(None), Coding.moved_to_id.is_(None))
        .order_by(SourceText.key, Coding.start_char, Coding.id)
    )
    return [
        EarlierCoding(coding_id, key, theme, name, family, at)
        for coding_id, key, theme, name, family, at in rows
        if at
    ]
