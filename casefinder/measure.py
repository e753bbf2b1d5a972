"""What one request may bring: how much, which numbers, and only letters that a database keeps."""

from collections.abc import Callable, Iterable
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

from flask import Request, current_app, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter, PathConverter, UnicodeConverter, ValidationError

MAX_FORM_BYTES = 2 * 1024 * 1024
MAX_FORM_PARTS = 2000
# What is read of a page that a person typed on, so that it can be shown again when it is too much to be stored.
MAX_TYPED_BYTES = 16 * 1024 * 1024
MAX_TYPED_PARTS = 10_000
MAX_BODY_BYTES = 64 * 1024 * 1024
SPOOL_BYTES = 512 * 1024

View = TypeVar("View", bound=Callable[..., Any])

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


class _Cut(SpooledTemporaryFile[bytes]):
    """A file as it comes in, of which no more than so many bytes are kept; the rest is read and thrown away."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(max_size=SPOOL_BYTES)
        self._room = most_bytes

    def write(self, data: Any) -> int:
        """Keep what there is room for."""
        kept = data[: self._room]
        self._room -= len(kept)
        super().write(kept)
        return len(data)


_TOO_DEEP = object()
MAX_DEPTH = 20


def is_deep(value: Any) -> bool:
    """Say whether lists and objects lie in each other deeper than `MAX_DEPTH`."""
    layer, depth = [value], 0
    while layer:
        if (depth := depth + 1) > MAX_DEPTH:
            return True
        inner = [
            each.values() if isinstance(each, dict) else each
            for each in layer
            if isinstance(each, dict | list)
        ]
        layer = [each for values in inner for each in values]
    return False


class StorableRequest(Request):
    """A request that brings only what a database keeps."""

    parameter_storage_class = StorableFields
    cut_files_at: int | None = None

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        """Return the body read as JSON; what is nested deeper than anybody's form is read as none.

        Raises:
            BadRequest: It is none, and one may not be silent about that.
        """
        try:
            value = super().get_json(force=force, silent=silent, cache=cache)
        except RecursionError:
            value = _TOO_DEEP
        if value is not _TOO_DEEP and not is_deep(value):
            return value
        if silent:
            return None
        raise BadRequest

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.cut_files_at is None:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        return _Cut(self.cut_files_at)  # type: ignore[return-value]


def takes_at_most(limit_bytes: int) -> Callable[[View], View]:
    """Say how large a page's body may be; it stands before anything of the body is read."""

    def mark(view: View) -> View:
        view.most_bytes = limit_bytes  # type: ignore[attr-defined]
        return view

    return mark


def keeps_typed(view: View) -> View:
    """Say that a page's form is read even when it is too much to be stored: what was typed is shown again.

    A file beyond the limit costs no text: no more of it is kept than shows that it is too large.
    """
    view.keeps_typed = True  # type: ignore[attr-defined]
    return view


def is_too_much() -> bool:
    """Say whether the present form is more than is stored at once; only of a page that `keeps_typed`."""
    form = request.form.items(multi=True)
    parts, length = 0, 0
    for name, value in form:
        parts, length = parts + 1, length + len(name.encode()) + len(value.encode("utf-8", "replace"))
    return parts > MAX_FORM_PARTS or length > MAX_FORM_BYTES


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
    view = current_app.view_functions.get(request.endpoint or "")
    most: int = getattr(view, "most_bytes", MAX_FORM_BYTES)
    if getattr(current_app.view_functions.get(request.endpoint or ""), "keeps_typed", False):
        request.max_content_length = MAX_BODY_BYTES
        most = request.max_form_memory_size = MAX_TYPED_BYTES
        request.max_form_parts = MAX_TYPED_PARTS
        request.cut_files_at = current_app.extensions["settings"].max_upload_bytes + 1  # type: ignore[attr-defined]
    if request.mimetype != "multipart/form-data" or hasattr(view, "most_bytes"):
        request.max_content_length = most
