"""The areas of a prefecture as a table: one area a line with its municipalities, or one municipality a line. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from casefinder.ask.organisations import rules
from casefinder.ask.organisations.code_rules import restored_code
from casefinder.ask.organisations.columns import find_sheet
from casefinder.ask.organisations.entries import tidy_name
from casefinder.ask.organisations.errors import AreasInvalid
from casefinder.ask.organisations.places import Area
from casefinder.ask.organisations.rules import OrganisationKind
from casefinder.notations.plain import plain
from casefinder.prefectures import NAMES, Prefecture
from casefinder.tables import Row, Table

READ = {
    "prefecture": ("都道府県", "都道府県コード", "都道府県名"),
    "code": ("コード", "地域コード", "振興局コード", "圏域コード", "エリアコード"),
    "name": ("地域", "地域名", "振興局", "振興局名", "圏域", "圏域名", "名称", "名前"),
    "short_name": ("略称", "短い名前", "通称"),
    "column": ("列", "図の列"),
    "row": ("行", "図の行"),
    "municipalities": (
        "市町村コード",
        "市町村",
        "団体コード",
        "市区町村コード",
        "区市町村コード",
        "構成市町村",
    ),
}
NEEDED = ("code", "name", "municipalities")
MOST = 20  # areas: what the book's page of them holds
COLUMNS, ROWS = 6, 5  # of the tile map
TAKEN = frozenset(
    {(0, 0), (1, 0), (0, 1), (1, 1), (3, 4), (4, 4), (5, 4)}
)  # the legend, and who acts everywhere
_BETWEEN = re.compile(r"[\s、,，;；・/／]+")


@dataclass
class _Drawn:
    """An area as far as it was read, and the line of its first word."""

    line: int
    name: str
    short_name: str
    column: int | None
    row: int | None
    municipalities: list[str] = field(default_factory=list)


def read(table: Table, here: Prefecture, towns: Mapping[str, str]) -> tuple[Area, ...]:
    """Return the areas that a file tells, in its order; the first is nearest on the cover.

    Args:
        table: Its rows; lines with the same code tell of one area.
        here: The prefecture that they must be parts of.
        towns: Code → name of its municipalities.

    Raises:
        NotATable: A column is missing.
        AreasInvalid: Some lines are not right; it names each.
    """
    sheet, heading, _ = find_sheet(table, READ, NEEDED)
    areas: dict[str, _Drawn] = {}
    faults: list[str] = []
    for row in sheet.rows:
        if row.line > heading.line and not heading.repeats(row):
            faults += [
                f"line {row.line}: {fault}" for fault in _take(heading.values(row), row, areas, here, towns)
            ]
    faults += list(_of_all(areas))
    if faults:
        raise AreasInvalid(faults)
    return tuple(
        Area(code, drawn.name, drawn.short_name, tuple(drawn.municipalities), drawn.column, drawn.row, depth)
        for depth, (code, drawn) in enumerate(areas.items(), start=1)
    )


def _take(
    texts: Mapping[str, str], row: Row, areas: dict[str, _Drawn], here: Prefecture, towns: Mapping[str, str]
) -> Iterator[str]:
    """Take a line; yield what is wrong with it."""
    said = plain(texts.get("prefecture", ""))
    if said and said.zfill(2) not in (here.code, here.name) and said != here.name:
        yield f"{NAMES.get(said.zfill(2), said)} is another prefecture; this installation is {here.name}'s"
        return
    code, name = plain(texts["code"]), tidy_name(texts["name"])
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,20}", code):
        yield f"the area's code {code or '（空欄）'} has not 1 to 20 letters or digits"
        return
    column, down = _spot(texts.get("column", ""), COLUMNS), _spot(texts.get("row", ""), ROWS)
    if -1 in (column, down) or (column is None) != (down is None):
        yield f"列 is a number from 0 to {COLUMNS - 1} and 行 one from 0 to {ROWS - 1}, or both are empty"
    elif (column, down) in TAKEN:
        yield f"列 {column}, 行 {down} is where the map's legend stands, or those who act in all of the prefecture"
    drawn = areas.get(code)
    if drawn is None:
        if not name:
            yield f"the area {code} has no name"
        short = tidy_name(texts.get("short_name", "")) or _short(name, here)
        drawn = areas[code] = _Drawn(row.line, name, short, column, down)
    elif name and name != drawn.name:
        yield f"the area {code} is called {name} here and {drawn.name} in line {drawn.line}"
    yield from _take_towns(texts["municipalities"], drawn, areas, here, towns)


def _take_towns(
    text: str, drawn: _Drawn, areas: Mapping[str, _Drawn], here: Prefecture, towns: Mapping[str, str]
) -> Iterator[str]:
    for word in filter(None, _BETWEEN.split(plain(text))):
        restored = restored_code(word, OrganisationKind.MUNICIPALITY)
        code = restored if isinstance(restored, str) else word
        before = next((each for each in areas.values() if code in each.municipalities), None)
        if not rules.is_local_government_code(code):
            yield f"{word} is no code of a municipality with 6 digits and the right check digit"
        elif code not in towns:
            yield f"no municipality of {here.name} has the code {code}"
        elif before is not None:
            yield f"{towns[code]} ({code}) is in {before.name} already (line {before.line})"
        else:
            drawn.municipalities.append(code)


def _of_all(areas: Mapping[str, _Drawn]) -> Iterator[str]:
    if not areas:
        yield "the file holds no area"
    if len(areas) > MOST:
        yield f"there are more than {MOST} areas"
    drawn = list(areas.values())
    for at, each in enumerate(drawn):
        if any(before.name == each.name or before.short_name == each.short_name for before in drawn[:at]):
            yield f"line {each.line}: another area is called {each.name} or {each.short_name} too"
        spots = [(other.column, other.row) for other in drawn[:at] if other.row is not None]
        if (each.column, each.row) in spots:
            yield f"line {each.line}: another area has the place {each.column}, {each.row} in the map too"
        if not each.municipalities:
            yield f"line {each.line}: {each.name} has no municipality"
    if len({each.row is None for each in drawn}) > 1:
        yield "列 and 行 are given for some areas only: give them for all, or for none"


def _spot(text: str, many: int) -> int | None:
    """Return a place in the map, None if none is given, -1 for something else."""
    said = plain(text)
    if not said:
        return None
    return int(said) if said.isascii() and said.isdigit() and int(said) < many else -1


def _short(name: str, here: Prefecture) -> str:
    """Return a name without the word for areas: 北信 for 北信地域."""
    bare = name.removesuffix(here.region).removesuffix("総合") if name != here.region else name
    return bare or name


def uncovered(areas: Collection[Area], towns: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of municipalities that no area holds."""
    held = {code for area in areas for code in area.municipalities}
    return tuple(name for code, name in towns.items() if code not in held)
