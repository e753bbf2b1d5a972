"""The first page behind a personal link: a GET changes nothing, 開く opens the response and lets the browser in."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casefinder.answer.responses import amending, queries, service
from casefinder.answer.responses.errors import ResponseClosed
from casefinder.answer.responses.rules import WITH_EDITORS, ending_of
from casefinder.answer.responses.typed import typed_texts
from casefinder.ask.invitations import rules
from casefinder.ask.invitations import service as invitations
from casefinder.ask.invitations.errors import LinkNotFound
from casefinder.ask.invitations.gate import let_in
from casefinder.ask.invitations.queries import asked_for, invited
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires import service as questionnaires
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
    """Say what to try; what was sent from a section's page is shown, so that no text is lost."""
    is_own = request.headers.get("Sec-Fetch-Site") != "cross-site"
    typed = (
        typed_texts(request.form.to_dict(flat=False)) if is_own and request.blueprint == "answering" else []
    )
    return render_template("ask/invitations/not_found.html", typed=typed), error.status


@bp.get("/i/<token>")
@allow(Open.EVERYONE)
def first(token: str) -> ResponseReturnValue:
    now = utc_now()
    with reading() as session:
        found = invitations.find_by_token(session, token, now=now)
        whose = invited(found, now)
        words = asked_for(found)
        document = questionnaires.document_of(found.campaign.version)
        response = queries.response_of(session, found.id)
        is_submitted = response is not None and queries.state_of(response) in WITH_EDITORS
        receipt_number = response.receipt_number if response and is_submitted else None
    return render_template(
        "answer/responses/first.html",
        invited=whose,
        words=words,
        document=document,
        minutes=sum(section.minutes for section in document.sections),
        required=questions.counts(document, {}).required,
        ending=ending_of(document),
        days_left=rules.days_left(whose.due_at, now),
        is_late=now >= whose.due_at,
        is_closed=whose.state is rules.InvitationState.CLOSED,
        receipt_number=receipt_number,
    )


@bp.post("/i/<token>")
@allow(Open.EVERYONE)
def enter(token: str) -> ResponseReturnValue:
    if "language" in request.form:  # the page sends no Referer, and its path is in no other form
        return _in_language(url_for(".first", token=token))
    now = utc_now()
    with transaction() as session:
        found = invitations.find_by_token(session, token, now=now)
        response = service.open_response(session, found.id, now=now)
        target = "answering.home"
        if request.form.get("answer") == "not_applicable":
            try:
                amending.answer_not_applicable(session, response.id, now=now)
                target = "submitting.check"
            except ResponseClosed:
                target = "submitting.receipt"
        whose = invited(found, now)
    answer = redirect(url_for(target, ref=whose.ref), code=303)
    let_in(current_app.make_response(answer), whose)
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
