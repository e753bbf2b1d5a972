"""Saving a posted section with its files in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from casefinder.answer.answering.answer_files import append_files, has_files, own_files_only, save_files
from casefinder.answer.answering.opened import Begun
from casefinder.answer.answering.sent import seen_of, sent_items, without_row_buttons
from casefinder.answer.answering.undoing import bring_back, remove_row
from casefinder.answer.answering.uploads import Uploads
from casefinder.answer.answers import service
from casefinder.answer.answers.rules import Seen
from casefinder.answer.answers.storing import Outcome
from casefinder.ask.questionnaires.answers import parse_item
from casefinder.ask.questionnaires.document import Item, Section
from casefinder.ask.questionnaires.kinds.base import Form
from casefinder.ask.questionnaires.problems import Problem
from casefinder.db import transaction


@dataclass(frozen=True)
class Posted:
    """What became of a posted section."""

    outcome: Outcome
    file_problems: Mapping[str, tuple[Problem, ...]]
    removed: tuple[int, ...]
    undo: tuple[str, int] | None  # item and revision to go back to after a row was deleted


def save_posted(
    begun: Begun,
    section: Section,
    form: "MultiDict[str, str]",
    uploads: Uploads,
    *,
    is_finished: bool | None,
    now: datetime,
) -> Posted:
    """Save a posted section: answers, what is said about files, new and removed files, a deleted row, an undo.

    Raises:
        ResponseClosed: It was submitted meanwhile.
    """
    chosen = [item for item in sent_items(section, form) if form.get(f"keep.{item.key}") != "theirs"]
    seen = seen_of(form, [item.key for item in chosen])
    with transaction() as session:
        removes_row = "remove_row" in form
        outcome = _save(
            session,
            begun,
            section,
            chosen,
            without_row_buttons(form),
            seen,
            uploads,
            None if removes_row else is_finished,
            now,
        )
        removed = save_files(session, begun, chosen, form, outcome, now)
        undo = remove_row(session, begun, section, chosen, form, outcome, now) if removes_row else None
        bring_back(session, begun, section, form, now)
        return Posted(outcome, uploads.problems, removed, undo)


def _save(
    session: Session,
    begun: Begun,
    section: Section,
    items: list[Item],
    form: Form,
    seen: Mapping[str, Seen],
    uploads: Uploads,
    is_finished: bool | None,
    now: datetime,
) -> Outcome:
    if any(has_files(item) for item in items):
        service.check_writable(session, begun.response_id)  # holds the row while its files are looked at
    answers = {
        item.key: own_files_only(session, begun.response_id, item, parse_item(item, form).answer)
        for item in items
    }
    outcome = service.save_section(
        session,
        begun.response_id,
        section.key,
        answers,
        seen=seen,
        now=now,
        is_finished=is_finished,
        link_id=begun.invited.link_id,
    )
    return append_files(session, begun, section, uploads, outcome, now)
