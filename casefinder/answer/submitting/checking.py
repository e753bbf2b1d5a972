"""The check page and the copy of the answers: every answer as it will be used, and to whom it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from casefinder.answer.answering.correcting import ToCorrect, input_of, place_of
from casefinder.answer.answering.opened import Opened
from casefinder.answer.attachments.queries import FileView
from casefinder.answer.attachments.service import unread_problems
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires.answers import ALTERNATIVE_TEXT, NOTHING, Given, is_blank
from casefinder.ask.questionnaires.cells import Cell, by_field, texts_by_row
from casefinder.ask.questionnaires.document import Document, Field, Item
from casefinder.ask.questionnaires.problems import Problem
from casefinder.ask.questionnaires.rules import AUDIENCE_LABELS
from casefinder.ask.questionnaires.sense import SILENT_KINDS
from casefinder.ask.questionnaires.told_rules import is_by_interview


@dataclass(frozen=True)
class Part:
    """One field's answer: text, or the head and rows of a table, or files."""

    label: str
    text: str = ""
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    files: Sequence[FileView] = ()


@dataclass(frozen=True)
class CheckedItem:
    """One item of the check page."""

    item: Item
    parts: Sequence[Part]
    is_blank: bool
    is_spoken: bool
    alternative: str
    alternative_text: str
    audience: str
    narrower: Sequence[tuple[str, str]]
    is_internal: bool
    problems: Sequence[tuple[str, Problem]]
    url: str


@dataclass(frozen=True)
class CheckedSection:
    """One section of the check page."""

    key: str
    number: str
    title: str
    url: str
    items: Sequence[CheckedItem]

    @property
    def blank(self) -> int:
        """How many items are 未記入."""
        return sum(each.is_blank for each in self.items)


@dataclass(frozen=True)
class ConsentAsked:
    """A consent item in scope, with what was chosen so far."""

    item: Item
    field: Field
    chosen: str
    problems: Sequence[Problem]


@dataclass(frozen=True)
class Tally:
    """The numbers on top."""

    required: int
    required_done: int
    optional_blank: int
    spoken: int
    to_correct: int


@dataclass(frozen=True)
class CheckPage:
    """All of the check page."""

    sections: Sequence[CheckedSection]
    consents: Sequence[ConsentAsked]
    problems: Sequence[ToCorrect]
    tally: Tally
    is_by_interview: bool
    ending: str  # number of the item that says there is nothing to tell; empty when none does


def check_page(opened: Opened, chosen: Mapping[str, Given] | None = None) -> CheckPage:
    """Return the check page of a response.

    Args:
        opened: The response.
        chosen: Item key → consent that was chosen on this page and is not stored.
    """
    found = dict(questions.submit_problems(opened.document, opened.answers, today=opened.today))
    for key, more in opened.file_problems.items():
        found[key] = (*found.get(key, ()), *more)
    for file in opened.files:
        if file.ready_at is None and file.removed_at is None:
            waits = unread_problems([file], file.question_key, with_waiting=True)
            found[file.question_key] = (*found.get(file.question_key, ()), *waits)
    scope = questions.items_in_scope(opened.document, opened.answers)
    sections = _sections(opened, {item.key for item in scope}, found)
    consents = [
        ConsentAsked(
            item, each, _chosen({**opened.answers, **(chosen or {})}, item, each), found.get(item.key, ())
        )
        for item in scope
        for each in item.fields
        if each.kind == "consent"
    ]
    asked = {consent.item.key for consent in consents}
    problems = [
        ToCorrect(
            item,
            place_of(item, problem, opened.files),
            problem,
            f"#consent-{item.key}-1" if item.key in asked else _url(opened, item, problem),
        )
        for item in scope
        for problem in found.get(item.key, ())
    ]
    ending = opened.document.meant("nothing_to_report")
    return CheckPage(
        sections,
        consents,
        problems,
        _tally(opened, sections, len(problems)),
        is_by_interview(opened.document, opened.answers),
        ending.item.number if ending else "",
    )


def _sections(
    opened: Opened, scope: set[str], found: Mapping[str, Sequence[Problem]]
) -> list[CheckedSection]:
    sections = []
    for section in opened.document.sections:
        items = [
            checked_item(opened, item, found.get(item.key, ()))
            for item in section.items
            if item.key in scope and not _is_consent(item)
        ]
        if items:
            url = url_for("answering.section", ref=opened.invited.ref, key=section.key)
            sections.append(CheckedSection(section.key, section.number, section.title, url, items))
    return sections


def _tally(opened: Opened, sections: Sequence[CheckedSection], to_correct: int) -> Tally:
    counts = questions.counts(opened.document, opened.answers)
    return Tally(
        required=counts.required,
        required_done=counts.required - counts.missing,
        optional_blank=sum(
            each.is_blank and not each.item.required and not _is_silent(each.item)
            for section in sections
            for each in section.items
        ),
        spoken=len(questions.spoken_items(opened.document, opened.answers)),
        to_correct=to_correct,
    )


def checked_item(opened: Opened, item: Item, problems: Sequence[Problem] = ()) -> CheckedItem:
    """Return one item's answer as it will be used."""
    given = opened.answers.get(item.key, NOTHING)
    files = {file.id: file for file in opened.files}
    parts = [_part(item, each, own, files) for each, own in by_field(item, given)]
    if any(each.kind == "prefilled" for each in item.fields):
        parts = [Part(label, text) for label, text in opened.facts]
    other = item.alternative(given.alternative)
    text = given.value.get(ALTERNATIVE_TEXT)
    level = item.field_audience(item.fields[0], given.audience) if len(item.fields) == 1 else None
    audience = level or (given.audience if given.audience and item.audience_open else item.audience)
    return CheckedItem(
        item=item,
        parts=[part for part in parts if part.text or part.rows or part.files],
        is_blank=is_blank(item, given) and not _is_silent(item),
        is_spoken=given.is_spoken,
        alternative=other.label if other else "",
        alternative_text=text if other and isinstance(text, str) else "",
        audience=AUDIENCE_LABELS[audience],
        narrower=[(label, AUDIENCE_LABELS[each]) for label, each in narrower_parts(item, audience)],
        is_internal=audience == "editors",
        problems=[(place_of(item, problem, opened.files), problem) for problem in problems],
        url=_url(opened, item),
    )


def narrower_parts(item: Item, audience: str) -> list[tuple[str, str]]:
    """Return which parts of an answer are for fewer eyes than the whole: label and audience."""
    if audience == "editors":
        return []
    return [
        (part.label, part.audience)
        for each in item.fields
        for part in (each, *each.columns)
        if part.audience and part.label and part.audience != audience
    ]


def _part(item: Item, each: Field, own: Sequence[Cell], files: Mapping[int, FileView]) -> Part:
    label = each.label if len(item.fields) > 1 else ""
    if each.kind == "table":
        return Part(label, head=[column.label for column in each.columns], rows=texts_by_row(own))
    (cell,) = own
    if each.kind == "file":
        ids = cell.value if isinstance(cell.value, list) else []
        return Part(label, files=[files[ref] for ref in ids if ref in files])
    return Part(label, cell.text)


def _chosen(answers: Mapping[str, Given], item: Item, each: Field) -> str:
    given = answers.get(item.key)
    return str(given.value.get(each.entry) or "") if given else ""


def _url(opened: Opened, item: Item, problem: Problem | None = None) -> str:
    section = opened.document.section_of(item.key)
    return url_for(
        "answering.section",
        ref=opened.invited.ref,
        key=section.key,
        check=1 if problem else None,
        _anchor=input_of(item, problem) if problem else f"item-{item.key}",
    )


def _is_consent(item: Item) -> bool:
    return any(each.kind == "consent" for each in item.fields)


def _is_silent(item: Item) -> bool:
    return all(each.kind in SILENT_KINDS for each in item.fields)


def consent_items(document: Document) -> list[Item]:
    """Return the items that ask for a consent."""
    return [item for item in document.items() if _is_consent(item)]
