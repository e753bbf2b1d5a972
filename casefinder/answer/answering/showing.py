"""Loading the response behind a request, and showing its sections."""

from collections.abc import Sequence
from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.answer.answering.opened import Begun, Opened, begun_by, opened_by
from casefinder.answer.answering.saving import Posted
from casefinder.answer.answering.section_page import section_page
from casefinder.answer.answering.sent import form_of, hints, seen_of, sent_items, untaken, without_row_buttons
from casefinder.answer.entry import error_page, further_service
from casefinder.answer.entry.error_page import files_sent, pieces_sent, way_back
from casefinder.answer.entry.typed import Sent, sent_pieces
from casefinder.ask.questionnaires import rules as questions
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
    leftover: Sequence[Sent] = (),
    files: Sequence[str] = (),
    **shown: Any,
) -> ResponseReturnValue:
    """Return a section's page."""
    page = section_page(opened, section, **shown)
    return (
        render_template(
            "answer/answering/section.html",
            opened=opened,
            rows=page.rows,
            page=page,
            undo=undo,
            notice=notice,
            leftover=leftover,
            files=files,
            hints={state.item.key: hints(state.item) for state in page.states},
        ),
        status,
    )


def show_unsaved(section: Section, error: CasefinderError) -> ResponseReturnValue:
    """Return the section with what was typed, which could not be stored; all that its fields cannot hold stands beside.

    Where nothing can be written any more there are no fields, and all that was sent is shown to be copied.
    """
    opened, form = load(), without_row_buttons(request.form)
    if not opened.is_writable:
        return _show_all_sent(opened, section, error)
    sent = sent_items(section, form)
    typed = {item.key: parse_item(item, form).answer for item in sent}
    asked = {item.key for item in questions.items_in_scope(opened.document, opened.answers)}
    shown = [item for item in sent if item.key in asked]
    left = sent_pieces(untaken(shown, form)) if error_page.is_own_page() else []
    return show_section(
        opened, section, typed=typed, seen=seen_of(form, list(typed)), notice=error, status=error.status,
        leftover=left, files=files_sent(),
    )  # fmt: skip


def _show_all_sent(opened: Opened, section: Section, error: CasefinderError) -> ResponseReturnValue:
    page = render_template(
        "answer/answering/unsaved.html", opened=opened, section=section, notice=error, pieces=pieces_sent(),
        files=files_sent(), way_back=way_back(),
    )  # fmt: skip
    return page, error.status


def left_over(section: Section, posted: Posted) -> list[Sent]:
    """Return what was sent with a section that is stored now and that none of its questions takes."""
    conflicted = {conflict.item_key for conflict in posted.outcome.conflicts}
    items = [item for item in section.items if item.key not in conflicted]
    kept = {
        ref
        for item in items
        if (view := posted.outcome.answers.get(item.key))
        for each in item.fields
        if each.kind == "file"
        for ref in view.value.get(each.entry) or []
    }
    return sent_pieces(untaken(section.items, request.form, files=kept.union(posted.removed)))


def show_conflicts(
    opened: Opened, section: Section, conflicts: Any, leftover: Sequence[Sent] = ()
) -> ResponseReturnValue:
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
    return render_template(
        "answer/answering/compare.html",
        opened=opened,
        section=section,
        texts=texts,
        leftover=leftover,
        hints={key: words for text in texts for key, words in hints(text["item"]).items()},
    ), 409
