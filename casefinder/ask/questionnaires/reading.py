"""Reading a questionnaire from JSON: shape first, then sense; every fault is named with its place."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, replace
from typing import Any

from casefinder.ask.questionnaires.document import (
    Alternative,
    Choice,
    Condition,
    Document,
    Example,
    Field,
    Item,
    Section,
    written,
)
from casefinder.ask.questionnaires.meanings import is_whole
from casefinder.ask.questionnaires.sense import faults_of
from casefinder.errors import N_, CasefinderError

_PARTS: dict[tuple[type, str], type] = {
    (Document, "sections"): Section,
    (Section, "items"): Item,
    (Item, "fields"): Field,
    (Item, "alternatives"): Alternative,
    (Item, "example"): Example,
    (Item, "condition"): Condition,
    (Field, "columns"): Field,
    (Field, "choices"): Choice,
    (Field, "condition"): Condition,
}
_NUMBERS = {"limit", "maximum", "min_rows", "max_rows", "minutes"}
_FLAGS = {"required", "short", "audience_open", "spoken", "ends", "excludes", "holds"}
_LISTS = {"any_of", "none_of"}


class DocumentInvalid(CasefinderError):
    """The file is not a questionnaire; `faults` says where and why, in English, one line each."""

    message = N_("This file is not a valid questionnaire.")

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__()
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(self.faults)


def read_document(data: object) -> Document:
    """Return the questionnaire that JSON values describe.

    Args:
        data: What `json.loads` gave: objects with the names of the dataclasses' attributes; defaults may be left out.

    Raises:
        DocumentInvalid: Something is missing, misspelt, of the wrong type or makes no sense.
    """
    faults: list[str] = []
    document = _build(Document, data, "questionnaire", faults)
    if faults:
        raise DocumentInvalid(tuple(faults))
    document = _with_only_fields_told(document)
    if senseless := faults_of(document):
        raise DocumentInvalid(senseless)
    return document


def parse_document(text: str) -> Document:
    """Return the questionnaire in a JSON text.

    Raises:
        DocumentInvalid: Not JSON, or not a questionnaire.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise DocumentInvalid((f"line {error.lineno}: {error.msg}",)) from error
    return read_document(data)


def _build(kind: type, data: object, path: str, faults: list[str]) -> Any:
    if not isinstance(data, Mapping):
        faults.append(f"{path}: an object is needed")
        return None
    before = len(faults)
    path = f"{path} {data['key']}" if isinstance(data.get("key"), str) else path
    entries = {entry.name: entry for entry in written(kind)}
    faults.extend(f"{path}: '{name}' is unknown" for name in data if name not in entries)
    values: dict[str, Any] = {}
    for name, entry in entries.items():
        if name in data:
            values[name] = _value(kind, name, data[name], path, faults)
        elif entry.default is MISSING:
            faults.append(f"{path}: '{name}' is missing")
            values[name] = None
    return kind(**values) if len(faults) == before else None


def _value(kind: type, name: str, value: object, path: str, faults: list[str]) -> Any:
    if (part := _PARTS.get((kind, name))) is not None:
        if name in ("example", "condition"):
            return _build(part, value, f"{path} {name}", faults)
        if not isinstance(value, list):
            faults.append(f"{path}: '{name}' needs a list")
            return ()
        return tuple(
            _build(part, each, f"{path} {name}[{place}]", faults) for place, each in enumerate(value)
        )
    if name in _LISTS:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            faults.append(f"{path}: '{name}' needs a list of texts")
            return ()
        return tuple(value)
    wanted: type = int if name in _NUMBERS else bool if name in _FLAGS else str
    if type(value) is not wanted:
        names = {int: "a whole number", bool: "true or false", str: "a text"}
        faults.append(f"{path}: '{name}' needs {names[wanted]}")
    return value


def _with_only_fields_told(document: Document) -> Document:
    """An item's only field is required when the item is, and carries the meaning that stands on the item."""
    return replace(
        document,
        sections=tuple(
            replace(section, items=tuple(_item(item) for item in section.items))
            for section in document.sections
        ),
    )


def _item(item: Item) -> Item:
    if len(item.fields) != 1:
        return item
    (only,) = item.fields
    own = "" if is_whole(item.means) else item.means
    told = replace(only, required=item.required or only.required, means=only.means or own)
    return replace(item, fields=(told,), means="" if told.means == own else item.means)
