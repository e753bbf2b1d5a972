"""Lists of municipalities: the one of all Japan that ships, and one of a prefecture that an office brings. Pure."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from casefinder.ask.organisations import rules
from casefinder.ask.organisations.code_rules import restored_code
from casefinder.ask.organisations.columns import find_sheet
from casefinder.ask.organisations.entries import tidy_name
from casefinder.ask.organisations.exchange import VOCABULARY
from casefinder.ask.organisations.rules import MunicipalityType, OrganisationKind
from casefinder.errors import N_, CasefinderError
from casefinder.kana import hiragana
from casefinder.notations.plain import plain
from casefinder.prefectures import NAMES
from casefinder.tables import Table

READ = {name: VOCABULARY[name] for name in ("code", "name", "kana", "municipality_type")}
CODE_WRONG = "line %(line)s: %(text)s is no code of a municipality with 6 digits and the right check digit"
CODE_TWICE = "line %(line)s: the code %(text)s is there twice"
NO_NAME = "line %(line)s: name or reading is missing"
NO_TYPE = "line %(line)s: %(text)s is neither 市, 町, 村 nor 区"
OTHER = "line %(line)s: the code %(text)s begins otherwise than those above; all of one prefecture begin with the same two digits"


@dataclass(frozen=True)
class Municipality:
    """A municipality; `kana` in hiragana."""

    code: str
    name: str
    kana: str
    type: MunicipalityType


class MunicipalitiesInvalid(CasefinderError):
    """A list of municipalities is not right; `lines` says what is wrong, line by line."""

    message = N_("The list of municipalities cannot be taken. Nothing was changed.\n%(lines)s")

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(lines="\n".join(lines))
        self.lines = tuple(lines)


def parse_municipalities(lines: Iterable[str]) -> tuple[Municipality, ...]:
    """Read the shipped list.

    Args:
        lines: CSV with the columns code, prefecture, name, kana, type, district.

    Raises:
        ValueError: A code with a wrong check digit or of another prefecture than is said, an unknown type, a code that comes twice.
    """
    towns: dict[str, Municipality] = {}
    for row in csv.DictReader(lines):
        code, kind = row["code"], rules.municipality_type_of(row["type"])
        right = rules.is_local_government_code(code) and NAMES.get(code[:2]) == row["prefecture"]
        if not right or kind is None or code in towns:
            raise ValueError(f"municipalities: line with code {code!r} is not right")
        towns[code] = Municipality(code, row["name"], hiragana(row["kana"]), kind)
    return tuple(towns.values())


def read_municipalities(table: Table) -> tuple[Municipality, ...]:
    """Read an office's own list: コード, 団体名, よみ, 市町村の別 (which the name tells too).

    Raises:
        NotATable: A column is missing.
        MunicipalitiesInvalid: Some lines are not right; it names each.
    """
    sheet, heading, _ = find_sheet(table, READ, ("code", "name", "kana"))
    towns: dict[str, Municipality] = {}
    faults: list[str] = []
    for row in sheet.rows:
        if row.line <= heading.line or heading.repeats(row):
            continue
        town = _town(heading.values(row))
        first = next(iter(towns), town.code)
        found = list(_faults(town, towns, first))
        faults += [fault % {"line": row.line, "text": text} for fault, text in found]
        if not found:
            towns[town.code] = Municipality(town.code, town.name, town.kana, MunicipalityType(town.type))
    if faults or not towns:
        raise MunicipalitiesInvalid(faults or ["the list has no line"])
    return tuple(towns.values())


@dataclass(frozen=True)
class _Told:
    code: str
    name: str
    kana: str
    type: str


def _town(texts: dict[str, str]) -> _Told:
    code = restored_code(texts["code"], OrganisationKind.MUNICIPALITY)
    name = tidy_name(texts["name"])
    said = plain(texts.get("municipality_type", "")) or name[-1:]
    kind = rules.municipality_type_of(said)
    return _Told(
        code if isinstance(code, str) else plain(texts["code"]), name, hiragana(plain(texts["kana"])),
        kind.value if kind else said,
    )  # fmt: skip


def _faults(town: _Told, towns: dict[str, Municipality], first: str) -> Iterator[tuple[str, str]]:
    if not rules.is_local_government_code(town.code):
        yield CODE_WRONG, town.code or "（空欄）"
    elif town.code in towns:
        yield CODE_TWICE, town.code
    elif town.code[:2] != first[:2]:
        yield OTHER, town.code
    if not town.name or not town.kana:
        yield NO_NAME, ""
    if town.type not in set(MunicipalityType):
        yield NO_TYPE, town.type or "（空欄）"
