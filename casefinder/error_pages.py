"""One handler makes a page of every expected error; an error page asks the database nothing."""

import logging
import secrets
from http import HTTPStatus

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError
from werkzeug.exceptions import HTTPException, SecurityError

from casefinder.db import is_unavailable
from casefinder.errors import N_, CasefinderError
from casefinder.faces import Face, error_page_of, present_face

log = logging.getLogger(__name__)

PLAIN = {
    HTTPStatus.NOT_FOUND: N_("We could not find this page."),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("This address does not take what was sent."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: N_(
        "What you sent is too large. Please send less at once; what was saved before is safe."
    ),
    HTTPStatus.REQUEST_TIMEOUT: N_(
        "What you sent did not arrive in time. Please send it again; what was saved before is safe."
    ),
    HTTPStatus.FORBIDDEN: N_("Your role does not allow this."),
    HTTPStatus.BAD_REQUEST: N_(
        "We could not read what was sent. Please go back, reload the page and send it again."
    ),
}
BUSY = N_(
    "It could not be saved just now. What you typed is still on your screen: go back and press save again."
)
AWAY = N_(
    "This page cannot be shown just now. What was saved before is safe. Please reload it in a moment; if it stays so, tell us the number."
)
BROKEN = N_(
    "Something went wrong on our side. What was saved before is safe. Please try again; if it stays so, tell us the number."
)
OLD_PAGE = N_("This page was open for too long. Go back, reload it and send it again; copy long texts first.")


def page(
    status: int, message: str, *, reference: str = "", retry_after_s: int | None = None
) -> ResponseReturnValue:
    """Return the error page of the present face."""
    face = present_face()
    if request.accept_mimetypes.best == "application/json":
        body: ResponseReturnValue = {"error": message, "reference": reference}, status
    elif own := error_page_of(current_app, face):
        body = own(status, message, reference)
    else:
        is_staff = face is Face.STAFF
        body = (
            render_template(
                "errors/staff.html" if is_staff else "errors/error.html", status=status, message=message,
                reference=reference, face=face, back=page_before(),
            ),
            status,
        )  # fmt: skip
    return (*body, {"Retry-After": str(retry_after_s)}) if retry_after_s else body  # type: ignore[misc]


def page_before() -> str:
    """Return the page of this site that one came from; empty when there is none, or it is this very page."""
    site = request.host_url
    referrer = request.referrer or ""
    if not referrer.startswith(site) or (request.method == "GET" and referrer == request.url):
        return ""
    return "/" + referrer.removeprefix(site).lstrip("/")


def init_error_pages(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(CasefinderError)
    def expected(error: CasefinderError) -> ResponseReturnValue:
        return page(error.status, gettext(error.message, **error.values))

    @app.errorhandler(CSRFError)
    def old_page(_: CSRFError) -> ResponseReturnValue:
        return page(400, gettext(OLD_PAGE))

    @app.errorhandler(SecurityError)
    def wrong_host(_: SecurityError) -> ResponseReturnValue:
        return "unknown host\n", 400, {"Content-Type": "text/plain; charset=utf-8"}

    @app.errorhandler(HTTPException)
    def plain(error: HTTPException) -> ResponseReturnValue:
        if error.response is not None or (error.code or 500) < 400:
            return error.get_response()
        message = PLAIN.get(HTTPStatus(error.code or 500), PLAIN[HTTPStatus.BAD_REQUEST])
        return page(error.code or 500, gettext(message))

    @app.errorhandler(DatabaseError)
    def busy(error: DatabaseError) -> ResponseReturnValue:
        if not is_unavailable(error):
            return broken(error)
        reference = secrets.token_hex(4)
        log.error("database unavailable, reference %s: %s", reference, type(error.orig).__name__)
        message = AWAY if request.method in ("GET", "HEAD") else BUSY
        return page(503, gettext(message), reference=reference, retry_after_s=10)

    @app.errorhandler(Exception)
    def broken(error: Exception) -> ResponseReturnValue:
        reference = secrets.token_hex(4)
        log.error("unexpected error, reference %s", reference, exc_info=error)
        return page(500, gettext(BROKEN), reference=reference)
