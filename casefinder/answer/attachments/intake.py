"""Taking a file in: judged at a glance when it comes, later opened and re-encoded in a child process with limits."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from casefinder import child
from casefinder.answer.attachments import glance, rules
from casefinder.answer.attachments.reencode import MAX_PAGES
from casefinder.errors import CasefinderError
from casefinder.files import FileStore, StoreFull

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
class ReceivedFile:
    """A file as it came, waiting apart from the others until it is read."""

    original_name: str
    media_type: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class StoredFile:
    """A file as it is kept."""

    sha256: str
    thumbnail_sha256: str | None
    size_bytes: int
    width_px: int | None
    height_px: int | None


def receive(name: str, data: bytes, *, waiting: FileStore, max_bytes: int) -> ReceivedFile:
    """Keep a file until it is read, after what can be said of it at a glance: size, kind, number of pixels.

    Args:
        name: As the browser sent it.
        data: Its bytes.
        waiting: Where it waits.
        max_bytes: The installation's limit.

    Raises:
        FileRefused: It is not taken; says why in words for the respondent.
    """
    shown = rules.clean_name(name)
    message = rules.refusal(data, max_bytes=max_bytes) or _at_a_glance(data)
    if message is not None:
        raise FileRefused(message, **values_of(shown, max_bytes))
    try:
        digest = waiting.put(data)
    except StoreFull as error:
        raise FileRefused(rules.NO_ROOM, name=shown) from error
    return ReceivedFile(shown, rules.media_type_of(data) or rules.PDF, digest, len(data))


def values_of(name: str, max_bytes: int) -> dict[str, object]:
    """Return the named values of all messages about a file."""
    return {"name": name, "limit": max_bytes // (1024 * 1024), "pages": MAX_PAGES}


def _at_a_glance(data: bytes) -> str | None:
    size = glance.size_of(data)
    return (
        rules.TOO_MANY_PIXELS
        if size is not None and glance.is_too_large(*size, is_png=data.startswith(b"\x89PNG"))
        else None
    )


def take_in(
    data: bytes,
    media_type: str,
    *,
    files: FileStore,
    on_tick: Callable[[], None] | None = None,
    limits: child.Limits = LIMITS,
) -> StoredFile:
    """Read a file in a child process, re-encode it if it is an image, and put it into the store.

    A child that dies, runs out of time or out of memory over a file says that the file is broken.

    Args:
        data: Its bytes.
        media_type: What its first bytes say it is.
        files: Where it is kept.
        on_tick: Called now and then while it is read.
        limits: What the child may use.

    Raises:
        FileRefused: It is not taken; the message says why.
    """
    try:
        result = json.loads(
            child.run(
                "casefinder.answer.attachments.reencode",
                media_type,
                limits=limits,
                stdin=data,
                on_tick=on_tick,
            )
        )
    except child.ChildFailed as error:
        raise FileRefused(CODES.get(str(error), rules.BROKEN)) from error
    kept = base64.b64decode(result["data"]) if result["data"] else data
    thumbnail = base64.b64decode(result["thumbnail"]) if result["thumbnail"] else None
    return StoredFile(
        sha256=files.put(kept),
        thumbnail_sha256=files.put(thumbnail) if thumbnail else None,
        size_bytes=len(kept),
        width_px=result["width"],
        height_px=result["height"],
    )
