"""Dated values about organisations as a table: one a line (項目, 値), or one a column (人口, 高齢化率). Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from casefinder.ask.organisations import rules
from casefinder.ask.organisations.code_rules import is_municipal, restored_code
from casefinder.ask.organisations.columns import NO_COLUMN, Heading, NotARegister, find_sheet
from casefinder.ask.organisations.entries import (
    EntryProblem,
    NewFact,
    NewOrganisation,
    fact_problems,
    identity,
    tidy_name,
)
from casefinder.ask.organisations.exchange import MAX_LINES, NO_HEADING, VOCABULARY
from casefinder.ask.organisations.rules import OrganisationKind
from casefinder.errors import N_
from casefinder.folding import fold
from casefinder.notations import Unclear
from casefinder.notations.amounts import read_amount, shown, tidy
from casefinder.notations.dates import read_when
from casefinder.notations.plain import one_dash, plain
from casefinder.notations.units import converted
from casefinder.prefectures import NAMES
from casefinder.sheets import plain_cell, text_of_cell
from casefinder.tables import Row, Table

COLUMNS = {"コード": "code", "団体名": "name", "項目": "fact", "値": "value", "年": "year", "出典": "source"}
FACT_WORDS = {
    "population": ("人口", "総人口", "人口総数"), "staff": ("職員数", "総職員数"), "ageing_rate": ("高齢化率", "老年人口割合"),
    "fiscal_index": ("財政力指数",), "employees": ("従業員数", "従業者数"), "members": ("会員数",),
}  # fmt: skip
WORDS = {
    "code": VOCABULARY["code"], "name": VOCABULARY["name"], "fact": ("項目", "指標", "種類", "データの種類"),
    "value": ("値", "数値", "数", "データ"), "year": ("年", "年度", "年次", "時点", "基準年", "調査年"),
    "source": ("出典", "出所", "資料", "資料名"), **FACT_WORDS,
}  # fmt: skip
UNKNOWN = frozenset({"", "-", "--", "…", "...", "***", "不明", "x"})  # as statistics write it
IN_BRACKETS = re.compile(r"[（(［\[](?:単位[:：]?)?(?P<said>[^（()）［］\[\]]*)[）)］\]]\s*$")
_UNIT_SAID = re.compile(r"[百千万]?(?:人|名|%|％|パーセント)")
_COUNTY = re.compile(r"^\S{1,5}?郡\s*(?=\S{2})")
_HALL = re.compile(r"(?:役場|役所)$")
NOBODY = N_("There is no such organisation in the register.")
SEVERAL = N_("Several organisations have this name. Please add the code.")
NOT_EXACT = N_("Please write the number itself, without 約.")
OTHER_UNIT = N_("Please write the number in %(unit)s.")
TWICE = N_("This value stands in the file twice.")
Known = Mapping[tuple[int, str, int], tuple[float, str]]


@dataclass(frozen=True)
class FactChange:
    """What one value of a file would do: `add`, `change`, `same` or `wrong`; `old` is the present value."""

    line: int
    act: str
    name: str
    fact: NewFact
    organisation_id: int | None = None
    old: tuple[float, str] | None = None
    problems: tuple[EntryProblem, ...] = ()


@dataclass(frozen=True)
class FactFile:
    """The rows of a file below its heading, and what is said for all of them."""

    heading: Heading
    rows: tuple[Row, ...]
    year: str = ""
    source: str = ""


def rows(facts: Iterable[tuple[NewOrganisation, NewFact]]) -> list[list[str]]:
    """Return values as rows with their heading, one a line."""
    return [list(COLUMNS), *([plain_cell(cell) for cell in _cells(entry, fact)] for entry, fact in facts)]


def read(table: Table, *, year: str = "", source: str = "") -> FactFile:
    """Return a file of values.

    Args:
        table: Its rows.
        year: Of all values whose line and heading name none.
        source: Of all values whose line names none.

    Raises:
        NotARegister: Neither code nor name has a column, no value has one, or there are too many lines.
    """
    sheet, heading, _ = find_sheet(table, WORDS, (), bare=lambda word: IN_BRACKETS.sub("", word))
    if not {"code", "name"} & set(heading.names):
        raise NotARegister(NO_COLUMN, column="コード")
    if not set(FACT_WORDS) & set(heading.names) and not {"fact", "value"} <= set(heading.names):
        raise NotARegister(NO_COLUMN, column="人口")
    below = tuple(row for row in sheet.rows if row.line > heading.line and not heading.repeats(row))
    if len(below) > MAX_LINES:
        raise NotARegister(N_("The file has more than %(lines)s lines."), lines=MAX_LINES)
    return FactFile(heading, below, year, source)


def changes(
    file: FactFile, register: Sequence[tuple[int, NewOrganisation]], known: Known
) -> tuple[FactChange, ...]:
    """Return what each value of a file would do; an unknown value does nothing."""
    by_code = {entry.code: key for key, entry in register if entry.code}
    by_name: dict[str, list[int]] = {}
    for key, entry in register:
        by_name.setdefault(identity(entry.name), []).append(key)
    seen: set[tuple[int | None, str, int]] = set()
    found = []
    for row in file.rows:
        texts = {name: text_of_cell(text).strip() for name, text in file.heading.values(row).items()}
        whom = _whom(texts, by_code, by_name)
        beyond = tuple(
            EntryProblem("", NO_HEADING, {"text": text, "column": at})
            for at, text in file.heading.nameless(row)
        )
        for fact, problems in _facts(texts, file):
            change = _change(row.line, texts, whom, fact, (*beyond, *problems), known, seen)
            found.append(change)
            seen.add((change.organisation_id, fact.kind, fact.year))
    return tuple(found)


def _cells(entry: NewOrganisation, fact: NewFact) -> tuple[str, ...]:
    word = FACT_WORDS.get(fact.kind, (fact.kind,))[0]
    number = f"{tidy(Decimal(repr(fact.value))):f}"
    return entry.code or "", entry.name, word, number, str(fact.year), fact.source


def _whom(
    texts: Mapping[str, str], by_code: Mapping[str, int], by_name: Mapping[str, Sequence[int]]
) -> int | EntryProblem:
    code = restored_code(texts.get("code", ""), OrganisationKind.MUNICIPALITY)
    if isinstance(code, str) and code in by_code:
        return by_code[code]
    named = _named(texts.get("name", ""), by_code, by_name)
    if len(named) > 1:
        return EntryProblem("name", SEVERAL)
    if not named or (isinstance(code, str) and is_municipal(code)):
        return EntryProblem("name", NOBODY)
    return named[0]


def _named(name: str, by_code: Mapping[str, int], by_name: Mapping[str, Sequence[int]]) -> Sequence[int]:
    """Return who has a name; of a town also as statistics write it: 北海道空知郡白楡町, 白楡町役場.

    A prefecture that is named is that of the town's code: towns of one name are in many of them.
    """
    if not name or (exact := by_name.get(identity(name), [])):
        return exact if name else []
    bare = IN_BRACKETS.sub("", _HALL.sub("", name.strip()))
    code, own = next(((code, own) for code, own in NAMES.items() if bare.startswith(own)), ("", ""))
    town = _COUNTY.sub("", bare.removeprefix(own).strip(), count=1)
    there = {key for known, key in by_code.items() if known.startswith(code)}
    return [key for key in by_name.get(identity(town), []) if not code or key in there]


def _facts(texts: Mapping[str, str], file: FactFile) -> Iterator[tuple[NewFact, tuple[EntryProblem, ...]]]:
    """Yield the values of one row with what is wrong with them."""
    if "fact" in texts:
        key = fold(IN_BRACKETS.sub("", texts["fact"])).text
        kinds = {fold(word).text: kind for kind, words in FACT_WORDS.items() for word in words}
        pairs = [(kinds.get(key, texts["fact"]), texts.get("value", ""), texts["fact"])]
    else:
        words = dict(zip(file.heading.names, file.heading.words, strict=True))
        pairs = [(kind, texts[kind], words[kind]) for kind in FACT_WORDS if kind in texts]
    for kind, text, word in pairs:
        if one_dash(plain(text)).lower() not in UNKNOWN:
            yield _fact(
                kind, _with_unit(text, word), _year(texts, file, word), texts.get("source") or file.source
            )


def _year(texts: Mapping[str, str], file: FactFile, word: str) -> str:
    said = IN_BRACKETS.search(word)
    is_time = said is not None and not _UNIT_SAID.fullmatch(said["said"])
    return texts.get("year") or (said["said"] if said and is_time else "") or file.year


def _with_unit(text: str, word: str) -> str:
    """Return a number with the unit that its heading tells: 8.12 below 人口（千人） is 8.12千人."""
    said = IN_BRACKETS.search(word)
    is_bare = re.fullmatch(r"[0-9.,]+", plain(text)) is not None
    return f"{text}{said['said']}" if said and is_bare and _UNIT_SAID.fullmatch(said["said"]) else text


def _fact(kind: str, text: str, year: str, source: str) -> tuple[NewFact, tuple[EntryProblem, ...]]:
    problems: list[EntryProblem] = []
    when = read_when(year) if year else None
    if isinstance(when, Unclear):
        problems.append(EntryProblem("year", when.message, when.values))
    value = _value(kind, text)
    if isinstance(value, EntryProblem):
        problems.append(value)
    number = value if isinstance(value, float) else 0.0
    fact = NewFact(
        kind, number, 0 if when is None or isinstance(when, Unclear) else when.year, source.strip()
    )
    told = {problem.field for problem in problems}
    problems += [problem for problem in fact_problems(fact) if problem.field not in told]
    return fact, tuple(problems)


def _value(kind: str, text: str) -> float | EntryProblem:
    amount = read_amount(text)
    if isinstance(amount, Unclear):
        return EntryProblem("value", amount.message, amount.values)
    if amount.is_about:
        return EntryProblem("value", NOT_EXACT)
    unit = rules.FACT_BY_KEY[kind].unit if kind in rules.FACT_BY_KEY else ""
    number = converted(amount.number, amount.unit or unit, unit)
    return (
        EntryProblem("value", OTHER_UNIT, {"unit": unit or shown(amount.number)})
        if number is None
        else float(number)
    )


def _change(
    line: int, texts: Mapping[str, str], whom: int | EntryProblem, fact: NewFact, problems: tuple[EntryProblem, ...],
    known: Known, seen: set[tuple[int | None, str, int]],
) -> FactChange:  # fmt: skip
    name = tidy_name(texts.get("name", "")) or texts.get("code", "")
    key = whom if isinstance(whom, int) else None
    problems += (whom,) if isinstance(whom, EntryProblem) else ()
    problems += (EntryProblem("", TWICE),) if key and (key, fact.kind, fact.year) in seen else ()
    if problems or key is None:
        return FactChange(line, "wrong", name, fact, key, problems=problems)
    old = known.get((key, fact.kind, fact.year))
    act = "add" if old is None else "same" if old == (fact.value, fact.source) else "change"
    return FactChange(line, act, name, fact, key, old)
