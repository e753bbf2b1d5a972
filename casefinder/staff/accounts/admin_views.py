"""Staff pages: the administrator's list of accounts."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.errors import CasefinderError
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.paging import asked_page
from casefinder.staff.accounts import administration, queries, rules, service
from casefinder.staff.accounts.forms import AccountForm, RoleForm
from casefinder.staff.accounts.views import idle_time
from casefinder.templating import say

bp = FaceBlueprint("account_list", __name__, face=Face.STAFF, url_prefix="/staff/accounts")


@bp.get("/")
@allow(Role.ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """List the accounts."""
    words, role, sort = asked_list()
    with reading() as session:
        found = queries.accounts(words=words, role=role, sort=sort)
        page = asked_page(queries.count(session, found), queries.PAGE_SIZE)
        rows = queries.page_of(session, found, page.number)
        return render_template(
            "staff/accounts/index.html", rows=rows, page=page,
            words=words, role=role, sort=sort, role_names=rules.ROLE_NAMES,
        )  # fmt: skip


def asked_list() -> tuple[str, str, str]:
    """Return the words, the role and the order that the address asks for."""
    given = request.args
    return given.get("q", "").strip()[:100], given.get("role", ""), given.get("sort", "name")


@bp.get("/new")
@allow(Role.ADMINISTRATOR)
def new() -> ResponseReturnValue:
    """Ask for a new account's name, address and role."""
    return render_template("staff/accounts/new.html", form=AccountForm())


@bp.post("/new")
@allow(Role.ADMINISTRATOR)
def add() -> ResponseReturnValue:
    """Add an account and show its one-time password, this once."""
    form = AccountForm()
    if not form.validate_on_submit():
        return render_template("staff/accounts/new.html", form=form), 422
    try:
        with transaction() as session:
            added = service.create_account(
                session, email=form.email.data, name=form.name.data, role=form.chosen_role(), now=utc_now(),
                by=g.account.id,
            )  # fmt: skip
    except CasefinderError as error:
        form.email.errors = [say(error)]
        return render_template("staff/accounts/new.html", form=form), 422
    return _password_page(added.account_id, added.one_time_password or "")


def _password_page(account_id: int, password: str) -> str:
    with reading() as session:
        account = queries.account_of(session, account_id)
        return render_template("staff/accounts/one_time.html", shown=account, password=password)


@bp.get("/<int:account_id>")
@allow(Role.ADMINISTRATOR)
def show(account_id: int) -> ResponseReturnValue:
    """Show one account and what can be done with it."""
    return _account_page(account_id, None)


def _account_page(account_id: int, form: RoleForm | None) -> str:
    with reading() as session:
        account = queries.account_of(session, account_id)
        return render_template(
            "staff/accounts/show.html", shown=account, form=form or RoleForm(role=account.role),
            role_name=rules.ROLE_NAMES[account.role],
            sessions=queries.open_sessions(session, account_id, idle=idle_time(), now=utc_now()),
        )  # fmt: skip


@bp.post("/<int:account_id>/role")
@allow(Role.ADMINISTRATOR)
def change_role(account_id: int) -> ResponseReturnValue:
    """Give another role."""
    form = RoleForm()
    if not form.validate_on_submit():
        return _account_page(account_id, form), 422
    try:
        with transaction() as session:
            administration.change_role(
                session, account_id, form.chosen_role(), by=g.account.id, now=utc_now()
            )
    except administration.LastAdministrator as error:
        form.role.errors = [say(error)]
        return _account_page(account_id, form), 409
    return _back(account_id, _("The role is changed. The person has to sign in again."))


@bp.post("/<int:account_id>/disable")
@allow(Role.ADMINISTRATOR)
def disable(account_id: int) -> ResponseReturnValue:
    """Let the account sign in no more."""
    with transaction() as session:
        administration.disable_account(session, account_id, by=g.account.id, now=utc_now())
    return _back(account_id, _("The account is disabled. Its sessions have ended."))


@bp.post("/<int:account_id>/enable")
@allow(Role.ADMINISTRATOR)
def enable(account_id: int) -> ResponseReturnValue:
    """Let the account sign in again."""
    with transaction() as session:
        administration.enable_account(session, account_id, by=g.account.id, now=utc_now())
    return _back(account_id, _("The account can sign in again."))


@bp.post("/<int:account_id>/password")
@allow(Role.ADMINISTRATOR)
def reset_password(account_id: int) -> ResponseReturnValue:
    """Give a new one-time password and show it, this once."""
    with transaction() as session:
        given = administration.reset_password(session, account_id, by=g.account.id, now=utc_now())
    return _password_page(account_id, given)


@bp.post("/<int:account_id>/second-factor")
@allow(Role.ADMINISTRATOR)
def reset_second_factor(account_id: int) -> ResponseReturnValue:
    """Let the person set the second factor up anew at the next sign-in."""
    with transaction() as session:
        administration.reset_second_factor(session, account_id, by=g.account.id, now=utc_now())
    return _back(
        account_id, _("The second factor is set up anew at the next sign-in. Its sessions have ended.")
    )


@bp.post("/<int:account_id>/sessions/end")
@allow(Role.ADMINISTRATOR)
def end_sessions(account_id: int) -> ResponseReturnValue:
    """End all sessions of the account."""
    with transaction() as session:
        administration.end_all_sessions(session, account_id, by=g.account.id, now=utc_now())
    return _back(account_id, _("All sessions of this account have ended."))


def _back(account_id: int, message: str) -> ResponseReturnValue:
    flash(message, "ok")
    if account_id == g.account.id:
        return redirect(url_for("accounts.me"), code=303)
    return redirect(url_for(".show", account_id=account_id), code=303)
