"""The task list, the sections, and autosave."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from casefinder import error_pages, measure
from casefinder.answer.answering import task_list
from casefinder.answer.answering.errors import NotAllSaved, OldPage, TooMuchSent
from casefinder.answer.answering.going_on import next_page, rows_shown
from casefinder.answer.answering.handed_on import show_as_sent
from casefinder.answer.answering.saving import save_posted
from casefinder.answer.answering.saving_one import save_one
from casefinder.answer.answering.showing import (
    left_over,
    load,
    load_begun,
    own_responses,
    show_conflicts,
    show_section,
    show_unsaved,
)
from casefinder.answer.answering.uploads import take_uploads
from casefinder.answer.answers import amending, rules
from casefinder.answer.answers.ending_rules import ending_of
from casefinder.answer.answers.queries import AnswerView
from casefinder.answer.entry.respondent_views import link_not_found
from casefinder.answer.responses.rules import STATE_LABELS, WITH_EDITORS
from casefinder.ask.invitations.gate import gate
from casefinder.ask.invitations.rules import LinkScope, days_left
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires.answers import Given, item_problems, said_as_money, show_item
from casefinder.ask.questionnaires.document import Item
from casefinder.ask.questionnaires.kinds.base import FormValues
from casefinder.clock import utc_now
from casefinder.db import transaction
from casefinder.errors import CasefinderError, NotFoundError
from casefinder.faces import Face, FaceBlueprint, Open, allow
from casefinder.templating import clock_time, say
from casefinder.tokyo import local

bp = FaceBlueprint("answering", __name__, face=Face.RESPONDENT, url_prefix="/r/<ref>")

MAX_AUTOSAVE_BYTES = 512 * 1024
MARKS = {"finished": True, "later": False}


@bp.get("/")
@allow(Open.INVITED, LinkScope.RESPONSE)
def home(ref: str) -> ResponseReturnValue:
    opened = load()
    if opened.state in WITH_EDITORS:
        return redirect(url_for("submitting.receipt", ref=ref))
    rows = task_list.section_rows(opened)
    now = utc_now()
    return render_template(
        "answer/answering/home.html",
        opened=opened,
        rows=rows,
        next=task_list.next_section(rows),
        named=opened.named,
        section_of={item.key: each.key for each in opened.document.sections for item in each.items},
        counts=questions.counts(opened.document, opened.answers),
        ending=ending_of(opened.document),
        days_left=days_left(g.invited.due_at, now),
        is_late=now >= g.invited.due_at,
        own=own_responses(),
        state_labels=STATE_LABELS,
    )


@bp.get("/s/<key>")
@allow(Open.INVITED, LinkScope.RESPONSE, LinkScope.SECTIONS)
def section(ref: str, key: str) -> ResponseReturnValue:
    opened = load()
    found = opened.section(key)
    if not opened.is_writable:
        if opened.invited.scope is LinkScope.SECTIONS:
            return show_as_sent(opened, found)
        return redirect(url_for("submitting.answers", ref=ref))
    return show_section(
        opened,
        found,
        with_missing="check" in request.args,
        rows_shown=rows_shown(request.args.getlist("rows")),
        removed=[int(one) for one in request.args.getlist("removed") if one.isdecimal() and len(one) < 10],
        undo=request.args.get("undo", ""),
    )


@bp.post("/s/<key>")
@measure.keeps_typed
@allow(Open.INVITED, LinkScope.RESPONSE, LinkScope.SECTIONS)
def save(ref: str, key: str) -> ResponseReturnValue:
    begun = load_begun()
    found = begun.section(key)
    try:
        refuse_too_much()
        uploads = take_uploads(begun, found, request.files)
        posted = save_posted(
            begun,
            found,
            request.form,
            uploads,
            is_finished=MARKS.get(request.form.get("mark", "")),
            now=utc_now(),
        )
    except CasefinderError as error:
        return show_unsaved(found, error)
    left = left_over(found, posted)
    if posted.outcome.conflicts:
        return show_conflicts(load(), found, posted.outcome.conflicts, left)
    if posted.file_problems or left:
        notice = NotAllSaved() if left else None
        return show_section(
            load(), found, more_problems=posted.file_problems, notice=notice, leftover=left, status=422
        )
    if uploads.stored and request.form.get("save") == "next":  # to the fields that describe the new file
        new = next(iter(uploads.stored))
        return redirect(url_for("answering.section", ref=ref, key=key, _anchor=f"item-{new}"), code=303)
    return redirect(next_page(begun, found, posted), code=303)


@bp.post("/a/<item_key>")
@measure.takes_at_most(MAX_AUTOSAVE_BYTES)
@allow(Open.INVITED, LinkScope.RESPONSE, LinkScope.SECTIONS)
def autosave(ref: str, item_key: str) -> ResponseReturnValue:
    form, seen = _autosave_form(request.get_json(silent=True))
    saved = save_one(g.invited, item_key, form, seen, now=utc_now())
    item, outcome = saved.item, saved.outcome
    if outcome.conflicts:
        return _conflict_json(item, outcome), 409
    view = outcome.answers.get(item.key)
    today = local(utc_now()).date()
    problems = (*(item_problems(item, view, today=today) if view else ()), *saved.file_problems)
    return {
        "seen": str(_seen_after(saved.sent, seen, view)),
        "saved": clock_time(view.saved_at if view else utc_now()),
        "problems": [{"name": each.name, "text": say(each)} for each in problems],
        "said": said_as_money(item, view) if view else {},
    }


def _seen_after(sent: Given, seen: rules.Seen, view: AnswerView | None) -> rules.Seen:
    """Return what the page has seen now: not a newer answer that the sent one left as it is."""
    if view is None:
        return rules.Seen()
    return view.seen if rules.same(sent, view) else seen


@bp.post("/not-applicable")
@allow(Open.INVITED, LinkScope.RESPONSE)
def not_applicable(ref: str) -> ResponseReturnValue:
    opened = load()
    with transaction() as session:
        amending.answer_not_applicable(
            session, opened.response_id, now=utc_now(), link_id=opened.invited.link_id
        )
    return redirect(url_for("submitting.check", ref=ref), code=303)


@bp.errorhandler(CSRFError)
def old_page(_error: CSRFError) -> ResponseReturnValue:
    """Show the section once more with what was typed: pressing save again stores it."""
    if request.endpoint != "answering.save" or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return error_pages.page(400, say(OldPage()))
    try:
        gate(Open.INVITED)
        found = load_begun().section((request.view_args or {})["key"])
    except NotFoundError as error:
        return link_not_found(error)
    return show_unsaved(found, OldPage())


def refuse_too_much() -> None:
    """Refuse a form that is too much to be stored at once; it was read, so that it can be shown again."""
    if measure.is_too_much():
        raise TooMuchSent


def _conflict_json(item: Item, outcome: Any) -> dict[str, object]:
    conflict = outcome.conflicts[0]
    return {
        "mine": show_item(item, conflict.mine) or _("(empty)"),
        "theirs": show_item(item, conflict.theirs) or _("(empty)"),
        "seen": str(conflict.theirs.seen),
        "saved": clock_time(conflict.theirs.saved_at),
    }


def _autosave_form(body: object) -> tuple[FormValues, rules.Seen]:
    if not isinstance(body, dict) or not isinstance(body.get("form"), dict):
        abort(400)
    form = FormValues()
    for name, values in body["form"].items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            abort(400)
        form[str(name)] = values
    seen = body.get("seen")
    return form, rules.parse_seen(seen if isinstance(seen, str) else "")
