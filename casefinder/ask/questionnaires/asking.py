"""How an item is shown on a page: everything `components/question.html` needs, worked out beforehand."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from casefinder.ask.questionnaires import kinds
from casefinder.ask.questionnaires.answers import ALTERNATIVE_TEXT, NOTHING, Given
from casefinder.ask.questionnaires.document import AUDIENCES, Item
from casefinder.ask.questionnaires.kinds.base import Asked
from casefinder.ask.questionnaires.kinds.table import Table
from casefinder.ask.questionnaires.lengths import characters_left, characters_over, text_length
from casefinder.ask.questionnaires.problems import Problem

ANSWER_AUDIENCES = ("everyone", "municipalities", "editors")


@dataclass(frozen=True)
class FileShown:
    """One stored file: address of a preview, what is said about it."""

    id: int
    url: str
    original_name: str
    is_image: bool
    description: str = ""
    credit: str = ""
    rights: str = ""
    trouble: Problem | None = None  # why it is not shown: it is being prepared, or could not be read
    is_waiting: bool = False
    state_url: str = ""


@dataclass(frozen=True)
class Correction:
    """What the editors ask about an item: who, when, the question, and where a reason may be written."""

    who: str
    asked_at: datetime
    message: str
    reason_url: str = ""


@dataclass(frozen=True)
class QuestionState:
    """An item with its present answer, ready for the macro `question(state)`.

    Attributes:
        saved_at: When the answer was last saved; None when never.
        facts: Label and value of what is known already, for prefilled fields.
        files: Attachment id → file, for fields with files.
    """

    item: Item
    fields: tuple[Asked, ...]
    problems: tuple[Problem, ...]
    audience: str
    audiences: tuple[str, ...]
    is_spoken: bool
    alternative: str | None
    alternative_text: str
    saved_at: datetime | None = None
    correction: Correction | None = None
    facts: Sequence[tuple[str, str]] = ()
    files: Mapping[int, FileShown] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The HTML id of the whole question, the target of links."""
        return f"item-{self.item.key}"

    @property
    def only(self) -> Asked | None:
        """The item's only field, None when it has several."""
        return self.fields[0] if len(self.fields) == 1 else None

    @property
    def is_wide(self) -> bool:
        """Whether the question needs the margin's place too (a table)."""
        return any(asked.field.kind == "table" for asked in self.fields)

    @property
    def shows_audience(self) -> bool:
        """Whether the level is said: where it can be chosen, and where it is narrower than public."""
        return self.item.audience_open or (
            self.audience != AUDIENCES[0] and any(asked.field.kind != "consent" for asked in self.fields)
        )

    @property
    def example_length(self) -> int:
        """How long the example is, in full-width characters."""
        return math.ceil(text_length(self.item.example.text)) if self.item.example else 0

    @staticmethod
    def left(limit: int, text: str) -> int:
        """Return how many characters of a limit are left."""
        return characters_left(text, limit)

    @staticmethod
    def over(limit: int, text: str) -> int:
        """Return by how many characters a text is over its limit."""
        return characters_over(text, limit)

    def problems_of(self, name: str) -> tuple[Problem, ...]:
        """Return the problems that belong to an input by its exact name."""
        return tuple(problem for problem in self.problems if problem.name == name)


def question_state(
    item: Item,
    given: Given = NOTHING,
    *,
    problems: Sequence[Problem] = (),
    rows_shown: int = 0,
    saved_at: datetime | None = None,
    correction: Correction | None = None,
    facts: Sequence[tuple[str, str]] = (),
    files: Mapping[int, FileShown] | None = None,
) -> QuestionState:
    """Return an item as a page shows it.

    Args:
        item: One item of the questionnaire.
        given: The stored or just typed answer.
        problems: What to say beside its inputs; each names its input.
        rows_shown: At least so many rows of a table (after 「行を足す」).
        saved_at: When it was saved.
        correction: The editors' question.
        facts: For prefilled fields.
        files: For fields with files.
    """
    found = tuple(problems)
    text = given.value.get(ALTERNATIVE_TEXT)
    return QuestionState(
        item=item,
        fields=tuple(_asked(item, place, given, found, rows_shown) for place in range(len(item.fields))),
        problems=found,
        audience=given.audience if given.audience in AUDIENCES and item.audience_open else item.audience,
        audiences=ANSWER_AUDIENCES,
        is_spoken=given.is_spoken and item.spoken,
        alternative=given.alternative if item.alternative(given.alternative) else None,
        alternative_text=text if isinstance(text, str) else "",
        saved_at=saved_at,
        correction=correction,
        facts=facts,
        files=files or {},
    )


def _asked(item: Item, place: int, given: Given, problems: tuple[Problem, ...], rows_shown: int) -> Asked:
    each = item.fields[place]
    value = item.field_value(each, given.value)
    own = tuple(p for p in problems if p.name == each.key or p.name.startswith(f"{each.key}."))
    if each.kind == "file":  # what is wrong with one file is said beside that file
        own = tuple(problem for problem in own if problem.name == each.key)
    kind = kinds.of(each.kind)
    if isinstance(kind, Table):
        return kind.ask_rows(each, each.key, value, own, rows_shown)
    return kind.ask(each, each.key, value, own)
