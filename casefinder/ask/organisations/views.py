"""Staff pages: the register, one organisation, adding and changing."""

from typing import Any

from flask import Response, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.ask.organisations import comparing, exchange, queries, rules, service
from casefinder.ask.organisations.errors import CodeTaken, OrganisationInvalid, RegisterChanged
from casefinder.ask.organisations.forms import FactForm, FileForm, OrganisationForm, TakeOverForm
from casefinder.clock import utc_now
from casefinder.config import Settings
from casefinder.db import reading, transaction
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.incoming import FileGone, Incoming
from casefinder.paging import asked_page
from casefinder.staff.trail.watching import note_export, shows_personal_data
from casefinder.tables import NotATable, read_table
from casefinder.tables.workbook import WORKBOOK_TYPE, workbook_of
from casefinder.templating import say

bp = FaceBlueprint("organisations", __name__, face=Face.STAFF, url_prefix="/staff/organisations")
FILTERS = ("q", "kind", "subprefecture", "state", "sort")


def _filters() -> dict[str, str]:
    asked = {name: request.args.get(name, "").strip()[:100] for name in FILTERS}
    return {**asked, "sort": asked["sort"] if asked["sort"] in queries.SORTS else "code"}


def region_word() -> str:
    """Return what the parts of the prefecture are called here."""
    settings: Settings = current_app.extensions["settings"]
    return settings.here.region


def _selection(asked: dict[str, str]) -> queries.Selection:
    return queries.organisations(
        words=asked["q"],
        kind=asked["kind"],
        subprefecture=asked["subprefecture"],
        state=asked["state"],
        sort=asked["sort"],
    )


def _list_url(kept: dict[str, str], **changed: str) -> str:
    values: dict[str, Any] = {**kept, **changed}
    return url_for(".index", **values)


@bp.get("/")
@allow(Role.READER)
@shows_personal_data("organisation")
def index() -> ResponseReturnValue:
    """List the register."""
    asked = _filters()
    kept = {name: value for name, value in asked.items() if value and (name, value) != ("sort", "code")}
    with reading() as session:
        found = _selection(asked)
        page = asked_page(queries.count(session, found), queries.PAGE_SIZE)
        rows = queries.page_of(session, found, page.number)
        places = queries.places(session)
    return render_template(
        "ask/organisations/index.html", rows=rows, page=page, asked=asked, kept=kept,
        kind_labels=rules.KIND_LABELS, places=places.names if places.areas else (),
        sort_url=lambda key: _list_url(kept, sort=key),
    )  # fmt: skip


@bp.get("/organisations.csv")
@allow(Role.EDITOR)
def export() -> ResponseReturnValue:
    """Give the present selection as a CSV file that can be read in again."""
    with reading() as session:
        text = exchange.written(queries.exported(session, _selection(_filters())), region_word())
    note_export("organisation", None, form="csv", rows=text.count("\r\n") - 1)
    return download("\ufeff" + text, "text/csv", "organisations.csv")


@bp.get("/organisations.xlsx")
@allow(Role.EDITOR)
def export_workbook() -> ResponseReturnValue:
    """Give the present selection as a workbook that keeps every code as it is, and can be read in again."""
    with reading() as session:
        rows = exchange.rows(queries.exported(session, _selection(_filters())), region_word())
    note_export("organisation", None, form="xlsx", rows=len(rows) - 1)
    return download(workbook_of(rows, title="団体"), WORKBOOK_TYPE, "organisations.xlsx")


def download(content: str | bytes, mimetype: str, name: str) -> Response:
    """Return an answer that a browser saves as a file."""
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get("/new")
@allow(Role.EDITOR)
def new() -> ResponseReturnValue:
    """Ask for a new organisation."""
    return render_template("ask/organisations/edit.html", form=_form(), shown=None)


def _form(**given: object) -> OrganisationForm:
    with reading() as session:
        return OrganisationForm(queries.places(session), **given)


@bp.post("/new")
@allow(Role.EDITOR)
def add() -> ResponseReturnValue:
    """Add an organisation."""
    form = _form()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                added = service.add_organisation(
                    session, form.to_entry(), now=utc_now(), account_id=g.account.id
                )
                organisation_id = added.id
        except (OrganisationInvalid, CodeTaken) as error:
            _say_beside(form, error)
        else:
            flash(_("The organisation is in the register."), "ok")
            return redirect(url_for(".show", organisation_id=organisation_id), code=303)
    return render_template("ask/organisations/edit.html", form=form, shown=None), 422


@bp.get("/<int:organisation_id>")
@allow(Role.READER)
@shows_personal_data("organisation", "organisation_id")
def show(organisation_id: int) -> ResponseReturnValue:
    """Show one organisation with its facts."""
    return _show_page(organisation_id, FactForm())


def _show_page(organisation_id: int, form: FactForm) -> str:
    with reading() as session:
        return render_template(
            "ask/organisations/show.html", shown=queries.organisation_of(session, organisation_id), form=form,
            kind_labels=rules.KIND_LABELS, type_labels=rules.TYPE_LABELS, fact_kinds=rules.FACT_BY_KEY,
        )  # fmt: skip


@bp.get("/<int:organisation_id>/edit")
@allow(Role.EDITOR)
def edit(organisation_id: int) -> ResponseReturnValue:
    """Ask what is to be changed."""
    with reading() as session:
        shown = queries.organisation_of(session, organisation_id)
        form = OrganisationForm(queries.places(session), obj=shown)
        return render_template("ask/organisations/edit.html", form=form, shown=shown)


@bp.post("/<int:organisation_id>/edit")
@allow(Role.EDITOR)
def change(organisation_id: int) -> ResponseReturnValue:
    """Change an organisation's entry."""
    form = _form()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                service.change_organisation(
                    session, organisation_id, form.to_entry(), now=utc_now(), account_id=g.account.id
                )
        except (OrganisationInvalid, CodeTaken) as error:
            _say_beside(form, error)
        else:
            flash(_("The entry is changed."), "ok")
            return redirect(url_for(".show", organisation_id=organisation_id), code=303)
    with reading() as session:
        shown = queries.organisation_of(session, organisation_id)
        return render_template("ask/organisations/edit.html", form=form, shown=shown), 422


def _say_beside(form: OrganisationForm | FactForm, error: OrganisationInvalid | CodeTaken) -> None:
    if isinstance(error, CodeTaken):
        form.code.errors = [say(error)]
        return
    for problem in error.problems:
        form[problem.field].errors = [*form[problem.field].errors, say(problem)]


@bp.post("/<int:organisation_id>/retire")
@allow(Role.EDITOR)
def retire(organisation_id: int) -> ResponseReturnValue:
    """Take an organisation out of use."""
    with transaction() as session:
        service.retire_organisation(session, organisation_id, now=utc_now(), account_id=g.account.id)
    flash(_("The organisation is out of use. You can bring it back here."), "ok")
    return redirect(url_for(".show", organisation_id=organisation_id), code=303)


@bp.post("/<int:organisation_id>/restore")
@allow(Role.EDITOR)
def restore(organisation_id: int) -> ResponseReturnValue:
    """Bring an organisation back."""
    with transaction() as session:
        service.restore_organisation(session, organisation_id, now=utc_now(), account_id=g.account.id)
    flash(_("The organisation is in use again."), "ok")
    return redirect(url_for(".show", organisation_id=organisation_id), code=303)


@bp.post("/<int:organisation_id>/facts")
@allow(Role.EDITOR)
def set_fact(organisation_id: int) -> ResponseReturnValue:
    """Write a dated value."""
    form = FactForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                service.set_fact(
                    session, organisation_id, form.to_fact(), now=utc_now(), account_id=g.account.id
                )
        except OrganisationInvalid as error:
            _say_beside(form, error)
        else:
            flash(_("The value is saved."), "ok")
            return redirect(url_for(".show", organisation_id=organisation_id), code=303)
    return _show_page(organisation_id, form), 422


@bp.post("/<int:organisation_id>/facts/<int:fact_id>/remove")
@allow(Role.EDITOR)
def remove_fact(organisation_id: int, fact_id: int) -> ResponseReturnValue:
    """Take a dated value away."""
    with transaction() as session:
        service.remove_fact(session, organisation_id, fact_id, now=utc_now(), account_id=g.account.id)
    flash(_("The value is removed."), "ok")
    return redirect(url_for(".show", organisation_id=organisation_id), code=303)


@bp.get("/read-in")
@allow(Role.EDITOR)
def choose_file() -> ResponseReturnValue:
    """Ask for a file."""
    return render_template("ask/organisations/read_in.html", form=FileForm(), columns=_columns())


@bp.post("/read-in")
@allow(Role.EDITOR)
def look_at_file() -> ResponseReturnValue:
    """Show what a file would change; nothing is changed yet."""
    form = FileForm()
    if form.validate_on_submit():
        content = form.file.data.read()
        try:
            file = _read(content)
        except NotATable as error:
            form.file.errors = [say(error)]
        else:
            return _preview(file, incoming().keep(content, owner_id=g.account.id, now=utc_now()))
    return render_template("ask/organisations/read_in.html", form=form, columns=_columns()), 422


def _columns() -> list[str]:
    return list(exchange.heading_words(region_word()).values())


def _read(content: bytes) -> exchange.ReadFile:
    with reading() as session:
        places = queries.places(session)
    return exchange.read(read_table(content), places, region_word())


def incoming() -> Incoming:
    """Return where looked-at files are kept."""
    settings: Settings = current_app.extensions["settings"]
    return Incoming(settings.incoming_dir, settings.secret_key)


def _changes(file: exchange.ReadFile) -> tuple[comparing.Change, ...]:
    with reading() as session:
        known, places = queries.entries(session), queries.places(session)
    return comparing.changes(file, known, places)


def _preview(file: exchange.ReadFile, mark: str, *, is_stale: bool = False) -> str:
    found = _changes(file)
    acts = {act: sum(change.act == act for change in found) for act in ("add", "change", "same", "wrong")}
    return render_template(
        "ask/organisations/preview.html", file=file, found=found, acts=acts, is_stale=is_stale,
        form=TakeOverForm(formdata=None, file=mark, seen=comparing.digest(found)),
        words=exchange.heading_words(region_word()),
        kind_words=exchange.KIND_WORDS, type_words=exchange.TYPE_WORDS,
    )  # fmt: skip


@bp.post("/take-over")
@allow(Role.EDITOR)
def take_over() -> ResponseReturnValue:
    """Add and change what was shown; when the register has changed since, show it again."""
    form = TakeOverForm()
    mark = form.file.data or ""
    try:
        file = _read(incoming().content(mark, owner_id=g.account.id, now=utc_now()))
    except FileGone as error:
        flash(say(error), "warn")
        return redirect(url_for(".choose_file"), code=303)
    found = _changes(file)
    if comparing.digest(found) != form.seen.data:
        return _preview(file, mark, is_stale=True), 409
    try:
        with transaction() as session:
            added, changed = service.take_over(session, found, now=utc_now(), account_id=g.account.id)
    except (CodeTaken, RegisterChanged):
        return _preview(file, mark, is_stale=True), 409
    incoming().forget(mark, owner_id=g.account.id)
    flash(_("%(added)s added, %(changed)s changed.", added=added, changed=changed), "ok")
    return redirect(url_for(".index"), code=303)
