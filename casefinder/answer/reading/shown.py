"""Answers as the staff reads them: every item in order, with level, revision and files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from casefinder.answer.snapshots.rules import Statement, Submitted, SubmittedFile
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires.answers import NOTHING
from casefinder.ask.questionnaires.cells import Cell, by_field, texts_by_row
from casefinder.ask.questionnaires.document import Field, Item
from casefinder.staff.consent import rules as consent_rules

CONTACT_KINDS = ("telephone", "email")


@dataclass(frozen=True)
class Part:
    """One field of an answer as text, or as a table."""

    key: str
    label: str
    text: str = ""
    is_long: bool = False
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    level: str = "everyone"
    is_hidden: bool = False


@dataclass(frozen=True)
class Shown:
    """One item with its answer."""

    key: str
    number: str
    title: str
    parts: tuple[Part, ...]
    level: str
    is_answered: bool
    is_asked: bool
    is_spoken: bool
    alternative: str
    note: str
    revision: int
    saved_at: datetime | None
    files: tuple[SubmittedFile, ...] = ()


@dataclass(frozen=True)
class SectionShown:
    """One section with its items."""

    key: str
    number: str
    title: str
    items: tuple[Shown, ...]


def sections_shown(said: Statement, with_contacts: bool, register: str) -> tuple[SectionShown, ...]:
    document = said.document
    asked = {item.key for item in questions.items_in_scope(document, said.answers)}
    files: dict[str, list[SubmittedFile]] = {}
    for each in said.files:
        files.setdefault(each.question_key, []).append(each)
    return tuple(
        SectionShown(
            section.key, section.number, section.title,
            tuple(
                shown(
                    item, said.answers.get(item.key), is_asked=item.key in asked, with_contacts=with_contacts,
                    register=register, files=tuple(files.get(item.key, ())),
                )
                for item in section.items
            ),
        )
        for section in document.sections
    )  # fmt: skip


def shown(
    item: Item,
    given: Submitted | None,
    *,
    is_asked: bool = True,
    with_contacts: bool = True,
    register: str = "",
    files: tuple[SubmittedFile, ...] = (),
) -> Shown:
    """Return one item as the staff reads it."""
    chosen = given.audience if given else None
    value: Mapping[str, object] = given.value if given else {}
    parts = tuple(
        part
        for each, own in by_field(item, given or NOTHING)
        if (part := _part(each, own, with_contacts, register)) is not None
    )
    other = item.alternative(given.alternative) if given else None
    return Shown(
        item.key, item.number, item.title, parts,
        consent_rules.answer_level(chosen, default=item.audience, is_open=item.audience_open),
        bool(parts or files or other or (given and given.is_spoken)), is_asked, bool(given and given.is_spoken),
        other.label if other else "", str(value.get("alternative_text") or ""), given.revision if given else 0,
        given.saved_at if given else None, files,
    )  # fmt: skip


def _part(each: Field, own: Sequence[Cell], with_contacts: bool, register: str) -> Part | None:
    if each.kind == "prefilled" and register:
        return Part(each.key, "", register)
    if each.kind in ("file", "prefilled", "explanation") or not own or all(c.is_empty for c in own):
        return None
    first = own[0]
    level = first.item.field_audience(each, first.chosen)
    label = each.label if len(first.item.fields) > 1 else ""
    if each.kind in CONTACT_KINDS and not with_contacts:
        return Part(each.key, label, level=level, is_hidden=True)
    if each.kind == "table":
        head = tuple(column.label for column in each.columns)
        return Part(each.key, label, head=head, rows=texts_by_row(own), level=level)
    return Part(each.key, label, first.text, each.kind == "long_text", level=level)
