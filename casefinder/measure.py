"""What one request may bring: how much, which numbers, and only letters that a database keeps."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import Request, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.routing import IntegerConverter, PathConverter, UnicodeConverter, ValidationError

MAX_FORM_BYTES = 2 * 1024 * 1024
MAX_FORM_PARTS = 2000
MAX_ID = 2**31 - 1
MAX_DIGITS = len(str(MAX_ID))
FIRST_YEAR, LAST_YEAR = 1900, 2999


class IdConverter(IntegerConverter):
    """`<int:…>` in an address: a number that a row may have; a larger one leads nowhere."""

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **{"max": MAX_ID, **values})  # type: ignore[arg-type]


class NameConverter(UnicodeConverter):
    """`<…>` in an address: a text that a row may have; one with NUL leads nowhere."""

    def to_python(self, value: str) -> str:
        """Return the text as it stands in the address."""
        return _without_nul(super().to_python(value))


class FileConverter(PathConverter):
    """`<path:…>` in an address: one with NUL leads nowhere."""

    def to_python(self, value: str) -> str:
        """Return the path as it stands in the address."""
        return _without_nul(super().to_python(value))


def _without_nul(value: str) -> str:
    if "\0" in value:
        raise ValidationError
    return value


class StorableFields(ImmutableMultiDict[str, Any]):
    """Arguments, form fields or files without NUL: PostgreSQL keeps none, and nobody means one."""

    def __init__(self, sent: Iterable[tuple[str, Any]] = ()) -> None:
        pairs = MultiDict(sent).items(multi=True)
        super().__init__([(_storable(name), _storable(value)) for name, value in pairs])


def _storable(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


class StorableRequest(Request):
    """A request that brings only what a database keeps."""

    parameter_storage_class = StorableFields


def is_row_id(text: str) -> bool:
    """Say whether a text is a number that a row may have."""
    return text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS and int(text) <= MAX_ID


def row_id(text: str) -> int:
    """Return the number of a row that an argument or a field names; for werkzeug's `type=`.

    Raises:
        ValueError: It is no number, or one that no row can have.
    """
    if not is_row_id(text):
        raise ValueError("no row has this number")
    return int(text)


def plain_day(text: str) -> date:
    """Return a day that an argument names; for werkzeug's `type=`.

    Raises:
        ValueError: It is no day, or one far from everything that happens here.
    """
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("no entry is of this day")
    return day


def limit_body() -> None:
    """Only a form with files may be large; werkzeug's own limit of a form's text knows multipart only."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = MAX_FORM_BYTES
