"""Readings and suggestions for tests, and a reader that needs no engine."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from casefinder.analyse.suggestions import doubts, service
from casefinder.analyse.suggestions.models import Reading, Suggestion
from casefinder.analyse.suggestions.reader import ReadAnswer, ToRead
from casefinder.analyse.suggestions.training import TrainingFile
from casefinder.answer.responses.models import Response
from casefinder.answer.texts.queries import present_texts
from casefinder.clock import utc_now
from tests.factories.themes import make_theme


class FakeReader:
    """Says yes to one theme on each whole answer; remembers what it was given; can be told to fail."""

    def __init__(self, theme: str = "ch_labor_shortage", version: str = "test") -> None:
        self.theme, self.version = theme, version
        self.asked: list[list[ToRead]] = []
        self.trainings: list[TrainingFile] = []
        self.failures: list[Exception] = []
        self.persons: list[str] = []
        self.looked_through: list[str] = []

    def read(
        self,
        reading_id: int,
        texts: Sequence[ToRead],
        training: TrainingFile,
        *,
        on_tick: Callable[[], None] | None = None,
    ) -> ReadAnswer:
        self.asked.append(list(texts))
        self.trainings.append(training)
        if self.failures:
            raise self.failures.pop(0)
        return ReadAnswer(self.version, training.hash, 0.5, [self._answer(text) for text in texts])

    def names(
        self, texts: Sequence[str], training: TrainingFile, *, on_tick: Callable[[], None] | None = None
    ) -> list[list[tuple[int, int]]]:
        self.looked_through += texts
        if self.failures:
            raise self.failures.pop(0)
        return [
            [found.span() for name in self.persons for found in re.finditer(re.escape(name), text)]
            for text in texts
        ]

    def _answer(self, text: ToRead) -> dict[str, Any]:
        reason = {"kind": "cue", "text": text.text[:2]}
        row = {"start": 0, "end": len(text.text), "theme": self.theme, "score": 0.8, "ticked": True}
        entity = {"start": 0, "end": 2, "label": "ORG", "text": text.text[:2]}
        return {
            "question": text.question,
            "suggestions": [{**row, "reasons": [reason]}],
            "entities": [entity],
        }


def make_reading(session: Session, response: Response) -> Reading:
    """The reading that was asked for when the response was submitted, or a new one."""
    reading = service.request_reading(session, response.id, now=utc_now())
    assert reading is not None
    return reading


def make_suggestion(
    session: Session,
    *,
    response: Response,
    question_key: str = "F3",
    theme_key: str = "ch_labor_shortage",
    words: str | None = None,
    score: float = 0.8,
    is_ticked: bool = True,
) -> Suggestion:
    """An undecided suggestion on some words of a long answer; on all of it when no words are given."""
    text = present_texts(session, response.id)[question_key]
    start = text.text.index(words) if words else 0
    row = Suggestion(
        reading_id=make_reading(session, response).id, response_id=response.id, source=text, start_char=start,
        end_char=start + len(words or text.text), theme=make_theme(session, key=theme_key), score=score,
        is_ticked=is_ticked, reasons=[{"kind": "question", "text": "課題"}],
    )  # fmt: skip
    session.add(row)
    session.flush()
    doubts.recount(session, response.id)
    return row
