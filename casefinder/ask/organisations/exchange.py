"""The register as a CSV file: writing it, reading one, and saying beforehand what it would change. Pure."""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from casefinder.ask.organisations import rules
from casefinder.ask.organisations.entries import EntryProblem, NewOrganisation, cleaned, entry_problems
from casefinder.errors import N_, CasefinderError
from casefinder.sheets import plain_cell

COLUMNS = {
    "種別": "kind",
    "コード": "code",
    "団体名": "name",
    "よみ": "kana",
    "市町村の別": "municipality_type",
    "振興局": "subprefecture",
    "メール": "email",
}
NEEDED = ("kind", "name", "kana")
KIND_WORDS = {
    "municipality": "市町村",
    "company": "企業",
    "national_office": "国の機関",
    "department": "庁内の部署",
    "association": "団体",
}
TYPE_WORDS = {"city": "市", "town": "町", "village": "村"}
MAX_LINES = 5000


class NotARegister(CasefinderError):
    """The file cannot be read as a register."""

    message = N_("This file cannot be read as a list of organisations.")


@dataclass(frozen=True)
class Change:
    """What one line of a file would do.

    Attributes:
        line: Number of the line in the file, the heading is 1.
        act: `add`, `change`, `same` or `wrong`.
        entry: The cleaned entry.
        organisation_id: Whom it changes.
        differences: Name of the field, present value, new value.
        problems: What is wrong with the line.
    """

    line: int
    act: str
    entry: NewOrganisation
    organisation_id: int | None = None
    differences: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[EntryProblem, ...] = ()


@dataclass(frozen=True)
class ReadFile:
    """What a file holds: the fields that have a column, and the entries with their line numbers."""

    columns: tuple[str, ...]
    lines: tuple[tuple[int, NewOrganisation], ...]

    @property
    def entries(self) -> list[NewOrganisation]:
        """What the lines say, without their numbers."""
        return [entry for _, entry in self.lines]


def written(entries: Iterable[NewOrganisation]) -> str:
    """Return entries as CSV with a heading, lines ended by CR LF; no cell begins a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for entry in entries:
        cells = (
            KIND_WORDS.get(entry.kind, entry.kind), entry.code or "", entry.name, entry.kana,
            TYPE_WORDS.get(entry.municipality_type or "", ""), entry.subprefecture, entry.email or "",
        )  # fmt: skip
        writer.writerow(plain_cell(cell) for cell in cells)
    return out.getvalue()


def decoded(content: bytes) -> str:
    """Return a file's text, whether it was saved as UTF-8 or by a Japanese Excel.

    Raises:
        NotARegister: It is neither.
    """
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotARegister


def read(text: str) -> ReadFile:
    """Return the lines of a file as cleaned entries.

    Raises:
        NotARegister: A needed column is missing, a column is unknown, or there are too many lines.
    """
    try:
        lines = [row for row in csv.reader(io.StringIO(text)) if row]
    except csv.Error as error:
        raise NotARegister from error
    if not lines:
        raise NotARegister(N_("The file is empty."))
    heading = [COLUMNS.get(cell.strip(), cell.strip()) for cell in lines[0]]
    if missing := [word for word, name in COLUMNS.items() if name in NEEDED and name not in heading]:
        raise NotARegister(N_("The column “%(column)s” is missing."), column=missing[0])
    if unknown := [cell for cell in heading if cell not in COLUMNS.values()]:
        raise NotARegister(N_("The column “%(column)s” is unknown."), column=unknown[0])
    if len(lines) > MAX_LINES:
        raise NotARegister(N_("The file has more than %(lines)s lines."), lines=MAX_LINES)
    entries = tuple(
        (number, _entry(dict(zip(heading, row, strict=False))))
        for number, row in enumerate(lines[1:], start=2)
    )
    return ReadFile(tuple(heading), entries)


def changes(file: ReadFile, known: Sequence[tuple[int, NewOrganisation]]) -> tuple[Change, ...]:
    """Return what each line would do to the register; a field without a column stays as it is.

    A line stands for the organisation with its code; without a code, for the one of its kind and name.
    """
    by_code = {entry.code: (key, entry) for key, entry in known if entry.code}
    by_name = {(entry.kind, entry.name): (key, entry) for key, entry in known}
    seen: set[tuple[str, str]] = set()
    found = []
    for line, entry in file.lines:
        own = (entry.code or entry.kind, "" if entry.code else entry.name)
        present = by_code.get(entry.code) if entry.code else by_name.get((entry.kind, entry.name))
        found.append(_change(line, entry, present, file.columns, is_repeated=own in seen))
        seen.add(own)
    return tuple(found)


def digest(found: Sequence[Change]) -> str:
    """Return a mark of a preview, to notice that the register has changed since."""
    text = repr([(change.line, change.act, change.organisation_id, change.differences) for change in found])
    return hashlib.sha256(text.encode()).hexdigest()


def _change(
    line: int,
    entry: NewOrganisation,
    present: tuple[int, NewOrganisation] | None,
    columns: Sequence[str],
    *,
    is_repeated: bool,
) -> Change:
    key, old = present or (None, None)
    if old is not None:
        entry = replace(old, **{name: getattr(entry, name) for name in columns})
    problems = entry_problems(entry)
    if is_repeated:
        problems += (EntryProblem("code", N_("This organisation stands in the file twice.")),)
    if problems:
        return Change(line, "wrong", entry, problems=problems)
    if old is None:
        return Change(line, "add", entry)
    differences = tuple(
        (name, getattr(old, name) or "", getattr(entry, name) or "")
        for name in columns
        if (getattr(old, name) or "") != (getattr(entry, name) or "")
    )
    return Change(line, "change" if differences else "same", entry, key, differences)


def _entry(cells: dict[str, str]) -> NewOrganisation:
    texts = {name: cell.removeprefix("'") for name, cell in cells.items()}
    return cleaned(
        NewOrganisation(
            name=texts.get("name", ""),
            kana=texts.get("kana", ""),
            kind=texts.get("kind", ""),
            code=texts.get("code") or None,
            municipality_type=texts.get("municipality_type") or None,
            subprefecture=texts.get("subprefecture", "") or rules.WHOLE_PREFECTURE,
            email=texts.get("email") or None,
        )
    )
