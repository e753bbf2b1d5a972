"""What of a statement can be found by searching: written texts, never telephone numbers or addresses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casefinder.answer.snapshots.rules import Submitted
from casefinder.ask.questionnaires.cells import Cell, cells
from casefinder.ask.questionnaires.document import Document, Item
from casefinder.folding import CELL_BREAK

TEXT_KINDS = frozenset({"short_text", "long_text", "organisation"})
CONTACT_KINDS = frozenset({"telephone", "email"})


@dataclass(frozen=True)
class FieldText:
    """The text of one field; a table's cells are parted by `CELL_BREAK`, but for a column that fewer people may see.

    `is_internal`: for editors only.
    """

    key: str
    item_key: str
    title: str
    text: str
    is_internal: bool


def field_texts(document: Document, answers: Mapping[str, Submitted]) -> Iterator[FieldText]:
    """Yield the texts of a response that can be searched, in the questionnaire's order."""
    found: dict[tuple[str, bool], list[Cell]] = {}
    for cell in cells(document, answers):
        if cell.part.kind in TEXT_KINDS and isinstance(cell.value, str) and cell.value.strip():
            own = cell.place.column is not None and cell.place.column.audience is not None
            key = cell.key if own else cell.field.key
            found.setdefault((key, _is_internal(cell)), []).append(cell)
    for (key, is_internal), lines in found.items():
        item = lines[0].item
        text = CELL_BREAK.join(str(cell.value) for cell in lines)
        yield FieldText(key, item.key, item.title, text, is_internal)


def _is_internal(cell: Cell) -> bool:
    return cell.level == "editors" or _holds_contact(cell.item)


def _holds_contact(item: Item) -> bool:
    return any(field.kind in CONTACT_KINDS for field in item.fields)
