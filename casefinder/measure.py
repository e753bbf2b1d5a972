"""How much one request may bring, and which numbers an address may name."""

from flask import request
from werkzeug.routing import IntegerConverter

MAX_FORM_BYTES = 2 * 1024 * 1024
MAX_FORM_PARTS = 2000
MAX_ID = 2**31 - 1


class IdConverter(IntegerConverter):
    """`<int:…>` in an address: a number that a row may have; a larger one leads nowhere."""

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **{"max": MAX_ID, **values})  # type: ignore[arg-type]


def limit_body() -> None:
    """Only a form with files may be large; werkzeug's own limit of a form's text knows multipart only."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = MAX_FORM_BYTES
