"""The one way over a questionnaire's answers: every field, and of a table every cell of every row, in order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from casefinder.ask.questionnaires import kinds
from casefinder.ask.questionnaires.document import Document, Field, Item, Meant
from casefinder.ask.questionnaires.kinds.base import Kind
from casefinder.ask.questionnaires.row_rules import row_id, rows_of
from casefinder.staff.consent.rules import answer_level


class Answered(Protocol):
    """What is read of an answer, whether it is a draft or was submitted."""

    @property
    def value(self) -> Mapping[str, object]: ...
    @property
    def audience(self) -> str | None: ...


@dataclass(frozen=True)
class Cell:
    """One value: of a field, or where a table's row and column meet.

    Attributes:
        place: Item, field and column.
        value: As stored; None when nothing is.
        chosen: The level that was chosen for the whole answer, None when none was.
        row: The place of the table's row from 0, None outside of tables.
        row_id: The id of the row, which stays when other rows come, go and move.
    """

    place: Meant
    value: object
    chosen: str | None
    row: int | None = None
    row_id: str | None = None

    @property
    def item(self) -> Item:
        """The item it belongs to."""
        return self.place.item

    @property
    def field(self) -> Field:
        """The field it belongs to; of a cell the table."""
        return self.place.field

    @property
    def part(self) -> Field:
        """What gives it label and kind: the column, or the field."""
        return self.place.part

    @property
    def key(self) -> str:
        """The key of its place: `F3`, `C5.stage`, `I1.before`."""
        return self.place.key

    @property
    def kind(self) -> Kind:
        """The kind that knows how to read the value."""
        return kinds.of(self.part.kind)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered here."""
        return self.kind.is_empty(self.value)

    @property
    def text(self) -> str:
        """The value as people read it; empty for nothing."""
        return self.kind.show(self.part, self.value)

    @property
    def choices(self) -> tuple[str, ...]:
        """The labels of what was chosen; of anything but a choice nothing."""
        codes = self.value if isinstance(self.value, list | tuple) else [self.value]
        return tuple(self.part.label_of(str(code)) for code in codes if self.part.choices and code)

    @property
    def level(self) -> str:
        """Who may see it at most: the narrowest of answer, item, field and column."""
        item, column = self.item, self.place.column
        caps = (self.field.audience, column.audience if column else None)
        return answer_level(self.chosen, default=item.audience, is_open=item.audience_open, caps=caps)


def cells(document: Document, answers: Mapping[str, Answered]) -> Iterator[Cell]:
    """Yield all cells of what was answered, empty ones too; a table without rows has none.

    Args:
        document: The questionnaire.
        answers: Item key → answer; items without one are left out.
    """
    for item in document.items():
        if (given := answers.get(item.key)) is not None:
            yield from cells_of(item, given)


def cells_of(item: Item, given: Answered) -> Iterator[Cell]:
    """Yield the cells of one item's answer, empty ones too."""
    for field in item.fields:
        value = item.field_value(field, given.value)
        if field.kind == "table":
            yield from _of_table(item, field, value, given.audience)
        else:
            yield Cell(Meant(item, field), value, given.audience)


def by_field(item: Item, given: Answered) -> Iterator[tuple[Field, tuple[Cell, ...]]]:
    """Yield each field of an item with its cells."""
    found: dict[str, list[Cell]] = {field.key: [] for field in item.fields}
    for cell in cells_of(item, given):
        found[cell.field.key].append(cell)
    yield from ((field, tuple(found[field.key])) for field in item.fields)


def texts_by_row(own: Iterable[Cell]) -> tuple[tuple[str, ...], ...]:
    """Return the cells of a table as people read them, row by row."""
    return tuple(tuple(cell.text for cell in row) for _, row in groupby(own, key=lambda cell: cell.row))


def _of_table(item: Item, field: Field, value: object, chosen: str | None) -> Iterator[Cell]:
    for number, row in enumerate(rows_of(value)):
        for column in field.columns:
            yield Cell(Meant(item, field, column), row.get(column.key), chosen, number, row_id(row, number))
