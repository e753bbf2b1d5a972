"""An entry of the register as plain values: cleaning and judging it, whoever typed it (form, file, sample)."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as default

from casefinder.addresses import read_email
from casefinder.ask.organisations import rules
from casefinder.ask.organisations.code_rules import restored_code
from casefinder.ask.organisations.places import Places
from casefinder.ask.organisations.rules import OrganisationKind
from casefinder.errors import N_
from casefinder.folding import fold
from casefinder.kana import hiragana, whole_kana
from casefinder.legal_forms import spelt_out
from casefinder.notations import Unclear
from casefinder.notations.plain import plain, without_unseen

MAX_NAME_CHARS = 100
FIRST_YEAR, LAST_YEAR = 1950, 2100
_IN_BRACKETS = re.compile(r"\s*[（(][^（()）]*[）)]$")  # 見本, 本庁


@dataclass(frozen=True)
class NewFact:
    """A dated value about an organisation; `kind` is a key of `rules.FACTS`, `year` western."""

    kind: str
    value: float
    year: int
    source: str


@dataclass(frozen=True)
class NewOrganisation:
    """What is known of an organisation; `subprefecture` is one of the register's places, empty for where nobody has told."""

    name: str
    kana: str
    kind: str
    code: str | None = None
    municipality_type: str | None = None
    subprefecture: str = ""
    email: str | None = None
    is_sample: bool = False
    facts: tuple[NewFact, ...] = ()


@dataclass(frozen=True)
class EntryProblem:
    """What is wrong with one value: the name of the field, a message id, and its named values."""

    field: str
    message: str
    values: Mapping[str, object] = default(default_factory=dict)


def tidy_name(text: str) -> str:
    """Return a name as it is stored: one line, kana in one width and one piece, nothing that nobody sees."""
    lines = [line.strip() for line in whole_kana(without_unseen(text)).splitlines()]
    joined = ""
    for line in filter(None, lines):
        is_spaced = joined and joined[-1].isascii() and line[0].isascii()
        joined += f" {line}" if is_spaced else line
    return joined


def identity(name: str) -> str:
    """Return what all writings of one name have in common: width, kana, 異体字, and the legal form in full or short."""
    return fold(spelt_out(plain(name))).text


def sought(name: str, kana: str, code: str | None) -> str:
    """Return what a search of the register looks through: name as written and with its legal form in full, reading, code."""
    return "\n".join((fold(name).text, identity(name), fold(kana).text, fold(code or "").text))


def is_same_writing(name: str, other: str) -> bool:
    """Say whether two names differ in width, spaces and what nobody sees only."""
    return plain(name).replace(" ", "") == plain(other).replace(" ", "")


def cleaned(values: NewOrganisation, places: Places) -> NewOrganisation:
    """Return an entry as it is stored: codes and addresses in ASCII, kana in hiragana, full names of areas.

    What is not understood stays as it is, for `entry_problems` to name.
    """
    kind = rules.kind_of(values.kind)
    code = _code(values.code, kind)
    return replace(
        values,
        name=tidy_name(values.name),
        kana=hiragana(plain(values.kana)),
        kind=kind.value if kind else values.kind.strip(),
        code=code,
        municipality_type=_municipality_type(values, kind),
        subprefecture=_place(values.subprefecture, kind, code or "", places),
        email=_email(values.email),
    )


def entry_problems(values: NewOrganisation, places: Places) -> tuple[EntryProblem, ...]:
    """Return what is wrong with a cleaned entry; empty when it may be stored."""
    found = []
    if not values.name:
        found.append(EntryProblem("name", N_("Please enter the name.")))
    elif len(values.name) > MAX_NAME_CHARS:
        found.append(EntryProblem("name", N_("This name is too long.")))
    if not values.kana:
        found.append(EntryProblem("kana", N_("Please enter the reading in kana.")))
    kind = rules.kind_of(values.kind)
    if kind is None:
        found.append(EntryProblem("kind", N_("Please choose what kind of organisation it is.")))
    elif (values.code or kind is OrganisationKind.MUNICIPALITY) and (
        problem := _code_problem(kind, values.code or "")
    ):
        found.append(problem)
    if kind is OrganisationKind.MUNICIPALITY and values.municipality_type is None:
        found.append(EntryProblem("municipality_type", N_("Please choose city, town or village.")))
    if values.subprefecture and not places.named(values.subprefecture):
        found.append(EntryProblem("subprefecture", N_("There is no sub-prefecture of this name.")))
    if values.email and isinstance(read := read_email(values.email), Unclear):
        found.append(EntryProblem("email", read.message, read.values))
    found.extend(problem for fact in values.facts for problem in fact_problems(fact))
    return tuple(found)


def fact_problems(fact: NewFact) -> tuple[EntryProblem, ...]:
    """Return what is wrong with a dated fact."""
    found = []
    if fact.kind not in rules.FACT_BY_KEY:
        found.append(EntryProblem("kind", N_("Please choose what the value is about.")))
    if not math.isfinite(fact.value) or fact.value < 0:
        found.append(EntryProblem("value", N_("Please write a number, like 1200.")))
    elif fact.kind == "ageing_rate" and fact.value > 100:
        found.append(EntryProblem("value", N_("A share is at most 100 per cent.")))
    if not FIRST_YEAR <= fact.year <= LAST_YEAR:
        found.append(EntryProblem("year", N_("Please write the year with four digits.")))
    if not fact.source.strip():
        found.append(EntryProblem("source", N_("Please say where the value comes from.")))
    return tuple(found)


def _code(text: str | None, kind: OrganisationKind | None) -> str | None:
    restored = restored_code(text or "", kind)
    return plain(text or "") if isinstance(restored, Unclear) else restored or None


def _place(text: str, kind: OrganisationKind | None, code: str, places: Places) -> str:
    """Return where an organisation is: a municipality of another prefecture is there, whatever is said."""
    is_municipality = kind is OrganisationKind.MUNICIPALITY
    own = places.of_municipality(code) if is_municipality else ""
    if own in places.elsewhere:
        return own
    if text.strip():
        return places.named(text) or text.strip()
    return own or ("" if is_municipality and not places.areas else places.whole)


def _code_problem(kind: OrganisationKind, code: str) -> EntryProblem | None:
    restored = restored_code(code, kind)
    if isinstance(restored, Unclear):
        return EntryProblem("code", restored.message, restored.values)
    problem = rules.code_problem(kind, code)
    return EntryProblem("code", problem) if problem else None


def _email(text: str | None) -> str | None:
    read = read_email(text or "")
    return plain(text or "") or None if isinstance(read, Unclear) else read


def _municipality_type(values: NewOrganisation, kind: OrganisationKind | None) -> str | None:
    if kind is not OrganisationKind.MUNICIPALITY:
        return None
    given = (values.municipality_type or "").strip()
    if given:
        found = rules.municipality_type_of(given)
    else:
        found = rules.municipality_type_of(_IN_BRACKETS.sub("", tidy_name(values.name))[-1:])
    return found.value if found else None
