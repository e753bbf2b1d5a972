"""All answers of a campaign as sheets: one row a response, and a sheet for each table, by the one way over the cells. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from casefinder.answer.snapshots.rules import Statement, Submitted
from casefinder.ask.questionnaires.cells import Cell, cells
from casefinder.ask.questionnaires.document import Document, Field, Item
from casefinder.faces import Role
from casefinder.staff.consent.seeing_rules import Purpose, may_see
from casefinder.tables.packing import Row, Sheet, Value

SILENT = frozenset({"prefilled", "explanation"})


@dataclass(frozen=True)
class Column:
    """One column of the first sheet: a field's text, of a table how many rows it has, or the level of an item's answer."""

    key: str
    name: str
    is_level: bool = False


@dataclass(frozen=True)
class Words:
    """What stands for what is no text: by word of mouth, and how a level is called."""

    spoken: str
    level: str
    levels: Mapping[str, str]


@dataclass(frozen=True)
class Layout:
    """The sheets of some questionnaires: the first one's columns, and each table's field with its columns."""

    columns: tuple[Column, ...]
    tables: tuple[tuple[str, tuple[str, ...]], ...]
    sheets: tuple[Sheet, ...]


def layout_of(documents: Iterable[Document], title: str, facts: Sequence[str], words: Words) -> Layout:
    """Return the sheets of all questionnaires that were answered, in the order of the first.

    Args:
        documents: Questionnaires; a question that several ask is one column.
        title: Of the first sheet.
        facts: Headings of what stands before the answers on every sheet.
        words: See there.
    """
    columns: dict[tuple[str, bool], Column] = {}
    tables: dict[str, tuple[Item, Field]] = {}
    for document in documents:
        for item in document.items():
            for field in item.fields:
                if field.kind == "table":
                    tables.setdefault(field.key, (item, field))
                if field.kind not in SILENT:
                    columns.setdefault((field.key, False), Column(field.key, _heading(item, field)))
            if item.audience_open:
                level = Column(item.key, f"{item.number} {words.level}", is_level=True)
                columns.setdefault((item.key, True), level)
    further = [
        Sheet(f"{item.number} {item.title}", (*facts, *(column.label for column in field.columns)))
        for item, field in tables.values()
    ]
    parts = tuple((key, tuple(column.key for column in field.columns)) for key, (_, field) in tables.items())
    names = (*facts, *(column.name for column in columns.values()))
    return Layout(tuple(columns.values()), parts, (Sheet(title, names), *further))


def rows_of(
    layout: Layout, said: Statement, facts: Sequence[str], role: Role, words: Words
) -> Iterator[tuple[int, Row]]:
    """Yield the rows of one response: its row of the first sheet, and those of its tables.

    Args:
        layout: The sheets.
        said: The response as submitted.
        facts: What stands before the answers.
        role: Whose eyes it is for; what the role may not have in a file is empty.
        words: See there.
    """
    found = [cell for cell in cells(said.document, said.answers) if may_see(cell.level, role, Purpose.EXPORT)]
    texts: dict[str, Value] = {cell.key: cell.text for cell in found if cell.row is None}
    texts |= _rows_and_files(said, found)
    texts |= _other_ways(said, texts, role, words)
    levels = {item.key: words.levels[said.level(item.fields[0].key)] for item in said.document.items()}
    answered = said.answers.keys()
    yield 0, (
        *facts,
        *(
            (levels.get(column.key, "") if column.key in answered else "") if column.is_level
            else texts.get(column.key, "")
            for column in layout.columns
        ),
    )  # fmt: skip
    for place, (key, parts) in enumerate(layout.tables, start=1):
        for row in _by_row(cell for cell in found if cell.field.key == key and cell.row is not None):
            yield place, (*facts, *(row.get(part, "") for part in parts))


def _heading(item: Item, field: Field) -> str:
    return f"{item.number} {item.title}" + (
        f"：{field.label}" if len(item.fields) > 1 and field.label else ""
    )


def _by_row(found: Iterable[Cell]) -> Iterator[dict[str, str]]:
    rows: dict[int, dict[str, str]] = {}
    for cell in found:
        rows.setdefault(cell.row or 0, {})[cell.part.key.rpartition(".")[2]] = cell.text
    yield from (rows[number] for number in sorted(rows))


def _rows_and_files(said: Statement, found: Sequence[Cell]) -> dict[str, Value]:
    """Return how many rows tables have, and what files are called."""
    told: dict[str, Value] = {}
    for key in dict.fromkeys(cell.field.key for cell in found if cell.row is not None):
        told[key] = len({cell.row for cell in found if cell.field.key == key})
    for key in dict.fromkeys(cell.key for cell in found if cell.field.kind == "file"):
        own = [file.original_name for file in said.files if file.question_key == key.partition(".")[0]]
        told[key] = "、".join(own)
    return told


def _other_ways(said: Statement, texts: Mapping[str, Value], role: Role, words: Words) -> dict[str, str]:
    """Return what stands in the first field of an item that was answered in another way: 口頭で, まだ測れない."""
    found = {}
    for item in said.document.items():
        given = said.answers.get(item.key)
        key = item.fields[0].key
        if given is None or texts.get(key) or not may_see(said.level(key), role, Purpose.EXPORT):
            continue
        if told := _other_way(item, given, words):
            found[key] = told
    return found


def _other_way(item: Item, given: Submitted, words: Words) -> str:
    other = item.alternative(given.alternative)
    note = str(given.value.get("alternative_text") or "")
    told = [words.spoken] if given.is_spoken else []
    return "　".join([*told, *([other.label] if other else []), *([note] if note else [])])
