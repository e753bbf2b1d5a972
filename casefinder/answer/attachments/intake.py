"""Taking a file in: judged by its first bytes, then opened and re-encoded in a child process with limits."""

import base64
import json
from dataclasses import dataclass
from http import HTTPStatus

from casefinder import child
from casefinder.answer.attachments import rules
from casefinder.answer.attachments.reencode import MAX_PAGES
from casefinder.errors import CasefinderError
from casefinder.files import FileStore

LIMITS = child.Limits(timeout_s=30, memory_mb=1024)
CODES = {
    "pixels": rules.TOO_MANY_PIXELS,
    "locked": rules.LOCKED_PDF,
    "pages": rules.TOO_MANY_PAGES,
    "broken": rules.BROKEN,
    "cut": rules.CUT_OFF,
    "lost": rules.LOST,
    "portfolio": rules.PORTFOLIO,
    "form": rules.FORM,
    "blank": rules.BLANK,
}


class FileRefused(CasefinderError):
    """A file that is not taken; the message says why and what to do instead."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True)
class StoredFile:
    """A file that lies in the store, not yet known to any response."""

    original_name: str
    media_type: str
    sha256: str
    thumbnail_sha256: str | None
    size_bytes: int
    width_px: int | None
    height_px: int | None


def take_in(name: str, data: bytes, *, files: FileStore, max_bytes: int) -> StoredFile:
    """Judge a file, re-encode it if it is an image, and put it into the store.

    Args:
        name: As the browser sent it.
        data: Its bytes.
        files: Where it is kept.
        max_bytes: The installation's limit.

    Raises:
        FileRefused: It is not taken; says why in words for the respondent.
    """
    shown = rules.clean_name(name)
    values = {"name": shown, "limit": max_bytes // (1024 * 1024), "pages": MAX_PAGES}
    if (message := rules.refusal(data, max_bytes=max_bytes)) is not None:
        raise FileRefused(message, **values)
    media_type = rules.media_type_of(data) or rules.PDF
    try:
        result = json.loads(
            child.run("casefinder.answer.attachments.reencode", media_type, limits=LIMITS, stdin=data)
        )
    except child.ChildFailed as error:
        raise FileRefused(CODES.get(str(error), rules.BROKEN), **values) from error
    kept = base64.b64decode(result["data"]) if result["data"] else data
    thumbnail = base64.b64decode(result["thumbnail"]) if result["thumbnail"] else None
    return StoredFile(
        original_name=shown,
        media_type=media_type,
        sha256=files.put(kept),
        thumbnail_sha256=files.put(thumbnail) if thumbnail else None,
        size_bytes=len(kept),
        width_px=result["width"],
        height_px=result["height"],
    )
