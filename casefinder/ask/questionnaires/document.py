"""A questionnaire as data: sections, items, fields. Pure and frozen; a published version never changes.

An item (key `F3`) has one or more fields. An item's only field has the item's key; several fields have keys
like `C5.stage`, `C5.started`. Columns of a table have keys like `metric`.

The value of an answer, as stored (JSON), is an object with one entry a field: `{"stage": ..., "started": ...}` by the
part of the key after the dot; an item's only field is `{"": ...}`, `{"rows": [...]}` when it is a table and
`{"files": [...]}` when it is files. An alternative answer may add `{"alternative_text": "..."}`. Each kind documents
the shape of its own entry.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any

# From widest to narrowest; "firms" is for campaigns that ask for challenges.
AUDIENCES = ("everyone", "municipalities", "firms", "editors")


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from.

    `ends` finishes the questionnaire, `excludes` stands alone (なし), `holds` keeps the response from being sent.
    """

    code: str
    label: str
    ends: bool = False
    excludes: bool = False
    holds: bool = False


@dataclass(frozen=True)
class Condition:
    """True when the answer to `field` is one of the codes (`any_of`), or is none of them (`none_of`)."""

    field: str
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """One input, or one column of a table.

    Attributes:
        limit: Most characters, counted as the printed page counts them.
        unit: Unit of a number; empty when the respondent writes it.
        maximum: Most choices of a multiple choice, or most files.
        audience: The widest audience this field may ever have, whatever the item's is.
        wording_version: Of a consent; a new wording is a new version.
    """

    key: str
    kind: str
    label: str = ""
    help: str = ""
    required: bool = False
    limit: int | None = None
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    maximum: int | None = None
    columns: tuple["Field", ...] = ()
    min_rows: int = 0
    max_rows: int = 0
    audience: str | None = None
    condition: Condition | None = None
    wording: str = ""
    wording_version: str = ""

    @property
    def part(self) -> str:
        """The key without the item's: `stage` of `C5.stage`; empty for an item's only field."""
        return self.key.partition(".")[2]

    @property
    def entry(self) -> str:
        """The name of the field's entry in the stored value of its item."""
        return self.part or {"table": "rows", "file": "files"}.get(self.kind, "")

    def choice(self, code: object) -> Choice | None:
        """Return the choice with that code, None when there is none."""
        return next((choice for choice in self.choices if choice.code == code), None)

    def label_of(self, code: str) -> str:
        """Return the label of a code; the code itself when it is not one of the choices."""
        found = self.choice(code)
        return found.label if found else code


@dataclass(frozen=True)
class Alternative:
    """Another way to answer: まだ測れない, 途中. `ask` is the label of a text asked for instead, if any."""

    code: str
    label: str
    ask: str = ""
    limit: int | None = None


@dataclass(frozen=True)
class Example:
    """A worked example for the margin, and whose it is."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Item:
    """One numbered question.

    Attributes:
        short: Stays in the short version (★).
        audience: Default publication level.
        audience_open: Whether the respondent may choose another level.
        spoken: Whether 口頭で答えたい is offered.
        note: A sentence for the margin.
    """

    key: str
    title: str
    fields: tuple[Field, ...]
    help: str = ""
    note: str = ""
    example: Example | None = None
    required: bool = False
    short: bool = False
    audience: str = "everyone"
    audience_open: bool = True
    spoken: bool = False
    alternatives: tuple[Alternative, ...] = ()
    condition: Condition | None = None

    def alternative(self, code: object) -> Alternative | None:
        """Return the alternative answer with that code, None when it is not offered."""
        return next((other for other in self.alternatives if other.code == code), None)

    def field_value(self, field: Field, value: object) -> object:
        """Return one field's value out of the item's value as stored; None when there is none."""
        return value.get(field.entry) if isinstance(value, Mapping) else None

    def field_audience(self, field: Field, audience: str | None = None) -> str:
        """Return the audience of a field: the narrowest of the item's (chosen or default) and the field's own."""
        return narrowest(audience or self.audience, field.audience or AUDIENCES[0])


@dataclass(frozen=True)
class Section:
    """One page of the questionnaire; `minutes` is the expected time, `group` a heading of the task list."""

    key: str
    title: str
    items: tuple[Item, ...]
    group: str = ""
    minutes: int = 0
    help: str = ""


@dataclass(frozen=True)
class Document:
    """A whole questionnaire in one language."""

    name: str
    title: str
    edition: str
    sections: tuple[Section, ...]
    language: str = "ja"
    introduction: str = ""

    def items(self) -> Iterator[Item]:
        """Yield all items in order."""
        for section in self.sections:
            yield from section.items

    def item(self, key: str) -> Item:
        """Return the item with that key.

        Raises:
            KeyError: The questionnaire has no such item.
        """
        for item in self.items():
            if item.key == key:
                return item
        raise KeyError(key)

    def section(self, key: str) -> Section:
        """Return the section with that key.

        Raises:
            KeyError: The questionnaire has no such section.
        """
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def section_of(self, item_key: str) -> Section:
        """Return the section an item stands in.

        Raises:
            KeyError: The questionnaire has no such item.
        """
        for section in self.sections:
            if any(item.key == item_key for item in section.items):
                return section
        raise KeyError(item_key)


def narrowest(*audiences: str) -> str:
    """Return the narrowest of some audiences (codes of `AUDIENCES`)."""
    return max(audiences, key=AUDIENCES.index)


def plain(part: Any) -> Any:
    """Return a document or a part of it as JSON values; what has its default is left out."""
    if is_dataclass(part) and not isinstance(part, type):
        return {
            entry.name: plain(value)
            for entry in fields(part)
            if (value := getattr(part, entry.name)) != entry.default or entry.default is MISSING
        }
    if isinstance(part, tuple):
        return [plain(value) for value in part]
    return part


def canonical_json(document: Document) -> str:
    """Return the one spelling of a document that its hash is taken from."""
    return json.dumps(plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(document: Document) -> str:
    """Return the SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(document).encode("utf-8")).hexdigest()
