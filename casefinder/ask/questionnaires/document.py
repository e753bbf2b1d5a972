"""A questionnaire as data: sections, items, fields. Pure and frozen; a published version never changes.

An item has a key (`snow_calls`), which stays for good, and a number (`F3`), which people see and which is made from
the order: the section's letter and the place in it. An item's only field has the item's key; several fields have keys
like `C5.stage`, `C5.started`. Columns of a table have keys like `metric`. What a field asks for is said by its meaning
(`means`, see `meanings`).

The value of an answer, as stored (JSON), is an object with one entry a field: `{"stage": ..., "started": ...}` by the
part of the key after the dot; an item's only field is `{"": ...}`, `{"rows": [...]}` when it is a table and
`{"files": [...]}` when it is files. An alternative answer may add `{"alternative_text": "..."}`. Each kind documents
the shape of its own entry.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from dataclasses import Field as DataclassField
from functools import cached_property
from typing import Any

from casefinder.ask.questionnaires.meanings import known
from casefinder.ask.questionnaires.numbering import letters
from casefinder.staff.consent.rules import AUDIENCES as AUDIENCES
from casefinder.staff.consent.rules import answer_level


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
        means: What it asks for, one of `meanings`; empty when the later steps need not know.
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
    means: str = ""

    @cached_property
    def part(self) -> str:
        """The key without the item's: `stage` of `C5.stage`; empty for an item's only field."""
        return self.key.partition(".")[2]

    @cached_property
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
        means: What its fields ask for together.
        number: What people see of it (F3); made from the order by the document that holds it.
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
    means: str = ""
    number: str = field(default="", compare=False)

    @cached_property
    def endings(self) -> tuple[tuple[Field, str], ...]:
        """The choices after which nothing more is asked: field and code; nearly always none."""
        return tuple((each, choice.code) for each in self.fields for choice in each.choices if choice.ends)

    def alternative(self, code: object) -> Alternative | None:
        """Return the alternative answer with that code, None when it is not offered."""
        return next((other for other in self.alternatives if other.code == code), None)

    def field_value(self, field: Field, value: object) -> object:
        """Return one field's value out of the item's value as stored; None when there is none."""
        return value.get(field.entry) if isinstance(value, Mapping) else None

    def field_audience(self, field: Field, audience: str | None = None) -> str:
        """Return the audience of a field: the narrowest of the item's (chosen or default) and the field's own."""
        return answer_level(
            audience, default=self.audience, is_open=self.audience_open, caps=(field.audience,)
        )


@dataclass(frozen=True)
class Section:
    """One page of the questionnaire; `minutes` is the expected time, `group` a heading of the task list.

    `number` is the letter that people see, made from the order by the document that holds it.
    """

    key: str
    title: str
    items: tuple[Item, ...]
    group: str = ""
    minutes: int = 0
    help: str = ""
    number: str = field(default="", compare=False)


@dataclass(frozen=True)
class Meant:
    """A place where a questionnaire asks for something: a field, or a column of a table."""

    item: Item
    field: Field
    column: Field | None = None

    @property
    def key(self) -> str:
        """The key of the place: `F3`, `C5.stage`, `I1.metric`."""
        return f"{self.field.key}.{self.column.key}" if self.column else self.field.key

    @property
    def part(self) -> Field:
        """The column, or the field when it is none of a table."""
        return self.column or self.field

    @property
    def about(self) -> str:
        """What the place is about: its own meaning, else the one of what it stands in; empty when nobody says."""
        return self.part.means or self.field.means or self.item.means


@dataclass(frozen=True)
class Document:
    """A whole questionnaire in one language."""

    name: str
    title: str
    edition: str
    sections: tuple[Section, ...]
    language: str = "ja"
    introduction: str = ""

    def __post_init__(self) -> None:
        """Number sections and items by their order: A, B … Z, AA …, and A1, A2 …"""
        object.__setattr__(self, "sections", tuple(map(_numbered, letters(), self.sections)))

    def items(self) -> Iterator[Item]:
        """Yield all items in order."""
        for section in self.sections:
            yield from section.items

    def item(self, key: str) -> Item:
        """Return the item with that key.

        Raises:
            KeyError: The questionnaire has no such item.
        """
        return self._items[key][1]

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
        return self._items[item_key][0]

    def number_of(self, key: str) -> str:
        """Return what people see of a key: `F3` for an item, its fields and columns.

        Raises:
            KeyError: The questionnaire has no such item.
        """
        return self.item(key.partition(".")[0]).number

    @property
    def numbers(self) -> dict[str, str]:
        """Item key → number."""
        return {item.key: item.number for item in self.items()}

    def numbered(self, number: str) -> Item | None:
        """Return the item with a number, None when there is none."""
        return next((item for item in self.items() if item.number == number), None)

    def places(self) -> Iterator[Meant]:
        """Yield every field, and after a table every column of it, in order."""
        for item in self.items():
            for each in item.fields:
                yield Meant(item, each)
                yield from (Meant(item, each, column) for column in each.columns)

    def meaning(self, name: str) -> Item | Field | None:
        """Return what carries a meaning: a field, a column, or an item as a whole; None when nothing does."""
        if found := self.meant(name):
            return found.part
        return next((item for item in self.items() if item.means == name), None)

    def meant(self, name: str) -> Meant | None:
        """Return the first place that asks for something, None when the questionnaire does not ask.

        Raises:
            KeyError: There is no such meaning.
        """
        return next(iter(self.all_meant(name)), None)

    def all_meant(self, name: str) -> tuple[Meant, ...]:
        """Return all places that ask for something, in order.

        Raises:
            KeyError: There is no such meaning.
        """
        return self._by_meaning.get(known(name), ())

    def keys_of(self, *names: str) -> tuple[str, ...]:
        """Return the keys of all places that ask for one of some things."""
        return tuple(found.key for name in names for found in self.all_meant(name))

    def place(self, key: str) -> Meant | None:
        """Return the field or column with a key (`F3`, `I1.before`), None when there is none."""
        return self._by_key.get(key)

    def about(self, key: str) -> str:
        """Return what a place with that key is about (see `Meant.about`); empty when nobody says."""
        return self._by_key[key].about if key in self._by_key else ""

    @cached_property
    def _items(self) -> dict[str, tuple[Section, Item]]:
        return {item.key: (section, item) for section in self.sections for item in section.items}

    @cached_property
    def _by_key(self) -> dict[str, Meant]:
        return {place.key: place for place in self.places()}

    @cached_property
    def _by_meaning(self) -> dict[str, tuple[Meant, ...]]:
        found: dict[str, tuple[Meant, ...]] = {}
        for place in self.places():
            if name := place.part.means:
                found[name] = (*found.get(name, ()), place)
        return found


def _numbered(letter: str, section: Section) -> Section:
    items = (replace(item, number=f"{letter}{place}") for place, item in enumerate(section.items, start=1))
    return replace(section, number=letter, items=tuple(items))


def written(kind: type) -> list["DataclassField[Any]"]:
    """Return the attributes of a part that are written down; numbers are made from the order."""
    return [entry for entry in fields(kind) if entry.name != "number"]


def plain(part: Any) -> Any:
    """Return a document or a part of it as JSON values; what has its default, or is made anew, is left out."""
    if is_dataclass(part) and not isinstance(part, type):
        return {
            entry.name: plain(value)
            for entry in written(type(part))
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
