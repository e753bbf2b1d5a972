"""Pure decisions about editions: numbering, gates, what a short name may look like."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from casefinder.edit.casebooks.front_matter import FrontMatter, paragraphs
from casefinder.edit.layout.places import CHAPTERS
from casefinder.errors import N_

QUOTES_A_THEME = 4
_APRIL = 4
CHAPTER_ORDER = tuple(CHAPTERS)


@dataclass(frozen=True)
class Placed:
    """A case in an edition, before it has its number."""

    case_id: int
    chapter: str | None


@dataclass(frozen=True)
class Numbered:
    """A case with the number that is printed."""

    number: int
    case_id: int
    chapter: str


def numbered(placed: Sequence[Placed]) -> list[Numbered]:
    """Return the cases as printed: by chapter, inside it in the order given, numbered through from 1.

    A case without a chapter stands last, in the first chapter's place it would never print.
    """
    order = sorted(placed, key=lambda each: _chapter_rank(each.chapter))
    return [Numbered(number, each.case_id, each.chapter or "") for number, each in enumerate(order, start=1)]


def _chapter_rank(chapter: str | None) -> int:
    return CHAPTER_ORDER.index(chapter) if chapter in CHAPTER_ORDER else len(CHAPTER_ORDER)


def fiscal_year_of(day: date) -> int:
    """Return the fiscal year of a day; it begins in April."""
    return day.year if day.month >= _APRIL else day.year - 1


def moved(order: Sequence[Placed], case_id: int, step: int) -> list[int]:
    """Return the case ids after one was moved up (-1) or down (+1) inside its chapter."""
    ordered = sorted(order, key=lambda each: _chapter_rank(each.chapter))
    ids = [each.case_id for each in ordered]
    if case_id not in ids:
        return ids
    at = ids.index(case_id)
    to = at + step
    if 0 <= to < len(ids) and ordered[at].chapter == ordered[to].chapter:
        ids[at], ids[to] = ids[to], ids[at]
    return ids


class GateState(StrEnum):
    """Passed, to be looked at, or in the way."""

    PASSED = "passed"
    LOOK = "look"
    STOPS = "stops"


@dataclass(frozen=True)
class Gate:
    """One condition of a release; `message` is an English message id with its values."""

    code: str
    state: GateState
    message: str
    values: dict[str, object] = field(default_factory=dict)
    case_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class CaseCheck:
    """What the gates need to know of a case in the edition."""

    case_id: int
    is_approved: bool
    may_print: bool
    points_to_fix: int
    is_stale: bool


def gates(cases: Sequence[CaseCheck], matter: FrontMatter) -> list[Gate]:
    """Return the conditions of a release, those that stop it first."""
    found = [
        Gate("cases", _stops(not cases), N_("Cases in the edition: %(count)s"), {"count": len(cases)}),
        _of_cases("approved", N_("Approved cases"), cases, [c for c in cases if not c.is_approved]),
        _of_cases("consent", N_("Consent and publication level"), cases, [c for c in cases if not c.may_print]),
        _of_cases("findings", N_("Cases without points to put right"), cases, [c for c in cases if c.points_to_fix]),
        _of_cases(
            "stale", N_("Confirmed within 12 months"), cases, [c for c in cases if c.is_stale], look=True
        ),
        Gate("foreword", _stops(not paragraphs(matter.foreword)), N_("Foreword")),
        Gate("method", _stops(not paragraphs(matter.method)), N_("Method of the survey")),
        Gate("selection", _stops(not paragraphs(matter.selection)), N_("How the cases were chosen")),
        Gate("confirmed", _stops(not matter.is_confirmed), N_("The texts beside the cases are confirmed to be so")),
        Gate(
            "themes", GateState.PASSED if matter.themes else GateState.LOOK,
            N_("Summaries by theme: %(count)s"), {"count": len(matter.themes)},
        ),
    ]  # fmt: skip
    order = (GateState.STOPS, GateState.LOOK, GateState.PASSED)
    return sorted(found, key=lambda gate: order.index(gate.state))


def _stops(is_in_the_way: bool) -> GateState:
    return GateState.STOPS if is_in_the_way else GateState.PASSED


def _of_cases(
    code: str, message: str, cases: Sequence[CaseCheck], wrong: Sequence[CaseCheck], *, look: bool = False
) -> Gate:
    state = GateState.PASSED if not wrong else GateState.LOOK if look else GateState.STOPS
    values: dict[str, object] = {"done": len(cases) - len(wrong), "all": len(cases)}
    return Gate(code, state, message, values, tuple(each.case_id for each in wrong))
