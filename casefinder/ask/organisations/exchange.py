"""The register as a table: writing it, reading one, and saying beforehand what it would change. Pure."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from casefinder.ask.organisations import rules
from casefinder.ask.organisations.code_rules import is_municipal, restored_code
from casefinder.ask.organisations.columns import NO_COLUMN, Heading, NotARegister, find_sheet
from casefinder.ask.organisations.entries import EntryProblem, NewOrganisation, cleaned
from casefinder.ask.organisations.places import Places
from casefinder.ask.organisations.rules import OrganisationKind
from casefinder.errors import N_
from casefinder.sheets import plain_cell, text_of_cell
from casefinder.tables import Row, Table

HEADING = {
    "種別": "kind", "コード": "code", "団体名": "name", "よみ": "kana", "市町村の別": "municipality_type",
    "{region}": "subprefecture", "メール": "email",
}  # fmt: skip  # the word for areas is the installation's
COLUMNS = tuple(HEADING.values())
VOCABULARY = {
    "kind": ("種別", "区分", "団体種別", "団体区分", "組織種別", "種類"),
    "code": (
        "コード", "団体コード", "市町村コード", "市区町村コード", "自治体コード", "地方公共団体コード", "全国地方公共団体コード",
        "法人番号", "組織コード",
    ),
    "name": (
        "団体名", "名称", "名前", "団体の名称", "団体名称", "市町村名", "市区町村名", "自治体名", "組織名", "企業名", "会社名",
        "法人名", "事業者名", "機関名", "商号又は名称",
    ),
    "kana": (
        "よみ", "読み", "よみがな", "読みがな", "読み仮名", "ふりがな", "振り仮名", "カナ", "団体名カナ", "名称カナ", "団体名よみ",
        "市区町村名カナ", "市町村名カナ", "団体名フリガナ", "名称フリガナ",
    ),
    "municipality_type": ("市町村の別", "市町村区分", "市区町村の別", "市町村別"),
    "subprefecture": ("振興局", "総合振興局", "所管振興局", "振興局名"),
    "email": (
        "メール", "メールアドレス", "電子メール", "電子メールアドレス", "代表メール", "代表メールアドレス", "連絡先メール",
        "連絡先メールアドレス", "Eメール", "E-mail", "E-mailアドレス", "Eメールアドレス", "メアド", "mail", "mail address", "e-mail address",
    ),
}  # fmt: skip
NEEDED = ("name", "kana")
KIND_WORDS = {
    "municipality": "市町村",
    "company": "企業",
    "national_office": "国の機関",
    "department": "庁内の部署",
    "association": "団体",
}
TYPE_WORDS = {"city": "市", "town": "町", "village": "村", "ward": "区"}
MAX_LINES = 5000
NO_HEADING = N_(
    "“%(text)s” stands in column %(column)s, which has no heading. Please give the column a heading or move the text."
)
KIND_ABOVE = N_("The kind is taken from line %(line)s.")
KIND_BY_CODE = N_("The kind is taken from the code.")


@dataclass(frozen=True)
class Line:
    """One line of a file: its number there, the cleaned entry, what was added to it, and what stands where it should not."""

    number: int
    entry: NewOrganisation
    notes: tuple[EntryProblem, ...] = ()
    problems: tuple[EntryProblem, ...] = ()


@dataclass(frozen=True)
class ReadFile:
    """What a file holds: the fields that have a column, its lines, and what of it is not read."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    ignored: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()

    @property
    def entries(self) -> list[NewOrganisation]:
        """What the lines say, without their numbers."""
        return [line.entry for line in self.lines]


def heading_words(region: str) -> dict[str, str]:
    """Return name → heading of each column where areas are called `region`."""
    return {name: word.replace("{region}", region) for word, name in HEADING.items()}


def rows(entries: Iterable[NewOrganisation], region: str) -> list[list[str]]:
    """Return entries as rows with their heading; no cell begins a formula."""
    return [
        [*heading_words(region).values()],
        *([plain_cell(cell) for cell in _cells(entry)] for entry in entries),
    ]


def written(entries: Iterable[NewOrganisation], region: str) -> str:
    """Return entries as CSV with a heading, lines ended by CR LF."""
    out = io.StringIO()
    csv.writer(out).writerows(rows(entries, region))
    return out.getvalue()


def read(table: Table, places: Places, region: str) -> ReadFile:
    """Return the lines of a file as cleaned entries.

    Args:
        table: Its rows.
        places: What the register knows as places.
        region: What areas are called here.

    Raises:
        NotARegister: A needed column is missing, two columns hold the same, or there are too many lines.
    """
    words = dict.fromkeys((region, f"{region}名", f"所管{region}", *VOCABULARY["subprefecture"]))
    sheet, heading, other_sheets = find_sheet(table, {**VOCABULARY, "subprefecture": tuple(words)}, NEEDED)
    if "kind" not in heading.names and "code" not in heading.names:
        raise NotARegister(NO_COLUMN, column=VOCABULARY["kind"][0])
    below = [row for row in sheet.rows if row.line > heading.line and not heading.repeats(row)]
    if len(below) > MAX_LINES:
        raise NotARegister(N_("The file has more than %(lines)s lines."), lines=MAX_LINES)
    lines: list[Line] = []
    for row in below:
        lines.append(_line(row, heading, lines, places))
    columns = tuple(name for name in COLUMNS if name in heading.names)
    return ReadFile(columns, tuple(lines), heading.ignored, other_sheets)


def _cells(entry: NewOrganisation) -> tuple[str, ...]:
    return (
        KIND_WORDS.get(entry.kind, entry.kind), entry.code or "", entry.name, entry.kana,
        TYPE_WORDS.get(entry.municipality_type or "", ""), entry.subprefecture, entry.email or "",
    )  # fmt: skip


def _line(row: Row, heading: Heading, before: Sequence[Line], places: Places) -> Line:
    texts = {name: text_of_cell(text) for name, text in heading.values(row).items()}
    kind, notes = _kind(texts, before)
    beyond = tuple(
        EntryProblem("", NO_HEADING, {"text": text, "column": column})
        for column, text in heading.nameless(row)
    )
    entry = cleaned(_entry({**texts, "kind": kind}), places)
    if not texts.get("subprefecture", "").strip():
        entry = replace(entry, subprefecture="")  # nothing was said, not even that it is the whole prefecture
    return Line(row.line, entry, notes, beyond)


def _kind(texts: Mapping[str, str], before: Sequence[Line]) -> tuple[str, tuple[EntryProblem, ...]]:
    """Return the kind of a line: what it says; of merged cells what the line above says; else what its code tells."""
    if kind := texts.get("kind", "").strip():
        return kind, ()
    if "kind" in texts and before:
        above = before[-1]
        first = next(
            (note.values["line"] for note in above.notes if note.message == KIND_ABOVE), above.number
        )
        return above.entry.kind, (EntryProblem("kind", KIND_ABOVE, {"line": first}),)
    code = restored_code(texts.get("code", ""), OrganisationKind.MUNICIPALITY)
    if isinstance(code, str) and is_municipal(code):
        return OrganisationKind.MUNICIPALITY.value, (EntryProblem("kind", KIND_BY_CODE),)
    if isinstance(code, str) and rules.is_corporate_number(code):
        return OrganisationKind.COMPANY.value, (EntryProblem("kind", KIND_BY_CODE),)
    return "", ()


def _entry(texts: Mapping[str, str]) -> NewOrganisation:
    return NewOrganisation(
        name=texts.get("name", ""),
        kana=texts.get("kana", ""),
        kind=texts.get("kind", ""),
        code=texts.get("code") or None,
        municipality_type=texts.get("municipality_type") or None,
        subprefecture=texts.get("subprefecture", ""),
        email=texts.get("email") or None,
    )
