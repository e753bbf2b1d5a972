"""Staff pages: what an editor does to a case, from its page."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.edit.changes import service as changes
from casefinder.edit.changes.errors import BadDetail, StaleCase
from casefinder.edit.editor import page as pages
from casefinder.edit.editor.forms import DetailsForm, number, taken_span, typed_rows
from casefinder.edit.editor.rendering import back, conflict_page, edit_page, say_saved
from casefinder.edit.layout import places
from casefinder.errors import CasefinderError, NotFoundError
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.templating import say

bp = FaceBlueprint("case_changes", __name__, face=Face.STAFF, url_prefix="/staff/cases")


@bp.post("/<int:case_id>/places/<place>")
@allow(Role.EDITOR)
def save(case_id: int, place: str) -> ResponseReturnValue:
    """Save what was typed into a place."""
    where = places.BY_KEY.get(place)
    if where is None:
        raise NotFoundError
    typed = typed_rows(where, request.form)
    seen = number(request.form.get("seen"))
    try:
        with transaction() as session:
            revision = changes.set_sentences(
                session, case_id, place, typed.rows, account_id=g.account.id, seen_revision=seen,
                came_from=typed.came_from, now=utc_now(),
            )  # fmt: skip
    except StaleCase as error:
        return conflict_page(case_id, error), 409
    say_saved(seen, revision)
    return back(case_id, place, stay_open=bool({"remove", "up", "down", "more"} & set(request.form)))


@bp.post("/<int:case_id>/take")
@allow(Role.EDITOR)
def take(case_id: int) -> ResponseReturnValue:
    """Take a sentence of an answer over into a place."""
    span = taken_span(request.form.get("span", ""))
    if span is None:
        raise NotFoundError
    place = request.form.get("place") or request.form.get(f"home-{span.ref}", "background")
    try:
        with transaction() as session:
            changes.take_over(
                session, case_id, place, span.ref, span.start, span.end, account_id=g.account.id,
                seen_revision=number(request.form.get("seen")), now=utc_now(), row=span.row, column=span.column,
            )  # fmt: skip
    except StaleCase as error:
        return conflict_page(case_id, error), 409
    except CasefinderError as error:
        return edit_page(case_id, problem=say(error)), error.status
    flash(_("Taken over: %(place)s", place=_(places.BY_KEY[place].label)), "ok")
    return back(case_id, place)


@bp.post("/<int:case_id>/details")
@allow(Role.EDITOR)
def set_details(case_id: int) -> ResponseReturnValue:
    """Set chapter, trouble, people, months, day of confirmation and picture."""
    form = DetailsForm()
    if not form.validate_on_submit():
        return edit_page(case_id, form=form, opened="details"), 422
    seen = number(request.form.get("seen"))
    try:
        with transaction() as session:
            revision = changes.set_details(
                session, case_id, chapter=form.chapter.data or None, trouble=form.trouble.data or None,
                headcount=form.headcount.data, months=form.months.data, confirmed_on=form.day(),
                illustration_id=form.illustration_id(), account_id=g.account.id, seen_revision=seen,
                now=utc_now(),
            )  # fmt: skip
    except BadDetail as error:
        form[{"illustration_id": "illustration"}.get(error.name, error.name)].errors = [say(error)]
        return edit_page(case_id, form=form, opened="details"), 422
    except StaleCase:
        problem = _("Somebody else set the details in the meantime. What you chose is still in the form.")
        return edit_page(case_id, form=form, problem=problem, opened="details"), 409
    say_saved(seen, revision)
    return back(case_id, "details")


@bp.post("/<int:case_id>/digits")
@allow(Role.EDITOR)
def narrow_digits(case_id: int) -> ResponseReturnValue:
    """Put full-width digits of one cell into half width."""
    place, column = request.form.get("place", ""), request.form.get("column", "")
    with transaction() as session:
        changes.narrow_digits(
            session, case_id, place, number(request.form.get("row")), column, account_id=g.account.id,
            seen_revision=number(request.form.get("seen")), now=utc_now(),
        )  # fmt: skip
    flash(_("Saved."), "ok")
    return back(case_id, place)


@bp.post("/<int:case_id>/characters")
@allow(Role.EDITOR)
def mend_characters(case_id: int) -> ResponseReturnValue:
    """Put characters of one cell that no font of the book has into those that were meant."""
    place, column = request.form.get("place", ""), request.form.get("column", "")
    with transaction() as session:
        changes.mend_characters(
            session, case_id, place, number(request.form.get("row")), column, account_id=g.account.id,
            seen_revision=number(request.form.get("seen")), now=utc_now(),
        )  # fmt: skip
    flash(_("Saved."), "ok")
    return back(case_id, place)


@bp.get("/<int:case_id>/notation")
@allow(Role.READER)
def notation(case_id: int) -> ResponseReturnValue:
    """Show what putting the case into the notation of print would change."""
    with reading() as session:
        view = pages.read_page(session, case_id, now=utc_now())
    return render_template("edit/editor/notation.html", view=view, places=places.BY_KEY)


@bp.post("/<int:case_id>/notation")
@allow(Role.EDITOR)
def tidy(case_id: int) -> ResponseReturnValue:
    """Put the case into the notation of print."""
    seen = number(request.form.get("seen"))
    try:
        with transaction() as session:
            revision = changes.tidy(
                session, case_id, account_id=g.account.id, seen_revision=seen, now=utc_now()
            )
    except StaleCase:
        flash(_("The case was changed in the meantime. Look at the changes again."), "warn")
        return redirect(url_for(".notation", case_id=case_id), code=303)
    if revision == seen:
        flash(_("Nothing was changed."), "ok")
    return redirect(url_for("cases.edit", case_id=case_id), code=303)


@bp.post("/<int:case_id>/restore")
@allow(Role.EDITOR)
def restore(case_id: int) -> ResponseReturnValue:
    """Bring back an earlier state."""
    revision = number(request.form.get("revision"))
    with transaction() as session:
        changes.restore(
            session, case_id, revision, account_id=g.account.id,
            seen_revision=number(request.form.get("seen")), now=utc_now(),
        )  # fmt: skip
    flash(_("State %(number)s is brought back. This, too, can be undone.", number=revision), "ok")
    return redirect(url_for("cases.edit", case_id=case_id), code=303)
