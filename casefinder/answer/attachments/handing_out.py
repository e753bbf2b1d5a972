"""The answer that hands a file out: always as a download, never as a page of ours."""

import logging
from http import HTTPStatus

from flask import Response, send_file

from casefinder.answer.attachments.service import OpenFile
from casefinder.errors import N_, CasefinderError

log = logging.getLogger(__name__)


class FileIsMissing(CasefinderError):
    """The file is known and its bytes are not where they should be: ours to put right, not the reader's."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    message = N_(
        "This file is not in its place at present. It is our fault, and nothing you can mend. Please tell us; we bring it back from the backup."
    )


def file_answer(opened: OpenFile) -> Response:
    """Return the file with headers under which no browser runs anything that is in it.

    Raises:
        FileIsMissing: Its bytes are gone.
    """
    if not opened.path.is_file():
        log.error("the bytes of file %s are missing", opened.path.name)
        raise FileIsMissing
    answer = send_file(
        opened.path, mimetype=opened.media_type, as_attachment=True, download_name=opened.download_name
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
