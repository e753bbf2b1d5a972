"""A form as a browser sends one with files."""

import io
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart


def multipart(data: dict[str, Any], **files: tuple[str, bytes]) -> dict[str, Any]:
    """Return what `client.post` takes; `files` are name of the input → name of the file and its bytes, dots as `__`."""
    sent = {
        name.replace("__", "."): FileStorage(io.BytesIO(content), filename)
        for name, (filename, content) in files.items()
    }
    boundary, body = encode_multipart({**data, **sent})
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}
