"""One section's page, worked out from stored values or from what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import url_for

from casefinder.answer.answering.correcting import ToCorrect, input_of, place_of
from casefinder.answer.answering.opened import Opened
from casefinder.answer.answering.preview_rules import EffectPreview, effect_preview
from casefinder.answer.answering.task_list import SectionRow, next_section, section_rows
from casefinder.answer.answers import rules
from casefinder.answer.answers.queries import AnswerView
from casefinder.answer.attachments.queries import FileView
from casefinder.answer.attachments.service import trouble_of
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires.answers import NOTHING, Given, item_problems
from casefinder.ask.questionnaires.asking import Correction, FileShown, QuestionState, question_state
from casefinder.ask.questionnaires.document import Item, Section
from casefinder.ask.questionnaires.kinds.file import GAPS
from casefinder.ask.questionnaires.problems import Problem


@dataclass(frozen=True)
class SectionPage:
    """One section with all its questions."""

    section: Section
    position: int
    states: Sequence[QuestionState]
    seen: Mapping[str, str]
    problems: Sequence[ToCorrect]
    mark: bool | None
    rows: Sequence[SectionRow]  # the whole task list, of which this section is one
    next: SectionRow | None
    onward: str  # number of the question or section that saving leads to; empty: to the check page
    removed: Sequence[FileView] = field(default_factory=tuple)
    effects: Mapping[str, EffectPreview] = field(default_factory=dict)


def section_page(
    opened: Opened,
    section: Section,
    *,
    with_missing: bool = False,
    rows_shown: Mapping[str, int] | None = None,
    typed: Mapping[str, Given] | None = None,
    seen: Mapping[str, rules.Seen] | None = None,
    more_problems: Mapping[str, tuple[Problem, ...]] | None = None,
    removed: Sequence[int] = (),
) -> SectionPage:
    """Return a section's page.

    Args:
        opened: The response.
        section: Which section.
        with_missing: Say also what is missing (after 「入力を終えた」, or coming from the check page).
        rows_shown: Table item → at least so many rows.
        typed: What was typed and is not stored, shown instead of the stored answers.
        seen: What the page that was typed on had seen of each item.
        more_problems: Item key → what went wrong with a file.
        removed: Files just removed, offered to be brought back.
    """
    asked = {item.key for item in questions.items_in_scope(opened.document, opened.answers)}
    standing = (
        questions.submit_problems(opened.document, opened.answers, today=opened.today) if with_missing else {}
    )
    states, problems, shown = [], [], {}
    rows = section_rows(opened)
    for item in section.items:
        if item.key not in asked:
            continue
        view = opened.answers.get(item.key)
        given = (typed or {}).get(item.key) or view or NOTHING
        found = standing[item.key] if item.key in standing else item_problems(item, given, today=opened.today)
        found = (*found, *_of_files(opened, item, with_missing=with_missing))
        found = (*found, *(more_problems or {}).get(item.key, ()))
        problems += [
            ToCorrect(item, place_of(item, problem, opened.files), problem, f"#{input_of(item, problem)}")
            for problem in found
        ]
        states.append(_state(opened, item, given, view, found, (rows_shown or {}).get(item.key, 0)))
        shown[item.key] = str((seen or {}).get(item.key) or (view.seen if view else rules.Seen()))
    return SectionPage(
        section=section,
        position=[row.key for row in rows].index(section.key) + 1,
        states=states,
        seen=shown,
        problems=problems,
        mark=opened.marks.get(section.key),
        rows=rows,
        next=next_section(rows, section.key),
        onward=_onward(opened, section, rows),
        removed=[file for file in opened.files if file.id in removed and file.removed_at],
        effects={
            state.item.key: preview
            for state in states
            if state.only and (preview := effect_preview(state.only.field, state.only.value))
        },
    )


def _of_files(opened: Opened, item: Item, *, with_missing: bool) -> list[Problem]:
    """Return what is to be said of an item's files: what is wrong in their words always, all else when gaps are told."""
    found = opened.file_problems.get(item.key, ())
    parts = (".description", ".credit")
    return [p for p in found if with_missing or (p.msgid not in GAPS and p.name.endswith(parts))]


def _onward(opened: Opened, section: Section, rows: Sequence[SectionRow]) -> str:
    """Return where saving leads: after a return to the next question that is asked back, else to the next section."""
    if opened.named:
        rest = [item for item in opened.still_named if opened.document.section_of(item.key) != section]
        return rest[0].number if rest else ""
    following = next_section(rows, section.key)
    return following.number if following else ""


def _state(
    opened: Opened,
    item: Item,
    given: Given,
    view: AnswerView | None,
    problems: tuple[Problem, ...],
    rows_shown: int,
) -> QuestionState:
    correction = None
    if opened.message and any(item.key == each.item.key for each in opened.named):
        correction = Correction(opened.message.who, opened.message.returned_at, opened.message.text)
    return question_state(
        item,
        given,
        problems=problems,
        rows_shown=rows_shown,
        saved_at=view.saved_at if view else None,
        correction=correction,
        facts=opened.facts,
        files=files_shown(opened),
    )


def files_shown(opened: Opened) -> dict[int, FileShown]:
    """Return the files of a response as the page shows them, by id."""
    return {
        file.id: FileShown(
            id=file.id,
            url=url_for(
                "attachment_pages.thumbnail" if file.is_image else "attachment_pages.file",
                ref=opened.invited.ref,
                attachment_id=file.id,
            ),
            original_name=file.original_name,
            is_image=file.is_image,
            description=file.description,
            credit=file.credit,
            rights=file.rights,
            trouble=None if file.is_ready else trouble_of(file),
            is_waiting=file.ready_at is None,
            state_url=url_for("attachment_pages.state", ref=opened.invited.ref, attachment_id=file.id),
        )
        for file in opened.files
        if file.removed_at is None
    }
