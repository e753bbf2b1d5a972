"""The answer that hands a file out: always as a download, never as a page of ours."""

from flask import Response, send_file

from casefinder.answer.attachments.service import OpenFile


def file_answer(opened: OpenFile) -> Response:
    """Return the file with headers under which no browser runs anything that is in it."""
    answer = send_file(
        opened.path, mimetype=opened.media_type, as_attachment=True, download_name=opened.download_name
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
