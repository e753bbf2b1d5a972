"""The task list, the sections, and autosave."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from casefinder import error_pages
from casefinder.answer.responses import amending, further_service, pages, posting, rules
from casefinder.answer.responses.entry_views import link_not_found
from casefinder.answer.responses.errors import OldPage, ResponseClosed
from casefinder.answer.responses.queries import AnswerView
from casefinder.answer.responses.returned import named_questions
from casefinder.ask.invitations.gate import gate
from casefinder.ask.invitations.rules import LinkScope, days_left
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires.answers import item_problems, parse_item, show_item
from casefinder.ask.questionnaires.document import Item, Section
from casefinder.ask.questionnaires.kinds.base import FormValues
from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.errors import CasefinderError, NotFoundError
from casefinder.faces import Face, FaceBlueprint, Open, allow
from casefinder.templating import clock_time, say

bp = FaceBlueprint("answering", __name__, face=Face.RESPONDENT, url_prefix="/r/<ref>")

MAX_AUTOSAVE_BYTES = 512 * 1024
MARKS = {"finished": True, "later": False}


@bp.get("/")
@allow(Open.INVITED, LinkScope.RESPONSE)
def home(ref: str) -> ResponseReturnValue:
    opened = load()
    if opened.state in rules.WITH_EDITORS:
        return redirect(url_for("submitting.receipt", ref=ref))
    rows = pages.section_rows(opened)
    now = utc_now()
    return render_template(
        "answer/responses/home.html",
        opened=opened,
        rows=rows,
        next=pages.next_section(rows),
        named=named_questions(opened.document, opened.message, opened.answers),
        section_of={item.key: each.key for each in opened.document.sections for item in each.items},
        counts=questions.counts(opened.document, opened.answers),
        ending=rules.ending_of(opened.document),
        days_left=days_left(g.invited.due_at, now),
        is_late=now >= g.invited.due_at,
        own=own_responses(),
        state_labels=rules.STATE_LABELS,
    )


@bp.get("/s/<key>")
@allow(Open.INVITED, LinkScope.RESPONSE, LinkScope.SECTIONS)
def section(ref: str, key: str) -> ResponseReturnValue:
    opened = load()
    found = section_or_404(opened, key)
    if not opened.is_writable:
        return redirect(url_for("submitting.answers", ref=ref))
    return show_section(
        opened,
        found,
        with_missing="check" in request.args,
        rows_shown=_rows_shown(request.args.getlist("rows")),
        removed=[int(one) for one in request.args.getlist("removed") if one.isdecimal() and len(one) < 10],
        undo=request.args.get("undo", ""),
    )


@bp.post("/s/<key>")
@allow(Open.INVITED, LinkScope.RESPONSE, LinkScope.SECTIONS)
def save(ref: str, key: str) -> ResponseReturnValue:
    opened = load()
    found = section_or_404(opened, key)
    uploads = posting.take_uploads(opened, found, request.files)
    try:
        posted = posting.save_posted(
            opened,
            found,
            request.form,
            uploads,
            is_finished=MARKS.get(request.form.get("mark", "")),
            now=utc_now(),
        )
    except ResponseClosed as error:
        return show_unsaved(opened, found, error)
    if posted.outcome.conflicts:
        return show_conflicts(opened, found, posted.outcome.conflicts)
    if posted.file_problems:
        return show_section(load(), found, more_problems=posted.file_problems, status=422)
    if uploads.stored and request.form.get("save") == "next":  # to the fields that describe the new file
        new = next(iter(uploads.stored))
        return redirect(url_for("answering.section", ref=ref, key=key, _anchor=f"item-{new}"), code=303)
    return redirect(_onward(ref, found, posted), code=303)


@bp.post("/a/<item_key>")
@allow(Open.INVITED, LinkScope.RESPONSE, LinkScope.SECTIONS)
def autosave(ref: str, item_key: str) -> ResponseReturnValue:
    request.max_content_length = MAX_AUTOSAVE_BYTES
    sent = _autosave_form(request.get_json(silent=True))
    opened = load()
    item = next((each for each in opened.document.items() if each.key == item_key), None)
    if item is None or not g.invited.opens_section(opened.document.section_of(item_key).key):
        raise NotFoundError
    form, seen = sent
    outcome = posting.save_one(opened, item, form, seen, now=utc_now())
    if outcome.conflicts:
        return _conflict_json(item, outcome), 409
    view = outcome.answers.get(item.key)
    problems = item_problems(item, view) if view else ()
    return {
        "seen": str(_seen_after(item, form, seen, view)),
        "saved": clock_time(view.saved_at if view else utc_now()),
        "problems": [{"name": each.name, "text": say(each)} for each in problems],
    }


def _seen_after(item: Item, form: FormValues, seen: rules.Seen, view: AnswerView | None) -> rules.Seen:
    """Return what the page has seen now: not a newer answer that the sent one left as it is."""
    if view is None:
        return rules.Seen()
    sent = rules.normal(item, parse_item(item, form).answer)
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
        opened = load()
        found = section_or_404(opened, (request.view_args or {})["key"])
    except NotFoundError as error:
        return link_not_found(error)
    return show_unsaved(opened, found, OldPage())


def load() -> pages.Opened:
    """Return the response behind the present request's cookie."""
    with reading() as session:
        return pages.load(session, g.invited)


def section_or_404(opened: pages.Opened, key: str) -> Section:
    """Return one of the questionnaire's sections, if the link opens it."""
    if not opened.invited.opens_section(key):
        raise NotFoundError
    try:
        return opened.document.section(key)
    except KeyError:
        raise NotFoundError from None


def own_responses() -> list[further_service.OwnResponse]:
    """Return the responses of the organisation whose own link is used."""
    with reading() as session:
        return further_service.own_responses(session, g.invited)


def show_section(
    opened: pages.Opened,
    section: Section,
    *,
    status: int = 200,
    undo: str = "",
    notice: CasefinderError | None = None,
    **shown: Any,
) -> ResponseReturnValue:
    """Return a section's page."""
    page = pages.section_page(opened, section, **shown)
    return (
        render_template(
            "answer/responses/section.html",
            opened=opened,
            rows=pages.section_rows(opened),
            page=page,
            undo=undo,
            notice=notice,
        ),
        status,
    )


def show_unsaved(opened: pages.Opened, section: Section, error: CasefinderError) -> ResponseReturnValue:
    """Return the section with what was typed, which could not be stored."""
    sent = posting.sent_items(section, request.form)
    typed = {item.key: parse_item(item, request.form).answer for item in sent}
    seen = posting.seen_of(request.form, list(typed))
    return show_section(load(), section, typed=typed, seen=seen, notice=error, status=error.status)


def show_conflicts(opened: pages.Opened, section: Section, conflicts: Any) -> ResponseReturnValue:
    """Return the page with both texts of each item that somebody else changed; the rest is stored."""
    texts = [
        {
            "item": item,
            "mine": show_item(item, conflict.mine) or _("(empty)"),
            "theirs": show_item(item, conflict.theirs) or _("(empty)"),
            "saved_at": conflict.theirs.saved_at,
            "seen": str(conflict.theirs.seen),
            "form": posting.form_of(item, conflict.mine),
        }
        for conflict in conflicts
        if (item := opened.document.item(conflict.item_key))
    ]
    return render_template("answer/responses/compare.html", opened=opened, section=section, texts=texts), 409


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


def _rows_shown(asked: list[str]) -> dict[str, int]:
    shown = {}
    for each in asked:
        key, _sep, number = each.partition(":")
        if number.isdecimal() and len(number) < 4:
            shown[key] = int(number)
    return shown


def _onward(ref: str, section: Section, posted: posting.Posted) -> str:
    """Return where to go after saving: back for a row, a file or an error; home; or the next section."""
    here: dict[str, Any] = {"ref": ref, "key": section.key}
    form = request.form
    if added := form.get("add_row"):
        count = 1 + len({name.split(".")[1] for name in form if name.startswith(f"{added}.")})
        return url_for(
            "answering.section",
            **here,
            rows=f"{added.partition('.')[0]}:{count}",
            _anchor=f"q-{added.replace('.', '-')}",
        )
    if posted.undo:
        key, revision = posted.undo
        return url_for("answering.section", **here, undo=f"{key}:{revision}", _anchor="undo")
    if posted.removed:
        return url_for("answering.section", **here, removed=list(posted.removed), _anchor="removed")
    for name in ("undo", "restore", "remove_row"):
        if name in form:
            key = form[name].partition(":")[0].partition(".")[0]
            return url_for("answering.section", **here, _anchor=f"item-{key}")
    if form.get("save") == "home" and g.invited.scope is LinkScope.RESPONSE:
        return url_for("answering.home", ref=ref)
    if form.get("save") == "stay":
        return url_for("answering.section", **here, _anchor=form.get("at") or None)
    opened = load()
    finished = form.get("mark") == "finished"
    page = pages.section_page(opened, section, with_missing=finished)
    if page.problems and form.get("mark") != "later":
        return url_for("answering.section", **here, check=1 if finished else None)
    if page.next:
        return page.next.url
    if opened.invited.scope is not LinkScope.RESPONSE:  # it opens neither the list nor the check page
        return url_for("answering.section", **here)
    return url_for("submitting.check", ref=ref)
