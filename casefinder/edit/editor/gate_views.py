"""Staff pages: what a case has to pass before print, and the organisation's word."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.edit.changes.errors import Discarded, StaleCase
from casefinder.edit.decisions import confirming, deciding
from casefinder.edit.decisions.errors import BadConfirmation, BadDecision, FindGone
from casefinder.edit.editor import page as pages
from casefinder.edit.editor.forms import ConfirmationForm, DecisionForm, number
from casefinder.edit.editor.found import Finds, Found, found_on
from casefinder.edit.gate import queries as gate
from casefinder.edit.gate import storing as looking
from casefinder.edit.gate.find_rules import KIND_LABELS
from casefinder.edit.gate.rules import WAY_LABELS, Verdict
from casefinder.edit.layout import places
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.templating import say

bp = FaceBlueprint("case_gate", __name__, face=Face.STAFF, url_prefix="/staff/cases")


@bp.get("/<int:case_id>/gate")
@allow(Role.READER)
def show(case_id: int) -> str:
    """Show what stands between a case and print."""
    return gate_page(case_id)


@bp.post("/<int:case_id>/confirmation")
@allow(Role.EDITOR)
def confirm(case_id: int) -> ResponseReturnValue:
    """Record that the organisation said yes."""
    form = ConfirmationForm()
    if not form.validate_on_submit():
        return gate_page(case_id, form=form), 422
    try:
        with transaction() as session:
            confirming.confirm(
                session, case_id, form.said(), account_id=g.account.id,
                seen_revision=number(request.form.get("seen")), now=utc_now(),
            )  # fmt: skip
    except BadConfirmation as error:
        form[error.name].errors = [say(error)]
        return gate_page(case_id, form=form), error.status
    except StaleCase:
        problem = _(
            "The case was changed in the meantime. Look whether they said yes to this text, then record it."
        )
        return gate_page(case_id, form=form, problem=problem), 409
    except Discarded as error:
        return gate_page(case_id, form=form, problem=say(error)), error.status
    flash(_("The organisation's word is recorded."), "ok")
    return redirect(url_for(".show", case_id=case_id) + "#confirmation", code=303)


@bp.post("/<int:case_id>/confirmation/withdraw")
@allow(Role.EDITOR)
def withdraw(case_id: int) -> ResponseReturnValue:
    """Take the recorded word back."""
    with transaction() as session:
        confirming.withdraw(session, case_id, account_id=g.account.id, now=utc_now())
    flash(_("The confirmation is taken back. It can be recorded again here."), "ok")
    return redirect(url_for(".show", case_id=case_id) + "#confirmation", code=303)


@bp.post("/<int:case_id>/finds/<find_key>")
@allow(Role.EDITOR)
def decide(case_id: int, find_key: str) -> ResponseReturnValue:
    """Decide on one thing that the case says, then go on to the next."""
    form = DecisionForm.asked(request.form)
    if not form.validate_on_submit():
        return gate_page(case_id, decided=(find_key, form)), 422
    try:
        with transaction() as session:
            deciding.decide(
                session, case_id, find_key, form.decision(), account_id=g.account.id, now=utc_now()
            )
    except BadDecision as error:
        form.reason.errors = [say(error)]
        return gate_page(case_id, decided=(find_key, form)), error.status
    except FindGone as error:
        return gate_page(case_id, problem=say(error)), error.status
    if form.decision().verdict is Verdict.TO_FIX:
        return redirect(url_for("cases.edit", case_id=case_id) + _block(request.form.get("place")), code=303)
    flash(_("Decided. It can be undone below."), "ok")
    following = _finds(case_id).after(find_key)
    return redirect(url_for(".show", case_id=case_id) + _article(following), code=303)


def _finds(case_id: int) -> Finds:
    with reading() as session:
        return found_on(gate.passed_of(session, case_id))


def _article(found: Found | None) -> str:
    return f"#f{found.number}" if found else "#finds"


def _block(place: str | None) -> str:
    return f"#b-{place}" if place in places.BY_KEY else ""


@bp.post("/<int:case_id>/finds/<find_key>/undo")
@allow(Role.EDITOR)
def undo(case_id: int, find_key: str) -> ResponseReturnValue:
    """Take a decision back."""
    with transaction() as session:
        deciding.undo(session, case_id, find_key, account_id=g.account.id, now=utc_now())
    flash(_("The decision is taken back."), "ok")
    return redirect(url_for(".show", case_id=case_id) + _article(_finds(case_id).of(find_key)), code=303)


@bp.post("/<int:case_id>/look-through")
@allow(Role.EDITOR)
def look_through(case_id: int) -> ResponseReturnValue:
    """Have the case's words looked through for names once more."""
    with transaction() as session:
        looking.request(session, case_id, now=utc_now())
    return redirect(url_for(".show", case_id=case_id), code=303)


def gate_page(
    case_id: int,
    *,
    form: ConfirmationForm | None = None,
    problem: str = "",
    decided: tuple[str, DecisionForm] | None = None,
) -> str:
    """Return the gate's page, after a mistake with what was typed and what is wrong."""
    now = utc_now()
    with reading() as session:
        view = pages.read_page(session, case_id, now=now)
    return render_template(
        "edit/editor/gate.html", view=view, form=form or _form(view), problem=problem, places=places.BY_KEY,
        ways=WAY_LABELS, is_typed=form is not None, finds=found_on(view.passed), kinds=KIND_LABELS, decided=decided,
        blank=DecisionForm(formdata=None),
    )  # fmt: skip


def _form(view: pages.CasePageView) -> ConfirmationForm:
    """Return the form with what was said of an earlier text, which is often said again."""
    word = view.passed.confirmed
    if word is None:
        return ConfirmationForm(formdata=None, confirmed_on=view.content.details.confirmed_on)
    return ConfirmationForm(formdata=None, confirmed_by=word.confirmed_by, way=word.way.value)
