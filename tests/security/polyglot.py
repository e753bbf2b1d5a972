"""A text that tries to become markup, script, template and sum at once, with a mark that says where it came from."""

import re

from casefinder.ask.questionnaires.document import Document, Field, Item

WHOLE = '"><svg/onload=alert(1)>\'"{{7*7}}${7*7}javascript:alert(1)'
SHORT = "\"><svg/onload=x>'{{7*7}}"
# The sum worked out, with what stands before it in the attack: a version or a token may begin with 49 by itself.
SINGLE, DOUBLE, CLOSING = r"(?:'|&#39;|&#x27;|\\u0027)", r"\\?(?:\"|&#34;|&quot;)", r"(?:>|&gt;|\\u003e)"
BROKEN_OUT = re.compile(rf"<svg/onload|{SINGLE}{DOUBLE}49|{CLOSING}{SINGLE}49|\$49javascript")


def hostile(mark: str, limit: int | None = None) -> str:
    """Return the attack with its mark; a shorter one where a whole one would be too long to be submitted."""
    text = f"{WHOLE}{mark}"
    return text if limit is None or len(text) <= limit * 2 else f"{SHORT}{mark}"[: limit * 2]


def mark_of(field: Field, column: Field | None = None) -> str:
    """Return the mark of one field."""
    return f"Z{field.key.replace('.', '')}{column.key if column else ''}Z"


def value_of(field: Field, *, valid: bool = True) -> object:
    """Return one field's entry in an answer: hostile where one types, else a choice; with `valid=False` hostile everywhere."""
    mark = mark_of(field)
    if field.kind == "table":
        return [{column.key: _cell(field, column, valid) for column in field.columns}]
    if field.kind in ("file", "prefilled", "explanation"):
        return None
    return _single(field, mark, valid)


def _cell(field: Field, column: Field, valid: bool) -> object:
    return _single(column, mark_of(field, column), valid)


def _single(field: Field, mark: str, valid: bool) -> object:
    if field.kind in ("short_text", "long_text") or not valid:
        text = hostile(mark, field.limit if valid else None)
        return [text] if field.kind == "multiple_choice" else text
    if field.choices:
        code = next(each.code for each in field.choices if not (each.ends or each.excludes or each.holds))
        return [code] if field.kind == "multiple_choice" else code
    return {
        "number": "12", "year_month": "2024-06", "date": "2026-05-01", "telephone": "01234-5-6789",
        "email": "joho@example.jp", "yes_no": "yes", "consent": "yes",
    }[field.kind]  # fmt: skip


def answer_value(item: Item, *, valid: bool = True) -> dict[str, object]:
    """Return one item's value as stored."""
    entries = {field.entry: value_of(field, valid=valid) for field in item.fields}
    return {name: value for name, value in entries.items() if value is not None}


def answers(document: Document, *, valid: bool = True) -> dict[str, dict[str, object]]:
    """Return a hostile answer to every item that one can type in."""
    return {item.key: value for item in document.items() if (value := answer_value(item, valid=valid))}
