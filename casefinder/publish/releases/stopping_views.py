"""Staff pages: stopping a release and making it public again, and noting that a consent ended, with what it reaches."""

from collections.abc import Sequence

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefinder.answer.reading import page as responses
from casefinder.answer.reading import service as reading_service
from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.errors import CasefinderError, NotFoundError
from casefinder.faces import Role, allow
from casefinder.publish.releases import concern_queries, queries, stopping_service
from casefinder.publish.releases.forms import ConsentForm, ReasonForm, StopForm
from casefinder.publish.releases.views import bp
from casefinder.staff.consent.rules import SCOPE_LABELS, Scope
from casefinder.templating import say


@bp.get("/<int:release_id>/stop")
@allow(Role.PUBLISHER)
def ask_stop(release_id: int) -> ResponseReturnValue:
    """Show what stopping a release reaches, and ask why."""
    return _stop_page(release_id, StopForm())


def _stop_page(release_id: int, form: StopForm) -> str:
    with reading() as session:
        found = queries.release_view(session, release_id, now=utc_now())
        cases = concern_queries.reached(session, [release_id])
    return render_template("publish/releases/stop.html", release=found, form=form, cases=cases)


@bp.post("/<int:release_id>/withdraw")
@allow(Role.PUBLISHER)
def withdraw(release_id: int) -> ResponseReturnValue:
    """Take a release from the public pages."""
    form = StopForm()
    if not form.validate_on_submit():
        return _stop_page(release_id, form), 422
    with transaction() as session:
        stopping_service.withdraw(
            session, release_id, reason=form.reason.data, notice=form.notice.data, account_id=g.account.id,
            now=utc_now(),
        )  # fmt: skip
    flash(
        _("The casebook is not public any more. Its readers find a notice, and all editors get a mail."), "ok"
    )
    return redirect(url_for(".show", release_id=release_id), code=303)


@bp.get("/<int:release_id>/resume")
@allow(Role.PUBLISHER)
def ask_resume(release_id: int) -> ResponseReturnValue:
    """Say whether a stopped release may be public again, and ask why it should."""
    return _resume_page(release_id, ReasonForm())


def _resume_page(release_id: int, form: ReasonForm, problem: str = "") -> str:
    with reading() as session:
        found = queries.release_view(session, release_id, now=utc_now())
        is_barred = stopping_service.stands_in_the_way(session, release_id)
    return render_template(
        "publish/releases/resume.html", release=found, form=form, is_barred=is_barred, problem=problem
    )


@bp.post("/<int:release_id>/resume")
@allow(Role.PUBLISHER)
def resume(release_id: int) -> ResponseReturnValue:
    """Make a stopped release public again."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _resume_page(release_id, form), 422
    try:
        with transaction() as session:
            stopping_service.resume(
                session, release_id, reason=form.reason.data, account_id=g.account.id, now=utc_now()
            )
    except (stopping_service.StillNotAllowed, stopping_service.NotStopped) as error:
        return _resume_page(release_id, form, say(error)), error.status
    flash(_("The casebook is public again at its old address."), "ok")
    return redirect(url_for(".show", release_id=release_id), code=303)


@bp.get("/concerns/<int:concern_id>/keep")
@allow(Role.PUBLISHER)
def ask_keep(concern_id: int) -> ResponseReturnValue:
    """Ask why something that was narrowed may stay in a release."""
    return _keep_page(concern_id, ReasonForm())


def _keep_page(concern_id: int, form: ReasonForm) -> str:
    with reading() as session:
        concern = concern_queries.open_concern(session, concern_id)
        found = queries.release_view(session, concern.release_id, now=utc_now())
    return render_template("publish/releases/keep.html", release=found, concern=concern, form=form)


@bp.post("/concerns/<int:concern_id>/keep")
@allow(Role.PUBLISHER)
def keep(concern_id: int) -> ResponseReturnValue:
    """Decide that something stays."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _keep_page(concern_id, form), 422
    with transaction() as session:
        release_id = stopping_service.keep(
            session, concern_id, reason=form.reason.data, account_id=g.account.id, now=utc_now()
        )
    flash(_("It is noted that this stays, with your reason."), "ok")
    return redirect(url_for(".show", release_id=release_id), code=303)


@bp.get("/consents/<int:response_id>/<scope>")
@allow(Role.EDITOR)
def ask_consent(response_id: int, scope: str) -> ResponseReturnValue:
    """Show what the end of a consent reaches, and ask how the organisation said so; of a noted one, whether to undo it."""
    return _consent_page(response_id, scope, ConsentForm())


def _consent_page(response_id: int, scope: str, form: ConsentForm, problem: str = "") -> str:
    if scope not in tuple(Scope):
        raise NotFoundError
    with reading() as session:
        page = responses.load(session, response_id, role=g.account.role)
        reached = _reached(session, response_id)
        editions = concern_queries.open_editions(session, response_id)
    return render_template(
        "publish/releases/consent.html", page=page, scope=scope, scope_label=SCOPE_LABELS[Scope(scope)], form=form,
        reached=reached, editions=editions, problem=problem, is_print=scope == Scope.CASEBOOK,
        is_given=page.consents.get(scope) in reading_service.AGREED, is_silent=scope == Scope.ANALYSIS,
    )  # fmt: skip


def _reached(
    session: Session, response_id: int
) -> Sequence[tuple[queries.ReleaseView, list[concern_queries.Reached]]]:
    """Return the releases that print a case of a response, each with those cases."""
    ids = concern_queries.resting_on(session, response_id)
    cases = concern_queries.reached(session, ids, response_id)
    views = [queries.release_view(session, release_id, now=utc_now()) for release_id in ids]
    return [(view, [each for each in cases if each.release_id == view.id]) for view in views]


@bp.post("/consents/<int:response_id>/<scope>/withdraw")
@allow(Role.EDITOR)
def withdraw_consent(response_id: int, scope: str) -> ResponseReturnValue:
    """Note that the organisation has withdrawn a consent, by telephone or letter."""
    form = ConsentForm()
    if not form.validate_on_submit():
        return _consent_page(response_id, scope, form), 422
    with transaction() as session:
        reading_service.withdraw_consent(
            session, response_id, scope, note=form.note.data, account_id=g.account.id, now=utc_now()
        )
    flash(_("The withdrawal is noted. What is made from now on leaves it out."), "ok")
    return redirect(url_for("responses.show", response_id=response_id, _anchor="consents"), code=303)


@bp.post("/consents/<int:response_id>/<scope>/restore")
@allow(Role.EDITOR)
def restore_consent(response_id: int, scope: str) -> ResponseReturnValue:
    """Take back a withdrawal that was noted by mistake."""
    form = ConsentForm()
    if not form.validate_on_submit():
        return _consent_page(response_id, scope, form), 422
    try:
        with transaction() as session:
            reading_service.restore_consent(
                session, response_id, scope, note=form.note.data, account_id=g.account.id, now=utc_now()
            )
    except CasefinderError as error:
        return _consent_page(response_id, scope, form, say(error)), error.status
    flash(_("The withdrawal is taken back; the consent holds again."), "ok")
    return redirect(url_for("responses.show", response_id=response_id, _anchor="consents"), code=303)
