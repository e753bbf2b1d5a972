"""The answers of a response as sources of a case: each field and table cell, its sentences, who may read it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from casefinder.analyse.engine.sentences import split_sentences
from casefinder.ask.questionnaires.cells import cells
from casefinder.ask.questionnaires.document import Document
from casefinder.edit.cases.content import ANSWER, Origin, Sentence

TYPED_KINDS = frozenset({"short_text", "long_text"})
SILENT_ITEMS = frozenset({"A1", "A2", "L1", "L2", "L3", "L4", "L5", "M1", "M2"})
FILE_KINDS = frozenset({"file", "prefilled", "explanation"})


class SubmittedAnswer(Protocol):
    """An answer as it was submitted."""

    @property
    def value(self) -> Mapping[str, Any]: ...
    @property
    def audience(self) -> str | None: ...
    @property
    def revision(self) -> int: ...
    @property
    def alternative(self) -> str | None: ...


@dataclass(frozen=True)
class Source:
    """One field, or one cell of a table's row.

    Attributes:
        key: The field's key; of a table's column `I1.before`.
        row: The table's row from 0, None otherwise.
        text: As typed; of a choice, number or date as shown.
        raw: The stored value.
        is_typed: Whether `text` is what was typed, so that spans of it mean something.
        is_publishable: Whether it may appear in a casebook for everyone.
    """

    key: str
    item_key: str
    item_title: str
    label: str
    row: int | None
    text: str
    raw: Any
    revision: int
    is_typed: bool
    is_publishable: bool

    @property
    def ref(self) -> str:
        """How a form names it: `I1.before:0`, `F3:`."""
        return f"{self.key}:{'' if self.row is None else self.row}"

    def spans(self) -> list[tuple[int, int]]:
        """Return the sentences of what was typed; of anything else the whole."""
        if self.is_typed:
            return split_sentences(self.text)
        return [(0, len(self.text))] if self.text else []

    def span(self, start: int, end: int) -> Sentence:
        """Return a span as a sentence of a case."""
        if not self.is_typed:
            return self.shown(self.text)
        origin = Origin(ANSWER, self.key, self.row, self.revision, start, end)
        return Sentence(self.text[start:end], origin)

    def shown(self, text: str) -> Sentence:
        """Return words that show a choice, number or date of this source."""
        return Sentence(text, Origin(ANSWER, self.key, self.row, self.revision))

    def sentences(self) -> list[Sentence]:
        """Return all its sentences."""
        return [self.span(start, end) for start, end in self.spans()]

    def whole(self) -> Sentence:
        """Return all of it, without white space around."""
        start = len(self.text) - len(self.text.lstrip())
        return self.span(start, len(self.text.rstrip()))


def sources(
    document: Document, answers: Mapping[str, SubmittedAnswer], publishable: Collection[str]
) -> list[Source]:
    """Return all that was answered, in the questionnaire's order; consents and the like are left out.

    Args:
        document: The questionnaire that was answered.
        answers: Item key → answer as submitted.
        publishable: Keys of fields and columns that may appear.
    """
    found = []
    for cell in cells(document, answers):
        if cell.item.key in SILENT_ITEMS or cell.part.kind in FILE_KINDS or cell.is_empty:
            continue
        typed = cell.part.kind in TYPED_KINDS
        text = str(cell.value) if typed else cell.text
        found.append(
            Source(
                cell.key, cell.item.key, cell.item.title, cell.part.label, cell.row, text, cell.value,
                answers[cell.item.key].revision, typed, cell.key in publishable,
            )
        )  # fmt: skip
    return found


class Shelf:
    """The publishable sources by key and row, for drafting."""

    def __init__(self, found: list[Source]) -> None:
        self._by_ref = {(each.key, each.row): each for each in found if each.is_publishable}

    def get(self, key: str, row: int | None = None) -> Source | None:
        """Return a source, None when it was not answered or may not be published."""
        return self._by_ref.get((key, row))

    def sentences(self, key: str) -> list[Sentence]:
        """Return the sentences of a field."""
        source = self.get(key)
        return source.sentences() if source else []

    def rows(self, table: str) -> list[int]:
        """Return the numbers of a table's rows that have a cell here."""
        return sorted({row for key, row in self._by_ref if row is not None and key.startswith(f"{table}.")})

    def cell(self, key: str, row: int | None = None) -> tuple[Sentence, ...]:
        """Return all of a source as one cell."""
        source = self.get(key, row)
        return (source.whole(),) if source else ()
