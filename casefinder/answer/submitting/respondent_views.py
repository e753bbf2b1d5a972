"""Checking, submitting, the receipt, taking back, and the copy of the answers."""

from collections.abc import Mapping

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError

from casefinder import error_pages
from casefinder.answer.answering.opened import Opened
from casefinder.answer.answering.sent import hints
from casefinder.answer.answering.showing import load, load_begun, own_responses
from casefinder.answer.answering.task_list import section_rows
from casefinder.answer.entry.error_page import is_own_page
from casefinder.answer.entry.respondent_views import link_not_found
from casefinder.answer.responses import rules
from casefinder.answer.submitting import checking, service
from casefinder.answer.submitting.consents import publishes
from casefinder.answer.submitting.errors import IncompleteResponse, OldCheckPage, StaleResponse
from casefinder.ask.invitations.gate import gate
from casefinder.ask.invitations.rules import LinkScope, days_left
from casefinder.ask.questionnaires.answers import GivenAnswer, parse_item
from casefinder.ask.questionnaires.document import Document
from casefinder.clock import utc_now
from casefinder.db import transaction
from casefinder.errors import NotFoundError
from casefinder.faces import Face, FaceBlueprint, Open, allow
from casefinder.templating import say

bp = FaceBlueprint("submitting", __name__, face=Face.RESPONDENT, url_prefix="/r/<ref>")


@bp.get("/check")
@allow(Open.INVITED, LinkScope.RESPONSE)
def check(ref: str) -> ResponseReturnValue:
    opened = load()
    if opened.state in rules.WITH_EDITORS:
        return redirect(url_for("submitting.receipt", ref=ref))
    return show_check(opened)


@bp.post("/check")
@allow(Open.INVITED, LinkScope.RESPONSE)
def submit(ref: str) -> ResponseReturnValue:
    begun = load_begun()
    sent = request.form.get("seen", "")
    seen = int(sent) if sent.isdecimal() and len(sent) < 10 else -1
    consents, now, link_id = _chosen_consents(begun.document), utc_now(), begun.invited.link_id
    try:
        with transaction() as session:
            service.submit_response(
                session, begun.response_id, seen=seen, now=now, link_id=link_id, consents=consents
            )
    except IncompleteResponse:
        with transaction() as session:
            service.save_consents(session, begun.response_id, consents, seen=seen, now=now, link_id=link_id)
        return show_check(load(), status=422)
    except StaleResponse as error:
        return show_check(load(), notice=say(error), chosen=consents, status=409)
    return redirect(url_for("submitting.receipt", ref=ref), code=303)


@bp.get("/receipt")
@allow(Open.INVITED, LinkScope.RESPONSE)
def receipt(ref: str) -> ResponseReturnValue:
    opened = load()
    if opened.state not in rules.WITH_EDITORS:
        return redirect(url_for("answering.home", ref=ref))
    return render_template(
        "answer/submitting/receipt.html",
        opened=opened,
        may_take_back=opened.may_take_back,
        spoken=checking.check_page(opened).tally.spoken,
        publishes=publishes(opened.document, opened.answers),
        own=own_responses(),
        state_labels=rules.STATE_LABELS,
    )


@bp.post("/take-back")
@allow(Open.INVITED, LinkScope.RESPONSE)
def take_back(ref: str) -> ResponseReturnValue:
    opened = load()
    with transaction() as session:
        service.take_back(session, opened.response_id, now=utc_now(), link_id=opened.invited.link_id)
    return redirect(url_for("answering.home", ref=ref), code=303)


@bp.get("/answers")
@allow(Open.INVITED, LinkScope.RESPONSE)
def answers(ref: str) -> ResponseReturnValue:
    opened = load()
    return render_template("answer/submitting/answers.html", opened=opened, page=checking.check_page(opened))


@bp.errorhandler(CSRFError)
def old_page(_error: CSRFError) -> ResponseReturnValue:
    """Show the check page once more with what was chosen: pressing submit again sends it."""
    if request.endpoint != "submitting.submit" or not is_own_page():
        return error_pages.page(400, gettext(error_pages.OLD_PAGE))
    try:
        gate(Open.INVITED)
        opened = load()
    except NotFoundError as error:
        return link_not_found(error)
    if opened.state in rules.WITH_EDITORS:
        return redirect(url_for("submitting.receipt", ref=g.invited.ref), code=303)
    return show_check(
        opened, notice=say(OldCheckPage()), chosen=_chosen_consents(opened.document), status=400
    )


def show_check(
    opened: Opened,
    *,
    notice: str = "",
    chosen: Mapping[str, GivenAnswer] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Return the check page; `chosen` are consents that were chosen on it and are not stored."""
    now = utc_now()
    return (
        render_template(
            "answer/submitting/check.html",
            opened=opened,
            rows=section_rows(opened),
            page=checking.check_page(opened, chosen),
            notice=notice,
            days_left=days_left(g.invited.due_at, now),
            has_failed=status != 200,
            hints=hints,
        ),
        status,
    )


def _chosen_consents(document: Document) -> dict[str, GivenAnswer]:
    """Return what was chosen in the consents that the check page asks: item key → answer."""
    return {
        item.key: GivenAnswer(parse_item(item, request.form).answer.value)
        for item in checking.consent_items(document)
        if any(each.key in request.form for each in item.fields)
    }
