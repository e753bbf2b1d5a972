"""Staff pages: the second factor. Setting it up, typing a code, recovery codes to print."""

from datetime import datetime

from flask import current_app, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.clock import utc_now
from casefinder.config import Settings
from casefinder.db import reading, transaction
from casefinder.errors import NotPossibleError
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.staff.accounts import queries, second_factor, throttle
from casefinder.staff.accounts import second_factor_rules as rules
from casefinder.staff.accounts.forms import CodeForm
from casefinder.staff.accounts.views import home_page, own_path
from casefinder.templating import say

bp = FaceBlueprint("second_factor", __name__, face=Face.STAFF, url_prefix="/staff/second-factor")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


@bp.get("/")
@allow(Role.READER)
def show() -> ResponseReturnValue:
    """Ask for a code, or show what is put into the telephone; who has proved it sees how many recovery codes are left."""
    return _page(CodeForm())


def _page(form: CodeForm) -> str:
    with reading() as session:
        own = queries.account_of(session, g.account.id)
        if own.factor_since is None:
            shown = second_factor.enrolment(own, key=_settings().secret_key, issuer="casefinder")
            return render_template("staff/accounts/factor_set_up.html", form=form, shown=shown)
        if g.is_proved:
            left = second_factor.codes_left(session, own.id)
            return render_template("staff/accounts/factor.html", own=own, left=left)
    return render_template("staff/accounts/factor_code.html", form=form)


@bp.post("/")
@allow(Role.READER)
def prove() -> ResponseReturnValue:
    """Take a code or a recovery code and go on to where one wanted to go."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        is_recovery = _proved(str(form.code.data))
    except second_factor.WrongCode as error:
        form.code.errors = [say(error)]
        return _page(form), 422
    if is_recovery:
        flash(_("A recovery code was used up. Print new ones before the last one is gone."), "warn")
    return redirect(own_path(request.args.get("next"), otherwise=home_page()), code=303)


def _proved(code: str) -> bool:
    now = utc_now()
    _count(now)
    with transaction() as session:
        return second_factor.prove(
            session, g.account.id, g.account.session_id, code, key=_settings().secret_key, now=now
        )


def _count(now: datetime) -> None:
    try:
        with transaction() as session:
            throttle.note_code(session, g.account.id, now=now)
    except throttle.TooMany as error:
        raise second_factor.WrongCode from error


@bp.post("/set-up")
@allow(Role.READER)
def set_up() -> ResponseReturnValue:
    """Take the first code and show the recovery codes, this once."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _page(form), 422
    now = utc_now()
    try:
        _count(now)
        with transaction() as session:
            codes = second_factor.enrol(
                session,
                g.account.id,
                g.account.session_id,
                str(form.code.data),
                key=_settings().secret_key,
                now=now,
            )
    except second_factor.WrongCode as error:
        form.code.errors = [say(error)]
        return _page(form), 422
    return _codes_page(codes)


@bp.post("/recovery")
@allow(Role.READER)
def renew_codes() -> ResponseReturnValue:
    """Make new recovery codes and show them, this once."""
    if not g.is_proved:
        raise NotPossibleError
    with transaction() as session:
        codes = second_factor.renew_recovery_codes(
            session, g.account.id, key=_settings().secret_key, now=utc_now()
        )
    return _codes_page(codes)


def _codes_page(codes: list[str]) -> str:
    onward = own_path(request.args.get("next"), otherwise=home_page())
    return render_template(
        "staff/accounts/factor_recovery.html",
        codes=codes,
        onward=onward,
        digits=rules.DIGITS,
        name=g.account.name,
    )
