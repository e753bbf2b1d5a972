"""Loading the response behind a request, and showing its sections."""

from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.answer.answering.opened import Begun, Opened, begun_by, opened_by
from casefinder.answer.answering.section_page import section_page
from casefinder.answer.answering.sent import form_of, seen_of, sent_items
from casefinder.answer.answering.task_list import section_rows
from casefinder.answer.entry import further_service
from casefinder.ask.questionnaires.answers import parse_item, show_item
from casefinder.ask.questionnaires.document import Section
from casefinder.db import reading
from casefinder.errors import CasefinderError


def load() -> Opened:
    """Return the response behind the present request's cookie."""
    with reading() as session:
        return opened_by(session, g.invited)


def load_begun() -> Begun:
    """Return what saving needs to know of the response behind the present request's cookie."""
    with reading() as session:
        return begun_by(session, g.invited)


def own_responses() -> list[further_service.OwnResponse]:
    """Return the responses of the organisation whose own link is used."""
    with reading() as session:
        return further_service.own_responses(session, g.invited)


def show_section(
    opened: Opened,
    section: Section,
    *,
    status: int = 200,
    undo: str = "",
    notice: CasefinderError | None = None,
    **shown: Any,
) -> ResponseReturnValue:
    """Return a section's page."""
    page = section_page(opened, section, **shown)
    return (
        render_template(
            "answer/answering/section.html",
            opened=opened,
            rows=section_rows(opened),
            page=page,
            undo=undo,
            notice=notice,
        ),
        status,
    )


def show_unsaved(section: Section, error: CasefinderError) -> ResponseReturnValue:
    """Return the section with what was typed, which could not be stored."""
    sent = sent_items(section, request.form)
    typed = {item.key: parse_item(item, request.form).answer for item in sent}
    seen = seen_of(request.form, list(typed))
    return show_section(load(), section, typed=typed, seen=seen, notice=error, status=error.status)


def show_conflicts(opened: Opened, section: Section, conflicts: Any) -> ResponseReturnValue:
    """Return the page with both texts of each item that somebody else changed; the rest is stored."""
    texts = [
        {
            "item": item,
            "mine": show_item(item, conflict.mine) or _("(empty)"),
            "theirs": show_item(item, conflict.theirs) or _("(empty)"),
            "saved_at": conflict.theirs.saved_at,
            "seen": str(conflict.theirs.seen),
            "form": form_of(item, conflict.mine),
        }
        for conflict in conflicts
        if (item := opened.document.item(conflict.item_key))
    ]
    return render_template("answer/answering/compare.html", opened=opened, section=section, texts=texts), 409
