"""What each line of a file would do to the register: whom it stands for, and what it would change. Pure."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from casefinder.ask.organisations.code_rules import is_same_number
from casefinder.ask.organisations.entries import (
    EntryProblem,
    NewOrganisation,
    cleaned,
    entry_problems,
    identity,
    is_same_writing,
)
from casefinder.ask.organisations.exchange import Line, ReadFile
from casefinder.ask.organisations.places import Places
from casefinder.errors import N_

TWICE = N_("This organisation stands in the file twice.")
SEVERAL = N_("Several organisations have this name. Please add the code.")
Known = tuple[int, NewOrganisation]


@dataclass(frozen=True)
class Change:
    """What one line of a file would do.

    Attributes:
        line: Number of the line in the file.
        act: `add`, `change`, `same` or `wrong`.
        entry: The cleaned entry.
        organisation_id: Whom it changes.
        differences: Name of the field, present value, new value.
        problems: What is wrong with the line.
        notes: What was taken from elsewhere than the line.
    """

    line: int
    act: str
    entry: NewOrganisation
    organisation_id: int | None = None
    differences: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[EntryProblem, ...] = ()
    notes: tuple[EntryProblem, ...] = ()


def changes(file: ReadFile, known: Sequence[Known], places: Places) -> tuple[Change, ...]:
    """Return what each line would do to the register; a field without a column stays as it is.

    A line stands for the organisation with its code; without a code, or with one that nobody has yet, for the one of its
    kind and name, in whatever writing.
    """
    register = _Register(known)
    seen: set[object] = set()
    found = []
    for line in file.lines:
        present = register.of(line.entry)
        own = present[0] if isinstance(present, tuple) else _own(line.entry)
        found.append(_change(line, present, file.columns, places, is_repeated=own in seen))
        seen.add(own)
    return tuple(found)


def digest(found: Sequence[Change]) -> str:
    """Return a mark of a preview, to notice that the register has changed since."""
    return mark_of(
        [(change.line, change.act, change.organisation_id, change.differences) for change in found]
    )


def mark_of(shown: object) -> str:
    """Return a mark of plain values that were shown."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()


class _Register:
    """The organisations that a file may mean, by code and by name."""

    def __init__(self, known: Sequence[Known]) -> None:
        self.by_code = {entry.code: (key, entry) for key, entry in known if entry.code}
        self.by_name: dict[object, list[Known]] = defaultdict(list)
        for key, entry in known:
            self.by_name[_named(entry)].append((key, entry))

    def of(self, entry: NewOrganisation) -> Known | EntryProblem | None:
        """Return whom an entry stands for, None for somebody new."""
        named = self.by_name.get(_named(entry), [])
        if entry.code:
            coded = self.by_code.get(entry.code)
            with_zeros = [each for each in named if is_same_number(each[1].code or "", entry.code)]
            if coded and (coded in named or not with_zeros):
                return coded
            named = with_zeros or [each for each in named if not each[1].code]
        exact = [(key, old) for key, old in named if old.name == entry.name]
        found = exact if len(exact) == 1 else named
        if len(found) > 1:
            return EntryProblem("name", SEVERAL)
        return found[0] if found else None


def _named(entry: NewOrganisation) -> object:
    return entry.kind, identity(entry.name)


def _own(entry: NewOrganisation) -> object:
    return entry.code or _named(entry)


def _change(
    line: Line, present: Known | EntryProblem | None, columns: Sequence[str], places: Places, *, is_repeated: bool
) -> Change:  # fmt: skip
    key, old = present if isinstance(present, tuple) else (None, None)
    entry = _merged(line.entry, old, columns, places)
    problems = (*entry_problems(entry, places), *line.problems)
    problems += (present,) if isinstance(present, EntryProblem) else ()
    problems += (EntryProblem("code", TWICE),) if is_repeated else ()
    if problems:
        return Change(line.number, "wrong", entry, problems=problems, notes=line.notes)
    if old is None:
        return Change(line.number, "add", entry, notes=line.notes)
    differences = tuple(
        (name, getattr(old, name) or "", getattr(entry, name) or "")
        for name in columns
        if (getattr(old, name) or "") != (getattr(entry, name) or "")
    )
    return Change(line.number, "change" if differences else "same", entry, key, differences, notes=line.notes)


def _merged(
    entry: NewOrganisation, old: NewOrganisation | None, columns: Sequence[str], places: Places
) -> NewOrganisation:
    """Return the organisation as it would be: what is told, and of the rest what is known."""
    if old is None:
        return cleaned(entry, places)
    merged = replace(old, **{name: getattr(entry, name) for name in columns})
    if is_same_writing(old.name, merged.name):
        merged = replace(merged, name=old.name)
    if merged.code and old.code and is_same_number(old.code, merged.code):
        merged = replace(merged, code=old.code)
    return replace(
        merged,
        code=merged.code or old.code,
        subprefecture=merged.subprefecture or old.subprefecture,
        municipality_type=merged.municipality_type or old.municipality_type,
    )
