"""Staff pages: signing in and out, and one's own account."""

import logging
from datetime import datetime, timedelta

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from casefinder.clock import utc_now
from casefinder.config import Settings
from casefinder.db import reading, transaction
from casefinder.faces import Face, FaceBlueprint, Open, Role, allow
from casefinder.i18n import LANGUAGE_COOKIE, LANGUAGES
from casefinder.staff.accounts import browsers, queries, rules, service, throttle
from casefinder.staff.accounts.forms import PasswordForm, SignInForm
from casefinder.staff.accounts.gate import cookie_name
from casefinder.templating import say

bp = FaceBlueprint("accounts", __name__, face=Face.STAFF, url_prefix="/staff")
log = logging.getLogger(__name__)
YEAR_S = 365 * 24 * 3600


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _lasts() -> timedelta:
    return timedelta(hours=_settings().session_absolute_hours)


def idle_time() -> timedelta:
    """Return how long a session may lie idle."""
    return timedelta(minutes=_settings().session_idle_minutes)


def own_path(text: str | None, *, otherwise: str) -> str:
    """Return a path of this site that a route answers to GET; anything else leads home."""
    path = rules.local_path(text)
    if path is None:
        return otherwise
    try:
        current_app.url_map.bind("localhost").match(path.partition("?")[0].partition("#")[0], method="GET")
    except (HTTPException, RequestRedirect):
        return otherwise
    return path


def _with_cookie(answer: Response, token: str) -> Response:
    settings = _settings()
    answer.set_cookie(
        cookie_name(settings), token, path="/", httponly=True, samesite="Lax", secure=settings.secure_cookies
    )
    return answer


@bp.get("/sign-in")
@allow(Open.EVERYONE)
def sign_in() -> ResponseReturnValue:
    """Ask for address and password; who is signed in already goes on."""
    if g.account is not None:
        return redirect(home_page(), code=303)
    return _sign_in_page(SignInForm())


@bp.post("/sign-in")
@allow(Open.EVERYONE)
def send_sign_in() -> ResponseReturnValue:
    """Start a session; whatever is wrong, the answer is the same."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form), 422
    now = utc_now()
    try:
        account_id = _checked(str(form.email.data), str(form.password.data), now)
    except service.WrongSignIn as error:
        log.warning("a sign-in failed")
        return _sign_in_page(form, wrong=say(error)), 422
    old = request.cookies.get(cookie_name(_settings()))
    with transaction() as session:
        if old:
            service.sign_out(session, old, now=now)
        started = service.sign_in(session, account_id, lasts=_lasts(), now=now)
    form_session.clear()
    onward = own_path(request.args.get("next"), otherwise=home_page())
    answer = _with_cookie(redirect(onward, code=303), started.token)
    return browsers.remember(answer, account_id, _settings())


def _checked(email: str, password: str, now: datetime) -> int:
    """Return whose address and password these are; every try counts, and each failure is told to the trail."""
    network = rules.network_of(request.remote_addr)
    with reading() as session:
        account = queries.by_email(session, email)
    browser = browsers.known(request.cookies, account.id if account else None, _settings())
    try:
        with transaction() as session:
            tries = throttle.note_try(session, email, network=network, browser=browser, now=now)
    except throttle.TooMany as error:
        raise service.WrongSignIn from error
    try:
        with reading() as session:
            return service.check_password(session, email, password, now=now)
    except service.WrongSignIn:
        with transaction() as session:
            service.note_failure(session, email, tries=tries, network=network, now=now)
        raise


def _sign_in_page(form: SignInForm, *, wrong: str = "") -> str:
    return render_template("staff/accounts/sign_in.html", form=form, wrong=wrong)


def home_page() -> str:
    """Return where one begins."""
    return (
        url_for("overview.index")
        if "overview.index" in current_app.view_functions
        else url_for("accounts.me")
    )


@bp.post("/sign-out")
@allow(Open.EVERYONE)
def sign_out() -> ResponseReturnValue:
    """End the session here and on the server."""
    settings = _settings()
    if token := request.cookies.get(cookie_name(settings)):
        with transaction() as session:
            service.sign_out(session, token, now=utc_now())
    form_session.clear()
    flash(_("You are signed out."), "ok")
    answer = redirect(url_for(".sign_in"), code=303)
    answer.delete_cookie(
        cookie_name(settings), path="/", httponly=True, samesite="Lax", secure=settings.secure_cookies
    )
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.post("/language")
@allow(Open.EVERYONE)
def set_language() -> ResponseReturnValue:
    """Keep the chosen language in a cookie and go back to the page."""
    language = request.form.get("language", "")
    referrer = request.referrer or ""
    back = (
        referrer.removeprefix(request.host_url.rstrip("/")) if referrer.startswith(request.host_url) else ""
    )
    answer = redirect(own_path(request.form.get("next") or back, otherwise=home_page()), code=303)
    if language in LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE, language, max_age=YEAR_S, path="/", samesite="Lax", httponly=True,
            secure=_settings().secure_cookies,
        )  # fmt: skip
    return answer


@bp.get("/me")
@allow(Role.READER)
def me() -> ResponseReturnValue:
    """Show one's own account: password and sessions."""
    return _me_page(PasswordForm())


def _me_page(form: PasswordForm) -> str:
    with reading() as session:
        own = queries.account_of(session, g.account.id)
        return render_template(
            "staff/accounts/me.html", form=form, own=own, role_name=rules.ROLE_NAMES[own.role],
            sessions=queries.open_sessions(session, own.id, idle=idle_time(), now=utc_now()),
        )  # fmt: skip


@bp.post("/me/password")
@allow(Role.READER)
def change_password() -> ResponseReturnValue:
    """Change the password; all other sessions end."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _me_page(form), 422
    try:
        with transaction() as session:
            started = service.change_password(
                session,
                g.account.id,
                present=form.present.data,
                new=form.new.data,
                lasts=_lasts(),
                now=utc_now(),
                is_proved=g.is_proved,
            )
    except service.WrongSignIn as error:
        form.present.errors = [say(error)]
        return _me_page(form), 422
    except service.PoorPassword as error:
        form.new.errors = [say(error)]
        return _me_page(form), 422
    form_session.clear()
    flash(_("The password is changed. All other sessions have ended."), "ok")
    return _with_cookie(redirect(url_for(".me"), code=303), started.token)


@bp.post("/me/sessions/<int:session_id>/end")
@allow(Role.READER)
def end_own_session(session_id: int) -> ResponseReturnValue:
    """End one of one's own sessions."""
    with transaction() as session:
        service.end_session(session, g.account.id, session_id, now=utc_now())
    flash(_("The session has ended."), "ok")
    return redirect(url_for(".me"), code=303)


@bp.post("/me/sessions/end-others")
@allow(Role.READER)
def end_other_sessions() -> ResponseReturnValue:
    """End all of one's own sessions but this one."""
    with transaction() as session:
        service.end_sessions(session, g.account.id, keep=g.account.session_id, now=utc_now())
    flash(_("All other sessions have ended."), "ok")
    return redirect(url_for(".me"), code=303)
