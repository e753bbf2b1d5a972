"""The task list: how far each section is, and where a saved one leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from casefinder.answer.answering.opened import Begun, Opened, named_in
from casefinder.answer.answers import queries
from casefinder.answer.attachments import service as attaching
from casefinder.answer.returns.queries import open_message
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires.answers import NOTHING, item_problems
from casefinder.ask.questionnaires.document import Item, Section
from casefinder.ask.questionnaires.rules import Progress


@dataclass(frozen=True)
class SectionRow:
    """One line of the task list and of the rail."""

    key: str
    number: str
    title: str
    group: str
    questions: int
    minutes: int
    progress: Progress
    url: str


@dataclass(frozen=True)
class Onward:
    """Where a saved section leads: to its own problems, or to the next section that is asked."""

    has_problems: bool
    next_key: str | None


def onward(session: Session, begun: Begun, section: Section, *, is_finished: bool, today: date) -> Onward:
    """Return where a section that was just saved leads.

    Args:
        session: Any session.
        begun: The response.
        section: The section.
        today: The day in Tokyo.
        is_finished: Whether 「入力を終えた」 was said: then what is missing is a problem, too.
    """
    document, answers = begun.document, queries.answers_of(session, begun.response_id)
    asked = {item.key for item in questions.items_in_scope(document, answers)}
    own = [item for item in section.items if item.key in asked]
    found = any(item_problems(item, answers.get(item.key, NOTHING), today=today) for item in own)
    if is_finished and not found:
        standing = questions.submit_problems(document, answers, today=today)
        files = attaching.problems_of(session, begun.response_id, document, answers)
        found = any(item.key in standing or item.key in files for item in own)
    later = document.sections[document.sections.index(section) + 1 :]
    opened = [each for each in later if begun.invited.opens_section(each.key)]
    asked_next = (each.key for each in opened if any(item.key in asked for item in each.items))
    return Onward(found, next(asked_next, None))


def still_named(session: Session, begun: Begun) -> list[Item] | None:
    """Return the questions that the editors' message names and that say still the same; None when it names none."""
    message = open_message(session, begun.response_id)
    if message is None:
        return None
    answers = queries.answers_of(session, begun.response_id)
    named = named_in(session, begun.response_id, begun.document, message, answers)
    return [each.item for each in named if not each.is_changed] if named else None


def section_rows(opened: Opened) -> list[SectionRow]:
    """Return the task list in order; a link to some sections lists no others."""
    asked = {item.key for item in questions.items_in_scope(opened.document, opened.answers)}
    rows = []
    for section in opened.document.sections:
        if not opened.invited.opens_section(section.key):
            continue
        progress = questions.section_progress(
            section,
            opened.document,
            opened.answers,
            is_marked=opened.marks.get(section.key),
            to_correct=opened.to_correct,
            asked=asked,
        )
        if progress is Progress.FINISHED and any(item.key in opened.file_problems for item in section.items):
            progress = Progress.BEGUN
        rows.append(
            SectionRow(
                key=section.key,
                number=section.number,
                title=section.title,
                group=section.group,
                questions=sum(item.key in asked for item in section.items) or len(section.items),
                minutes=section.minutes,
                progress=progress,
                url=url_for("answering.section", ref=opened.invited.ref, key=section.key),
            )
        )
    return rows


def next_section(rows: Sequence[SectionRow], key: str | None = None) -> SectionRow | None:
    """Return the section to go to: the one after `key` that is asked, or the first that is not finished."""
    if key is not None:
        later = rows[[row.key for row in rows].index(key) + 1 :]
        return next((row for row in later if row.progress is not Progress.OUT_OF_SCOPE), None)
    open_ones = (Progress.NEEDS_CORRECTION, Progress.BEGUN, Progress.UNTOUCHED)
    order = sorted(
        (row for row in rows if row.progress in open_ones),
        key=lambda row: row.progress is not Progress.NEEDS_CORRECTION,
    )
    return order[0] if order else None
