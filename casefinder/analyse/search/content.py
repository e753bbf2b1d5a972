"""What of a response can be found by searching: written texts, never telephone numbers or addresses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casefinder.analyse.coding.texts import Submitted
from casefinder.ask.questionnaires.document import Document, Field, Item

TEXT_KINDS = frozenset({"short_text", "long_text", "organisation"})
CONTACT_KINDS = frozenset({"telephone", "email"})


@dataclass(frozen=True)
class FieldText:
    """The text of one field; a table's cells are its lines. `is_internal`: for editors only."""

    key: str
    item_key: str
    title: str
    text: str
    is_internal: bool


def field_texts(document: Document, answers: Mapping[str, Submitted]) -> Iterator[FieldText]:
    """Yield the texts of a response that can be searched, in the questionnaire's order."""
    for item in document.items():
        if item.key not in answers:
            continue
        answer = answers[item.key]
        holds_contact = any(field.kind in CONTACT_KINDS for field in item.fields)
        for field in item.fields:
            text = _text(item, field, answer)
            if text.strip():
                audience = item.field_audience(field, answer.audience if item.audience_open else None)
                yield FieldText(field.key, item.key, item.title, text, holds_contact or audience == "editors")


def _text(item: Item, field: Field, answer: Submitted) -> str:
    value = item.field_value(field, answer.value)
    if field.kind in TEXT_KINDS:
        return value if isinstance(value, str) else ""
    if field.kind == "table" and isinstance(value, list):
        columns = [column.key for column in field.columns if column.kind in TEXT_KINDS]
        cells = (row.get(key) for row in value if isinstance(row, Mapping) for key in columns)
        return "\n".join(cell for cell in cells if isinstance(cell, str) and cell.strip())
    return ""
