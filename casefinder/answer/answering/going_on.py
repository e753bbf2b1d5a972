"""Where a section's page goes after it was saved."""

from typing import Any

from flask import request, url_for

from casefinder.answer.answering.opened import Begun
from casefinder.answer.answering.saving import Posted
from casefinder.answer.answering.task_list import onward, still_named
from casefinder.ask.invitations.rules import LinkScope
from casefinder.ask.questionnaires.document import Item, Section
from casefinder.clock import utc_now
from casefinder.db import reading
from casefinder.tokyo import local


def rows_shown(asked: list[str]) -> dict[str, int]:
    """Return table → how many rows are to be shown, as an address asks for it: `I1:4`."""
    shown = {}
    for each in asked:
        key, _sep, number = each.partition(":")
        if number.isdecimal() and len(number) < 4:
            shown[key] = int(number)
    return shown


def next_page(begun: Begun, section: Section, posted: Posted) -> str:
    """Return where to go after saving: back for a row, a file or an error; home; or the next section."""
    here: dict[str, Any] = {"ref": begun.invited.ref, "key": section.key}
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
    if form.get("save") == "stay" or ("at" in form and "save" not in form):
        return url_for("answering.section", **here, _anchor=form.get("at") or None)
    is_whole = begun.invited.scope is LinkScope.RESPONSE
    if form.get("save") == "home" and is_whole:
        return url_for("answering.home", ref=begun.invited.ref)
    return _to_next(begun, section, is_whole=is_whole)


def _to_next(begun: Begun, section: Section, *, is_whole: bool) -> str:
    """Return the section itself while it has problems, else the next one; at the end the check page."""
    ref, is_finished = begun.invited.ref, request.form.get("mark") == "finished"
    with reading() as session:
        leads = onward(session, begun, section, is_finished=is_finished, today=local(utc_now()).date())
        asked_back = still_named(session, begun)
    if leads.has_problems and request.form.get("mark") != "later":
        return url_for("answering.section", ref=ref, key=section.key, check=1 if is_finished else None)
    if asked_back is not None and is_whole:
        return _to_named(ref, begun, asked_back)
    if leads.next_key:
        return url_for("answering.section", ref=ref, key=leads.next_key)
    if not is_whole:  # such a link opens neither the list nor the check page
        return url_for("answering.section", ref=ref, key=section.key)
    return url_for("submitting.check", ref=ref)


def _to_named(ref: str, begun: Begun, asked_back: list[Item]) -> str:
    """Return the next question that the editors ask back, wherever it stands; when all are answered the check page."""
    if not asked_back:
        return url_for("submitting.check", ref=ref)
    key = begun.document.section_of(asked_back[0].key).key
    return url_for("answering.section", ref=ref, key=key, _anchor=f"item-{asked_back[0].key}")
