"""The answers of a response as sources of a case: each field and table cell, its sentences, who may read it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from casefinder.analyse.engine.sentences import split_sentences
from casefinder.ask.questionnaires.cells import Cell, cells
from casefinder.ask.questionnaires.document import Document
from casefinder.ask.questionnaires.meanings import enclosing, known
from casefinder.edit.cases.content import ANSWER, Origin, Sentence
from casefinder.edit.drafts.scaffold import spans_said

TYPED_KINDS = frozenset({"short_text", "long_text"})
# What serves the asking only, and kinds without a text: no source of a case.
SILENT_MEANINGS = frozenset(
    {"nothing_to_report", "answering_way", "proof_address", "approval", "spoken_wish", "recommendations"}
)
SILENT_KINDS = frozenset({"file", "prefilled", "explanation", "consent"})
RESPONDENT = "respondent"


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
        number: What people see of the item, `F3`.
        means: What the field or column asks for; empty when nobody says.
        about: The same, or what the field or column stands in.
        row: The id of the table's row, None otherwise.
        text: As typed; of a choice, number or date as shown.
        raw: The stored value.
        is_typed: Whether `text` is what was typed, so that spans of it mean something.
        is_publishable: Whether it may appear in a casebook for everyone.
        asked: The words of the question itself, which some people copy into their answer.
    """

    key: str
    item_key: str
    number: str
    item_title: str
    label: str
    row: str | None
    text: str
    raw: Any
    revision: int
    is_typed: bool
    is_publishable: bool
    means: str = ""
    about: str = ""
    choices: tuple[str, ...] = ()
    place: int | None = None  # of the row, from 0: for people only
    asked: tuple[str, ...] = ()

    @property
    def is_of_respondent(self) -> bool:
        """Whether it tells who filled the form in: for questions only, never printed."""
        return enclosing(self.about) == RESPONDENT

    @property
    def ref(self) -> str:
        """How a form names it: `I1.before:4f0c`, `F3:`."""
        return f"{self.key}:{self.row or ''}"

    def spans(self) -> list[tuple[int, int]]:
        """Return the sentences of what was typed; of anything else the whole."""
        if self.is_typed:
            return split_sentences(self.text)
        return [(0, len(self.text))] if self.text else []

    def said(self) -> list[tuple[int, int]]:
        """Return the same without the question copied into the answer, headings, quoted lines and 「特になし」."""
        if self.row is not None or not self.is_typed:  # 「なし」 in a table is a value
            return self.spans()
        return spans_said(self.text, self.spans(), self.asked)

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
        """Return all sentences that say something."""
        return [self.span(start, end) for start, end in self.said()]

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
        if cell.is_empty or _is_silent(cell):
            continue
        typed = cell.part.kind in TYPED_KINDS
        text = str(cell.value) if typed else cell.text
        found.append(
            Source(
                cell.key, cell.item.key, cell.item.number, cell.item.title, cell.part.label, cell.row_id, text, cell.value,
                answers[cell.item.key].revision, typed, cell.key in publishable,
                cell.part.means, cell.place.about, cell.choices, cell.row, _asked(cell),
            )
        )  # fmt: skip
    return found


def _asked(cell: Cell) -> tuple[str, ...]:
    """Return the words around a cell on the page where it was answered."""
    item, example = cell.item, cell.item.example
    given = (item.title, f"{item.number}{item.title}", item.help, item.note, cell.part.label, cell.part.help)
    return tuple(filter(None, (*given, cell.field.help, example.text if example else "")))


def _is_silent(cell: Cell) -> bool:
    about = cell.place.about
    return cell.part.kind in SILENT_KINDS or not SILENT_MEANINGS.isdisjoint((about, enclosing(about)))


class Shelf:
    """The publishable sources by what they mean and by row, for drafting."""

    def __init__(self, found: list[Source]) -> None:
        self._by_meaning: dict[tuple[str, str | None], list[Source]] = {}
        for each in found:
            if each.is_publishable and each.means:
                self._by_meaning.setdefault((each.means, each.row), []).append(each)

    def get(self, name: str, row: str | None = None) -> Source | None:
        """Return the first source of a meaning, None when it was not answered or may not be published."""
        return next(iter(self._by_meaning.get((known(name), row), ())), None)

    def sentences(self, name: str) -> list[Sentence]:
        """Return the sentences of all sources of a meaning."""
        return [
            each for source in self._by_meaning.get((known(name), None), ()) for each in source.sentences()
        ]

    def rows(self, table: str) -> list[str]:
        """Return the ids of a table's rows that have a cell here, in their order."""
        own = f"{known(table)}."
        return list(dict.fromkeys(row for name, row in self._by_meaning if row and name.startswith(own)))

    def cell(self, name: str, row: str | None = None) -> tuple[Sentence, ...]:
        """Return all that a source says as one cell: in one piece, unless something had to be left out."""
        source = self.get(name, row)
        if source is None:
            return ()
        said = source.said()
        if said == source.spans():
            return (source.whole(),) if said else ()
        return tuple(source.span(start, end) for start, end in said)
