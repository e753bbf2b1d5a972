"""A section behind a link that was handed on, when nothing can be written any more: what was sent stays to be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from casefinder.answer.answering.opened import Opened
from casefinder.answer.answering.section_page import files_shown
from casefinder.answer.answering.task_list import section_rows
from casefinder.answer.responses import rules
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires.answers import NOTHING, show_item
from casefinder.ask.questionnaires.asking import FileShown
from casefinder.ask.questionnaires.document import Item, Section
from casefinder.ask.questionnaires.sense import SILENT_KINDS


@dataclass(frozen=True)
class Said:
    """One question and what was answered to it."""

    item: Item
    text: str
    is_spoken: bool
    files: Sequence[FileShown]


def show_as_sent(opened: Opened, section: Section) -> ResponseReturnValue:
    """Return a section to be read, with what happened and whom to ask; a handed-on link opens no page of the whole."""
    return render_template(
        "answer/answering/handed_on.html",
        opened=opened,
        section=section,
        rows=section_rows(opened),
        said=_said(opened, section),
        is_sent=opened.state in rules.WITH_EDITORS,
        may_take_back=opened.may_take_back,
    )


def _said(opened: Opened, section: Section) -> list[Said]:
    asked = {item.key for item in questions.items_in_scope(opened.document, opened.answers)}
    files = files_shown(opened)
    said = []
    for item in section.items:
        if item.key not in asked or all(each.kind in SILENT_KINDS for each in item.fields):
            continue
        given = opened.answers.get(item.key, NOTHING)
        held = [given.value.get(each.entry) for each in item.fields if each.kind == "file"]
        named = [files[ref] for ids in held if isinstance(ids, list) for ref in ids if ref in files]
        text = "" if named and all(each.kind == "file" for each in item.fields) else show_item(item, given)
        said.append(Said(item, text, given.is_spoken, named))
    return said
