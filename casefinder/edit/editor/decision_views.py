"""Staff pages: approving and discarding a case, from its page."""

from flask import current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.clock import utc_now
from casefinder.db import transaction
from casefinder.edit.changes.errors import Discarded, StaleCase
from casefinder.edit.decisions import approving, discarding
from casefinder.edit.decisions.errors import NotDiscardable, NotLaidOut, NotReady, OwnChange
from casefinder.edit.editor.forms import number
from casefinder.edit.editor.rendering import does_not_fit, edit_page
from casefinder.edit.layout.errors import CannotLayOut
from casefinder.edit.layout.pressed import CasePress
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.templating import say

bp = FaceBlueprint("case_decisions", __name__, face=Face.STAFF, url_prefix="/staff/cases")


@bp.post("/<int:case_id>/approve")
@allow(Role.EDITOR)
def approve(case_id: int) -> ResponseReturnValue:
    """Approve the case as it was shown; the press lays it out first, so that what is approved can be built."""
    press: CasePress = current_app.extensions["case_press"]
    try:
        pressed = press.lay_out(case_id)
    except CannotLayOut as error:
        return edit_page(case_id, problem=say(error)), error.status
    if not pressed.fits:
        return edit_page(case_id, problem=does_not_fit(pressed)), 409
    try:
        with transaction() as session:
            approving.approve(
                session, case_id, account_id=g.account.id, now=utc_now(),
                seen_revision=number(request.form.get("seen")),
            )  # fmt: skip
    except (NotReady, NotLaidOut, OwnChange, Discarded) as error:
        return edit_page(case_id, problem=say(error)), 409
    except StaleCase:
        problem = _("The case was changed in the meantime. Look through it once more, then approve it.")
        return edit_page(case_id, problem=problem), 409
    flash(_("The case is approved. It can be put into an edition."), "ok")
    return redirect(url_for("cases.edit", case_id=case_id), code=303)


@bp.post("/<int:case_id>/reopen")
@allow(Role.EDITOR)
def reopen(case_id: int) -> ResponseReturnValue:
    """Take the approval back."""
    with transaction() as session:
        approving.reopen(session, case_id, account_id=g.account.id, now=utc_now())
    flash(_("The approval is taken back. The text is unchanged."), "ok")
    return redirect(url_for("cases.edit", case_id=case_id), code=303)


@bp.post("/<int:case_id>/discard")
@allow(Role.EDITOR)
def discard(case_id: int) -> ResponseReturnValue:
    """Put a draft away."""
    try:
        with transaction() as session:
            discarding.discard(
                session, case_id, account_id=g.account.id, now=utc_now(),
                seen_revision=number(request.form.get("seen")),
            )  # fmt: skip
    except StaleCase:
        problem = _("The case was changed in the meantime. Look through it once more, then discard it.")
        return edit_page(case_id, problem=problem), 409
    except NotDiscardable as error:
        return edit_page(case_id, problem=say(error)), error.status
    flash(_("The draft is discarded. It can be taken up again here."), "ok")
    return redirect(url_for("cases.edit", case_id=case_id), code=303)


@bp.post("/<int:case_id>/take-up")
@allow(Role.EDITOR)
def take_up(case_id: int) -> ResponseReturnValue:
    """Make a discarded case a draft again."""
    with transaction() as session:
        discarding.take_up(session, case_id, account_id=g.account.id, now=utc_now())
    flash(_("The draft is taken up again, as it was."), "ok")
    return redirect(url_for("cases.edit", case_id=case_id), code=303)
