"""Whether a questionnaire makes sense: keys, choices, limits, conditions, meanings."""

import re
from collections import Counter
from collections.abc import Iterator

from casefinder.ask.questionnaires.document import AUDIENCES, Condition, Document, Field, Item
from casefinder.ask.questionnaires.meanings import ITEM, MEANINGS
from casefinder.ask.questionnaires.row_rules import ROW_ID
from casefinder.staff.consent.rules import ANONYMOUS, NO, YES

KINDS = (
    "short_text", "long_text", "number", "year_month", "date", "single_choice", "multiple_choice", "yes_no",
    "table", "file", "organisation", "telephone", "email", "prefilled", "consent", "explanation",
)  # fmt: skip
COLUMN_KINDS = frozenset(KINDS) - {"table", "file", "prefilled", "consent", "explanation"}
SILENT_KINDS = frozenset({"prefilled", "explanation"})  # nothing to type
_WITH_CHOICES = frozenset({"single_choice", "multiple_choice", "consent"})
_WITH_LIMIT = frozenset({"short_text", "long_text"})
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
# Names of inputs that the respondent's pages use for themselves; a key of the same name would be taken for them.
RESERVED_KEYS = frozenset(
    {
        "add_row", "alternative", "alternative_text", "at", "audience", "csrf_token", "keep", "mark", "number",
        "remove_row", "restore", "revision", "row", "save", "seen", "spoken", "undo",
    }
)  # fmt: skip
CONSENT_CHOICES = {
    "consent.casebook": frozenset({YES, ANONYMOUS, NO}),
    "consent.open_data": frozenset({YES, NO}),
    "consent.analysis": frozenset({YES, NO}),
}
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


def faults_of(document: Document) -> tuple[str, ...]:
    """Return what is wrong with a document that has the right shape; one English line each."""
    return tuple(_faults(document))


def _faults(document: Document) -> Iterator[str]:
    if not _CODE.fullmatch(document.name):
        yield "questionnaire: 'name' needs small letters, digits and _"
    if not document.sections:
        yield "questionnaire: there is no section"
    yield from _twice("section", [section.key for section in document.sections])
    yield from _twice("item", [item.key for item in document.items()])
    askable = {
        field.key: field for item in document.items() if item.condition is None for field in item.fields
    }
    for section in document.sections:
        yield from _key_faults(f"section {section.key}", section.key)
        if not section.items:
            yield f"section {section.key}: there is no item"
        for item in section.items:
            yield from _key_faults(f"item {item.key}", item.key)
            yield from _item_faults(item, askable)
    yield from _meaning_faults(document)


def _key_faults(path: str, key: str) -> Iterator[str]:
    if not _KEY.fullmatch(key):
        yield f"{path}: a key is a letter and up to 39 letters, digits and _"
    if key in RESERVED_KEYS:
        yield f"{path}: the key is in use for other inputs"


def _item_faults(item: Item, askable: dict[str, Field]) -> Iterator[str]:
    path = f"item {item.key}"
    if not item.title:
        yield f"{path}: there is no title"
    if not item.fields:
        yield f"{path}: there is no field"
    if item.audience not in AUDIENCES:
        yield f"{path}: audience '{item.audience}' is unknown"
    if item.required and item.fields and not any(field.required for field in item.fields):
        yield f"{path}: it is required, but none of its fields is"
    yield from _twice(f"{path}: alternative", [other.code for other in item.alternatives])
    yield from _twice(f"{path}: field", [field.key for field in item.fields])
    yield from _condition_faults(path, item.condition, askable)
    siblings = {field.key: field for field in item.fields}
    for field in item.fields:
        own = field.key == item.key if len(item.fields) == 1 else field.key == f"{item.key}.{field.part}"
        if not own or (field.part and not _CODE.fullmatch(field.part)):
            yield f"field {field.key}: the key must be {item.key}, or {item.key}.name when there are several"
        if field.kind not in KINDS:
            yield f"field {field.key}: kind '{field.kind}' is unknown"
        if len(item.fields) > 1 and not field.label and field.kind not in SILENT_KINDS:
            yield f"field {field.key}: it needs a label"
        yield from _field_faults(f"field {field.key}", field)
        yield from _condition_faults(f"field {field.key}", field.condition, siblings)


def _field_faults(path: str, field: Field) -> Iterator[str]:
    if field.kind in _WITH_CHOICES:
        if len(field.choices) < 2:
            yield f"{path}: it needs two choices or more"
        yield from _twice(f"{path}: choice", [choice.code for choice in field.choices])
        yield from (
            f"{path}: choice '{c.code}' is not a code" for c in field.choices if not _CODE.fullmatch(c.code)
        )
    elif field.choices:
        yield f"{path}: kind {field.kind} has no choices"
    if field.kind in _WITH_LIMIT and not field.limit:
        yield f"{path}: it needs a limit"
    if field.limit is not None and field.limit < 1:
        yield f"{path}: the limit is 1 or more"
    if field.maximum is not None and field.maximum < 1:
        yield f"{path}: the maximum is 1 or more"
    if field.audience is not None and field.audience not in AUDIENCES:
        yield f"{path}: audience '{field.audience}' is unknown"
    if field.kind == "consent" and not (field.wording and field.wording_version):
        yield f"{path}: a consent needs its wording and the wording's version"
    if field.kind == "explanation" and not field.wording:
        yield f"{path}: an explanation needs its wording"
    if field.kind == "table":
        yield from _table_faults(path, field)
    elif field.columns:
        yield f"{path}: only a table has columns"


def _table_faults(path: str, field: Field) -> Iterator[str]:
    if not field.columns:
        yield f"{path}: a table needs columns"
    if not 0 <= field.min_rows <= field.max_rows or field.max_rows < 1:
        yield f"{path}: the numbers of rows do not fit"
    if field.required and field.min_rows < 1:
        yield f"{path}: a required table needs one row or more"
    yield from _twice(f"{path}: column", [column.key for column in field.columns])
    for column in field.columns:
        where = f"{path} column {column.key}"
        if not _CODE.fullmatch(column.key):
            yield f"{where}: the key is not a code"
        if column.key == ROW_ID:
            yield f"{where}: the key is in use for the row itself"
        if column.kind not in COLUMN_KINDS:
            yield f"{where}: kind '{column.kind}' cannot stand in a table"
        if not column.label:
            yield f"{where}: it needs a label"
        yield from _field_faults(where, column)


def _meaning_faults(document: Document) -> Iterator[str]:
    carried: list[str] = []
    for item in document.items():
        if item.means:
            carried.append(item.means)
            yield from _carrier_faults(f"item {item.key}", item.means, ITEM)
        for field in item.fields:
            if field.means:
                carried.append(field.means)
                yield from _carrier_faults(f"field {field.key}", field.means, field.kind)
                yield from _choice_faults(f"field {field.key}", field)
            for column in field.columns:
                if column.means:
                    carried.append(column.means)
                    path = f"field {field.key} column {column.key}"
                    yield from _carrier_faults(path, column.means, column.kind, field)
    for name, count in Counter(carried).items():
        if count > 1 and name in MEANINGS and not MEANINGS[name].several:
            yield f"meaning {name}: it is there twice"


def _carrier_faults(path: str, name: str, kind: str, table: Field | None = None) -> Iterator[str]:
    if (meaning := MEANINGS.get(name)) is None:
        yield f"{path}: the meaning '{name}' is unknown"
        return
    if kind not in meaning.kinds:
        yield f"{path}: kind {kind} cannot mean '{name}'"
    if meaning.table and (table is None or table.means != meaning.table):
        yield f"{path}: only a column of a table that means '{meaning.table}' can mean '{name}'"
    if table is not None and not meaning.table:
        yield f"{path}: a column cannot mean '{name}'"


def _choice_faults(path: str, field: Field) -> Iterator[str]:
    """A consent's and an ending's choices are known to the code; the rest is the questionnaire's own."""
    codes = {choice.code for choice in field.choices}
    if field.means == "nothing_to_report" and sum(choice.ends for choice in field.choices) != 1:
        yield f"{path}: one of its choices, and only one, ends the questionnaire"
    if field.means.startswith("consent.") and not codes <= CONSENT_CHOICES[field.means]:
        yield f"{path}: the choices of this consent are {', '.join(sorted(CONSENT_CHOICES[field.means]))}"


def _condition_faults(path: str, condition: Condition | None, askable: dict[str, Field]) -> Iterator[str]:
    if condition is None:
        return
    field = askable.get(condition.field)
    if field is None or condition.field == path.partition(" ")[2]:
        yield f"{path}: the condition asks {condition.field}, which cannot be asked for here"
        return
    if bool(condition.any_of) == bool(condition.none_of):
        yield f"{path}: a condition has either any_of or none_of"
    codes = {choice.code for choice in field.choices}
    for code in condition.any_of + condition.none_of:
        if code not in codes:
            yield f"{path}: {condition.field} has no choice '{code}'"


def _twice(what: str, keys: list[str]) -> Iterator[str]:
    yield from (f"{what} {key}: it is there twice" for key, count in Counter(keys).items() if count > 1)
