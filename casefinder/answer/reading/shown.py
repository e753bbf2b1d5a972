"""Answers as the staff reads them: every item in order, with level, revision and files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from casefinder.answer.snapshots.rules import Statement, Submitted, SubmittedFile
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires.answers import NOTHING
from casefinder.ask.questionnaires.cells import Cell, by_field, texts_by_row
from casefinder.ask.questionnaires.document import Field, Item
from casefinder.faces import Role
from casefinder.staff.consent import rules as consent_rules
from casefinder.staff.consent.seeing_rules import may_see


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
    note: str  # what was typed beside an alternative
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


def sections_shown(said: Statement, role: Role, register: str) -> tuple[SectionShown, ...]:
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
                    item, said.answers.get(item.key), is_asked=item.key in asked, role=role,
                    register=register, files=_files(said, item, files, role),
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
    role: Role = Role.ADMINISTRATOR,
    register: str = "",
    files: tuple[SubmittedFile, ...] = (),
) -> Shown:
    """Return one item as a role reads it; what the role may not see is there, and says so."""
    chosen = given.audience if given else None
    value: Mapping[str, object] = given.value if given else {}
    parts = tuple(
        part
        for each, own in by_field(item, given or NOTHING)
        if (part := _part(each, own, role, register)) is not None
    )
    other = item.alternative(given.alternative) if given else None
    level = consent_rules.answer_level(chosen, default=item.audience, is_open=item.audience_open)
    note = str(value.get("alternative_text") or "") if may_see(level, role) else ""
    return Shown(
        item.key, item.number, item.title, parts, level,
        bool(parts or files or other or (given and given.is_spoken)), is_asked, bool(given and given.is_spoken),
        other.label if other and may_see(level, role) else "", note, given.revision if given else 0,
        given.saved_at if given else None, files,
    )  # fmt: skip


def _files(
    said: Statement, item: Item, files: Mapping[str, Sequence[SubmittedFile]], role: Role
) -> tuple[SubmittedFile, ...]:
    return tuple(files.get(item.key, ())) if may_see(said.file_level(item.key), role) else ()


def _part(each: Field, own: Sequence[Cell], role: Role, register: str) -> Part | None:
    if each.kind == "prefilled" and register:
        return Part(each.key, "", register)
    if each.kind in ("file", "prefilled", "explanation") or not own or all(c.is_empty for c in own):
        return None
    first = own[0]
    level = first.item.field_audience(each, first.chosen)
    label = each.label if len(first.item.fields) > 1 else ""
    seen = [cell for cell in own if may_see(cell.level, role)]
    if not seen:
        return Part(each.key, label, level=level, is_hidden=True)
    if each.kind == "table":
        head = tuple(dict.fromkeys(cell.part.label for cell in seen))
        return Part(each.key, label, head=head, rows=texts_by_row(seen), level=level)
    return Part(each.key, label, first.text, each.kind == "long_text", level=level)
