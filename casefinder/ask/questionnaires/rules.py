"""What is asked of whom, what is still missing, what is wrong: pure decisions over a questionnaire and its answers."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casefinder.ask.questionnaires.answers import (
    NOTHING,
    Answers,
    Given,
    holds,
    is_answered,
    is_blank,
    item_problems,
    missing_fields,
)
from casefinder.ask.questionnaires.document import Condition, Document, Item, Section
from casefinder.ask.questionnaires.problems import Problem
from casefinder.ask.questionnaires.sense import SILENT_KINDS
from casefinder.ask.questionnaires.told_rules import is_by_interview, is_needed
from casefinder.errors import N_

HELD = N_("This cannot be sent while the answer is “%(choice)s”. What you wrote stays saved.")


class Progress(StrEnum):
    """State of a section in the task list: 未着手, 入力中, 完了, 要修正, 対象外."""

    UNTOUCHED = "untouched"
    BEGUN = "begun"
    FINISHED = "finished"
    NEEDS_CORRECTION = "needs_correction"
    OUT_OF_SCOPE = "out_of_scope"


PROGRESS_LABELS: dict[Progress, str] = {
    Progress.UNTOUCHED: N_("Not started"),
    Progress.BEGUN: N_("In progress"),
    Progress.FINISHED: N_("Done"),
    Progress.NEEDS_CORRECTION: N_("To be corrected"),
    Progress.OUT_OF_SCOPE: N_("Does not apply"),
}
AUDIENCE_LABELS: dict[str, str] = {
    "everyone": N_("Public"),
    "municipalities": N_("Municipalities of the prefecture only"),
    "firms": N_("Firms only"),
    "editors": N_("Editors only"),
}

# Words of a Japanese file for the levels → codes.
AUDIENCE_WORDS: dict[str, str] = {
    "公開": "everyone",
    **dict.fromkeys(
        ("道内自治体のみ", "都内自治体のみ", "府内自治体のみ", "県内自治体のみ"), "municipalities"
    ),
    "企業に限定": "firms",
    "編集のみ": "editors",
}


@dataclass(frozen=True)
class Counts:
    """How many items are in scope, required, answered, and required but not answered; `minutes` of their sections."""

    items: int
    required: int
    answered: int
    missing: int
    minutes: int


def is_asked(condition: Condition | None, document: Document, answers: Answers) -> bool:
    """Say whether a condition holds; a question without an answer has no code, so it is none of them."""
    if condition is None:
        return True
    owner = document.item(condition.field.partition(".")[0])
    return holds(condition, owner, answers.get(owner.key, NOTHING))


def items_in_scope(document: Document, answers: Answers) -> tuple[Item, ...]:
    """Return the items that are asked, given the answers so far.

    After an answer that ends the questionnaire (今回は該当なし) nothing more is asked.
    """
    scope = []
    for item in document.items():
        if not is_asked(item.condition, document, answers):
            continue
        scope.append(item)
        if _ends(item, answers.get(item.key, NOTHING)):
            break
    return tuple(scope)


def missing_answers(document: Document, answers: Answers) -> tuple[str, ...]:
    """Return the keys of required items in scope that are not answered, in order."""
    by_interview = is_by_interview(document, answers)
    return tuple(
        item.key
        for item in items_in_scope(document, answers)
        if is_needed(item, by_interview=by_interview)
        and not is_answered(item, answers.get(item.key, NOTHING))
    )


def submit_problems(
    document: Document, answers: Answers, *, today: date | None = None
) -> dict[str, tuple[Problem, ...]]:
    """Return everything that stands in the way of sending: item key → problems; empty when it may be sent.

    Args:
        document: The questionnaire.
        answers: Item key → answer.
        today: The day in Tokyo, to judge days that must have come.
    """
    found: dict[str, tuple[Problem, ...]] = {}
    by_interview = is_by_interview(document, answers)
    for item in items_in_scope(document, answers):
        given = answers.get(item.key, NOTHING)
        problems = item_problems(item, given, today=today) + tuple(_held(item, given))
        if is_needed(item, by_interview=by_interview) and not is_answered(item, given):
            problems += tuple(missing_fields(item, given))
        if problems:
            found[item.key] = problems
    return found


def section_progress(
    section: Section,
    document: Document,
    answers: Answers,
    *,
    is_marked: bool | None = None,
    to_correct: Collection[str] = (),
    asked: Collection[str] | None = None,
) -> Progress:
    """Return the state of a section.

    Args:
        section: One of the document's sections.
        document: The whole questionnaire.
        answers: Item key → answer.
        is_marked: True for 「入力を終えた」, False for 「あとで続ける」, None when nothing was said.
        to_correct: Item keys that the editors asked back.
        asked: The keys of `items_in_scope`, for those who have them; None works them out.
    """
    if asked is None:
        asked = {item.key for item in items_in_scope(document, answers)}
    items = [item for item in section.items if item.key in asked]
    if not items:
        return Progress.OUT_OF_SCOPE
    if any(item.key in to_correct for item in items):
        return Progress.NEEDS_CORRECTION
    given = {item.key: answers.get(item.key, NOTHING) for item in items}
    by_interview = is_by_interview(document, answers)
    needed = [item for item in items if is_needed(item, by_interview=by_interview)]
    required_done = all(is_answered(item, given[item.key]) for item in needed)
    sound = not any(item_problems(item, given[item.key]) for item in items)
    to_type = [item for item in items if not _is_silent(item)]
    complete = all(is_answered(item, given[item.key]) for item in to_type)
    if required_done and sound and (is_marked or (complete and is_marked is None)):
        return Progress.FINISHED
    if is_marked is None and all(is_blank(item, given[item.key]) for item in items):
        return Progress.UNTOUCHED
    return Progress.BEGUN


def counts(document: Document, answers: Answers) -> Counts:
    """Return the numbers of the task list and of the check page."""
    scope = [item for item in items_in_scope(document, answers) if not _is_silent(item)]
    sections = {document.section_of(item.key).key: document.section_of(item.key) for item in scope}
    by_interview = is_by_interview(document, answers)
    return Counts(
        items=len(scope),
        required=sum(is_needed(item, by_interview=by_interview) for item in scope),
        answered=sum(is_answered(item, answers.get(item.key, NOTHING)) for item in scope),
        missing=len(missing_answers(document, answers)),
        minutes=sum(section.minutes for section in sections.values()),
    )


def can_end(document: Document) -> bool:
    """Say whether some choice ends the questionnaire, as 「今回は該当なし」 does."""
    return any(item.endings for item in document.items())


def approval_number(document: Document) -> str:
    """Return the number of the question about the approval of the recipient's own house; empty if none asks."""
    meant = document.meaning("approval")
    return document.number_of(meant.key) if meant else ""


def spoken_items(document: Document, answers: Answers) -> tuple[str, ...]:
    """Return the keys of items to be talked about, the agenda of the interview: chosen so, or left open for it."""
    by_interview = is_by_interview(document, answers)
    return tuple(
        item.key
        for item in items_in_scope(document, answers)
        if (item.spoken and answers.get(item.key, NOTHING).is_spoken)
        or _is_left_open(item, answers.get(item.key, NOTHING), by_interview=by_interview)
    )


def _is_left_open(item: Item, given: Given, *, by_interview: bool) -> bool:
    is_told = item.required and not is_needed(item, by_interview=by_interview)
    return is_told and not is_answered(item, given)


def _ends(item: Item, given: Given) -> bool:
    return any(code == item.field_value(each, given.value) for each, code in item.endings)


def _held(item: Item, given: Given) -> Iterator[Problem]:
    for each in item.fields:
        choice = each.choice(item.field_value(each, given.value))
        if choice and choice.holds:
            yield Problem(HELD, {"choice": choice.label}, each.key)


def _is_silent(item: Item) -> bool:
    return all(each.kind in SILENT_KINDS for each in item.fields)
