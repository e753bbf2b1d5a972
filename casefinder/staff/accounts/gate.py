"""The door of the staff face: who is signed in, and does the role reach this far."""

import logging
from datetime import timedelta
from urllib.parse import urlencode

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DatabaseError

from casefinder.clock import utc_now
from casefinder.config import Settings
from casefinder.db import is_unavailable, reading, transaction
from casefinder.error_pages import page_before
from casefinder.errors import NotAllowedError, NotFoundError
from casefinder.faces import Open, Policy, Role, SignedIn
from casefinder.staff.accounts import queries, rules, service
from casefinder.staff.accounts.second_factor_rules import needs_second_factor
from casefinder.staff.audit import service as audit

LEAST_TYPED_CHARS = 10
log = logging.getLogger(__name__)
CHANGE_FIRST = ("accounts.me", "accounts.change_password", "accounts.sign_out", "accounts.set_language")


PROVE_FIRST = (
    "second_factor.show", "second_factor.prove", "second_factor.set_up", "accounts.sign_out", "accounts.set_language",
)  # fmt: skip


def cookie_name(settings: Settings) -> str:
    """Return the name of the session cookie; over HTTPS it is bound to this host."""
    return "__Host-cf-staff" if settings.secure_cookies else "cf-staff"


def gate(policy: Policy) -> ResponseReturnValue | None:
    """Let a request to a staff page pass, or answer instead; sets `g.account`.

    Raises:
        NotAllowedError: The account's role does not reach this far.
    """
    found = _look()
    g.account = None if found is None else _signed_in(found)
    if policy is Open.EVERYONE:
        return None
    if not isinstance(policy, Role):
        raise NotFoundError
    if found is None:
        return _told_what_was_sent() or _to_sign_in()
    g.is_proved = found.is_proved
    is_missing = needs_second_factor(found.role) and not found.is_proved
    if is_missing and found.is_enrolled and request.endpoint not in PROVE_FIRST:
        return _to_second_factor()
    if found.must_change_password and request.endpoint not in CHANGE_FIRST:
        return redirect(url_for("accounts.me"), code=303)
    if is_missing and not found.must_change_password and request.endpoint not in PROVE_FIRST:
        return _to_second_factor()
    if g.account.role < policy:
        log.warning("account %s was refused %s", found.account_id, request.endpoint)
        with transaction() as session:
            audit.record(
                session, "access.refused", subject_kind="account", subject_id=found.account_id, at=utc_now(),
                account_id=found.account_id, page=request.endpoint or "",
            )  # fmt: skip
        raise NotAllowedError
    return None


def _look() -> queries.Found | None:
    settings: Settings = current_app.extensions["settings"]
    token = request.cookies.get(cookie_name(settings))
    if not token:
        return None
    now = utc_now()
    idle = timedelta(minutes=settings.session_idle_minutes)
    with reading() as session:
        found = queries.live_session(session, service.digest(token), idle=idle, now=now)
    if found is not None and now - found.seen_at >= rules.TOUCH_EVERY:
        try:
            with transaction() as session:
                service.touch(session, found.session_id, now=now)
        except DatabaseError as error:
            if not is_unavailable(error):
                raise
            log.warning("session %s could not be noted as in use", found.session_id)
    return found


def _signed_in(found: queries.Found) -> SignedIn:
    return SignedIn(found.account_id, found.name, found.email, Role[found.role.upper()], found.session_id)


def _to_sign_in() -> ResponseReturnValue:
    return _to(url_for("accounts.sign_in"))


def _told_what_was_sent() -> ResponseReturnValue | None:
    """Return a page with the texts of a form that came too late; None when nobody typed any."""
    if request.method != "POST" or request.accept_mimetypes.best == "application/json":
        return None
    sent = [
        value for name, value in request.form.items(multi=True) if "password" not in name and _is_typed(value)
    ]
    if not sent:
        return None
    back = page_before()
    return render_template(
        "staff/accounts/signed_out.html", sent=sent, back=back if rules.local_path(back) else ""
    ), 401


def _is_typed(value: str) -> bool:
    """Say whether a value is a text that somebody would miss: no token, no number, no word."""
    return len(value) >= LEAST_TYPED_CHARS and (not value.isascii() or " " in value.strip())


def _to_second_factor() -> ResponseReturnValue:
    return _to(url_for("second_factor.show"))


def _to(page: str) -> ResponseReturnValue:
    if request.accept_mimetypes.best == "application/json":
        return {"error": "signed out", "sign_in": page}, 401
    onward = request.full_path.rstrip("?") if request.method == "GET" else ""
    query = f"?{urlencode({'next': onward})}" if rules.local_path(onward) else ""
    return redirect(page + query, code=303)
