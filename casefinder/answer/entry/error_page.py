"""What a respondent sees when something went wrong: why, what was sent and is not stored, and the way back."""

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from casefinder import measure
from casefinder.answer.entry.typed import Sent, again, sent_pieces
from casefinder.ask.invitations.rules import LinkScope

MAY_BE_SENT_AGAIN = frozenset({500, 502, 503})


def error_page(status: int, message: str, reference: str) -> ResponseReturnValue:
    """Return the page of an error; it asks the database nothing."""
    return (
        render_template(
            "errors/respondent.html",
            status=status,
            message=message,
            reference=reference,
            pieces=pieces_sent(),
            files=files_sent(),
            again=_again(status),
            back=way_back(),
            most_mb=measure.MAX_BODY_BYTES // 2**20,
            **({"invited": g.invited} if "invited" in g else {}),
        ),
        status,
    )


def is_own_page() -> bool:
    """Say whether a page of this site sent the request: another site's page gets nothing shown again."""
    return request.headers.get("Sec-Fetch-Site") != "cross-site"


def pieces_sent() -> list[Sent]:
    """Return what a person sent with the present request; nothing where it was too much to be read at all."""
    return sent_pieces(_form()) if is_own_page() else []


def files_sent() -> list[str]:
    """Return the names of the files that came with the present request."""
    if not is_own_page():
        return []
    try:
        return [name for each in request.files.values() if (name := each.filename or "")]
    except HTTPException:
        return []


def way_back() -> str:
    """Return the address of the list of sections, of the handed-on section, or of the link's first page."""
    if "invited" in g and g.invited.scope is LinkScope.SECTIONS:
        return url_for("answering.section", ref=g.invited.ref, key=g.invited.section_keys[0])
    place, _, rest = request.path.lstrip("/").partition("/")
    which = rest.partition("/")[0]
    if place == "r" and which:
        return url_for("answering.home", ref=which)
    return url_for("invitation_pages.first", token=which) if place == "i" and which else ""


def _form() -> dict[str, list[str]]:
    if request.method != "POST":
        return {}
    try:
        return request.form.to_dict(flat=False)
    except HTTPException:
        return {}


def _again(status: int) -> list[tuple[str, str]]:
    """Return the inputs that send the same once more, where that may help and a person typed something."""
    if status not in MAY_BE_SENT_AGAIN or not request.endpoint or not pieces_sent():
        return []
    return again(_form())
