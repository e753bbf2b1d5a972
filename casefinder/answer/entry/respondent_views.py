"""The first page behind a personal link: a GET changes nothing, 開く opens the response and lets the browser in."""

from datetime import datetime

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casefinder.answer.answers import amending
from casefinder.answer.answers.ending_rules import ending_of
from casefinder.answer.entry import further_service, service
from casefinder.answer.entry.error_page import files_sent, pieces_sent
from casefinder.answer.responses import queries
from casefinder.answer.responses.errors import ResponseClosed
from casefinder.answer.responses.rules import WITH_EDITORS, ResponseState
from casefinder.ask.invitations import link_service as links
from casefinder.ask.invitations import rules
from casefinder.ask.invitations.errors import LinkNotFound
from casefinder.ask.invitations.gate import let_in
from casefinder.ask.invitations.models import Link
from casefinder.ask.invitations.queries import Invited, asked_for, invited
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires.document import Document
from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.errors import NotFoundError
from casefinder.faces import Face, FaceBlueprint, Open, allow
from casefinder.i18n import LANGUAGE_COOKIE, LANGUAGES
from casefinder.staff.accounts.rules import local_path

bp = FaceBlueprint("invitation_pages", __name__, face=Face.RESPONDENT)

YEAR_S = 365 * 86400


@bp.app_errorhandler(LinkNotFound)
def link_not_found(error: NotFoundError) -> ResponseReturnValue:
    """Say what to try; what was sent is shown, so that no text is lost."""
    page = render_template("answer/entry/not_found.html", pieces=pieces_sent(), files=files_sent())
    return page, error.status


@bp.get("/i/<token>")
@allow(Open.EVERYONE)
def first(token: str) -> ResponseReturnValue:
    now = utc_now()
    with reading() as session:
        link = _link(session, token, now)
        whose = invited(link, now)
        words = asked_for(link.invitation)
        document = questionnaires.document_of(link.invitation.campaign.version)
        response = queries.response_behind(session, link)
        state = queries.state_of(response) if response else None
        receipt_number = response.receipt_number if response and state in WITH_EDITORS else None
    handed = [section for section in document.sections if whose.opens_section(section.key)]
    return render_template(
        "answer/entry/first.html",
        invited=whose,
        words=words,
        document=document,
        minutes=sum(section.minutes for section in handed),
        required=_required(whose, document),
        handed=handed if whose.scope is rules.LinkScope.SECTIONS else (),
        approval=questions.approval_number(document) if whose.scope is rules.LinkScope.RESPONSE else "",
        ending=ending_of(document) if whose.scope is rules.LinkScope.RESPONSE else None,
        days_left=rules.days_left(whose.due_at, now),
        is_late=now >= whose.due_at,
        is_closed=whose.state is rules.LinkState.CLOSED and state is not ResponseState.RETURNED,
        is_returned=state is ResponseState.RETURNED,
        receipt_number=receipt_number,
    )


def _required(whose: Invited, document: Document) -> int:
    """Return how many questions have to be answered by who holds a link: of a handed-on link those of its sections."""
    if whose.scope is rules.LinkScope.RESPONSE:
        return questions.counts(document, {}).required
    asked = questions.items_in_scope(document, {})
    return sum(item.required for item in asked if whose.opens_section(document.section_of(item.key).key))


@bp.post("/i/<token>")
@allow(Open.EVERYONE)
def enter(token: str) -> ResponseReturnValue:
    if "language" in request.form:  # the page sends no Referer, and its path is in no other form
        return _in_language(url_for(".first", token=token))
    now = utc_now()
    with transaction() as session:
        link = _link(session, token, now)
        response = service.open_response(session, link.id, now=now)
        whose = invited(link, now)
        target = _first_page(whose)
        if request.form.get("answer") == "not_applicable" and whose.scope is rules.LinkScope.RESPONSE:
            try:
                amending.answer_not_applicable(session, response.id, now=now, link_id=link.id)
                target = url_for("submitting.check", ref=whose.ref)
            except ResponseClosed:
                target = url_for("submitting.receipt", ref=whose.ref)
    return _in(whose, target)


@bp.post("/r/<ref>/another")
@allow(Open.INVITED, rules.LinkScope.RESPONSE)
def another(ref: str) -> ResponseReturnValue:
    """Begin a response about a further initiative, and go on to it."""
    key = current_app.extensions["settings"].link_key
    with transaction() as session:
        whose = further_service.begin_another(session, g.invited, link_key=key, now=utc_now())
    return _in(whose, _first_page(whose))


@bp.post("/r/<ref>/other")
@allow(Open.INVITED, rules.LinkScope.RESPONSE)
def other(ref: str) -> ResponseReturnValue:
    """Go on to another response of the same organisation."""
    with transaction() as session:
        whose = further_service.other_link(session, g.invited, request.form.get("to", ""), now=utc_now())
    return _in(whose, _first_page(whose))


def _link(session: Session, token: str, now: datetime) -> Link:
    """Return the link of an address as it was pasted; only those scopes have a first page."""
    link = links.find_by_token(session, rules.tidied(token), now=now)
    if link.scope not in (rules.LinkScope.RESPONSE, rules.LinkScope.SECTIONS):
        raise LinkNotFound
    return link


def _first_page(whose: Invited) -> str:
    if whose.scope is rules.LinkScope.SECTIONS:
        return url_for("answering.section", ref=whose.ref, key=whose.section_keys[0])
    return url_for("answering.home", ref=whose.ref)


def _in(whose: Invited, target: str) -> ResponseReturnValue:
    answer = current_app.make_response(redirect(target, code=303))
    let_in(answer, whose)
    return answer


@bp.post("/language")
@allow(Open.EVERYONE)
def set_language() -> ResponseReturnValue:
    """Keep the chosen language of the pages in a cookie and go back; the questionnaire has its own."""
    return _in_language(local_path(request.form.get("next")) or "/")


def _in_language(path: str) -> ResponseReturnValue:
    language = request.form.get("language", "")
    answer = redirect(path, code=303)
    if language in LANGUAGES:
        secure = current_app.extensions["settings"].secure_cookies
        answer.set_cookie(
            LANGUAGE_COOKIE, language, max_age=YEAR_S, path="/", samesite="Lax", httponly=True, secure=secure
        )
    return answer
