"""Staff pages: dated values about organisations as a file, out and in."""

from flask import Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.ask.organisations import comparing, fact_exchange, fact_service, queries, rules
from casefinder.ask.organisations.errors import RegisterChanged
from casefinder.ask.organisations.forms import FactsFileForm, TakeOverFactsForm
from casefinder.ask.organisations.views import download, incoming
from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.incoming import FileGone
from casefinder.staff.trail.watching import note_export
from casefinder.tables import NotATable, read_table
from casefinder.tables.workbook import WORKBOOK_TYPE, workbook_of
from casefinder.templating import say

bp = FaceBlueprint("organisation_facts", __name__, face=Face.STAFF, url_prefix="/staff/organisations/facts")


@bp.get("/facts.xlsx")
@allow(Role.EDITOR)
def export() -> Response:
    """Give all dated values as a workbook that can be read in again."""
    with reading() as session:
        found = queries.exported_facts(session, queries.organisations())
    note_export("organisation", None, form="xlsx", rows=len(found))
    return download(workbook_of(fact_exchange.rows(found), title="値"), WORKBOOK_TYPE, "facts.xlsx")


@bp.get("/read-in")
@allow(Role.EDITOR)
def choose_file() -> ResponseReturnValue:
    """Ask for a file."""
    return _choose(FactsFileForm())


def _choose(form: FactsFileForm) -> str:
    return render_template(
        "ask/organisations/read_in_facts.html", form=form, columns=fact_exchange.COLUMNS,
        facts=[words[0] for words in fact_exchange.FACT_WORDS.values()],
    )  # fmt: skip


@bp.post("/read-in")
@allow(Role.EDITOR)
def look_at_file() -> ResponseReturnValue:
    """Show what a file would change; nothing is changed yet."""
    form = FactsFileForm()
    if form.validate_on_submit():
        content = form.file.data.read()
        said = {"year": form.year.data or "", "source": form.source.data or ""}
        try:
            file = fact_exchange.read(read_table(content), **said)
        except NotATable as error:
            form.file.errors = [say(error)]
        else:
            mark = incoming().keep(content, owner_id=g.account.id, now=utc_now())
            return _preview(file, mark)
    return _choose(form), 422


def _changes(file: fact_exchange.FactFile) -> tuple[fact_exchange.FactChange, ...]:
    with reading() as session:
        register, known = queries.entries(session), queries.facts_known(session)
    return fact_exchange.changes(file, register, known)


def _preview(file: fact_exchange.FactFile, mark: str, *, is_stale: bool = False) -> str:
    found = _changes(file)
    acts = {act: sum(change.act == act for change in found) for act in ("add", "change", "same", "wrong")}
    seen = comparing.mark_of(
        [(change.line, change.act, change.organisation_id, change.old) for change in found]
    )
    return render_template(
        "ask/organisations/preview_facts.html", file=file, found=found, acts=acts, is_stale=is_stale,
        form=TakeOverFactsForm(formdata=None, file=mark, seen=seen, year=file.year, source=file.source),
        facts=rules.FACT_BY_KEY, words={name: word for word, name in fact_exchange.COLUMNS.items()},
    )  # fmt: skip


@bp.post("/take-over")
@allow(Role.EDITOR)
def take_over() -> ResponseReturnValue:
    """Write what was shown; when the values have changed since, show it again."""
    form = TakeOverFactsForm()
    mark = form.file.data or ""
    try:
        content = incoming().content(mark, owner_id=g.account.id, now=utc_now())
    except FileGone as error:
        flash(say(error), "warn")
        return redirect(url_for(".choose_file"), code=303)
    file = fact_exchange.read(read_table(content), year=form.year.data or "", source=form.source.data or "")
    found = _changes(file)
    seen = comparing.mark_of(
        [(change.line, change.act, change.organisation_id, change.old) for change in found]
    )
    if seen != form.seen.data:
        return _preview(file, mark, is_stale=True), 409
    try:
        with transaction() as session:
            added, changed = fact_service.take_over_facts(
                session, found, now=utc_now(), account_id=g.account.id
            )
    except RegisterChanged:
        return _preview(file, mark, is_stale=True), 409
    incoming().forget(mark, owner_id=g.account.id)
    flash(_("%(added)s value(s) added, %(changed)s changed.", added=added, changed=changed), "ok")
    return redirect(url_for("organisations.index"), code=303)
