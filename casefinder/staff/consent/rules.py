"""The one publication rule: what may leave the editors' hands, to whom, and under which name.

Audiences form a lattice: `everyone` above `municipalities` and `firms`, both above `editors`; the two in the
middle share only the editors. The narrowest of answer, item, field, file and consent wins. An unknown audience is
`editors`; a missing or empty consent is no.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from casefinder.errors import N_


class Scope(StrEnum):
    """What a consent is for; a questionnaire says which of its questions asks for which scope."""

    CASEBOOK = "casebook"  # casebook and site: yes, anonymous, no
    OPEN_DATA = "open_data"  # open data: yes, no
    ANALYSIS = "analysis"  # text analysis: yes, no


SCOPE_LABELS: dict[Scope, str] = {
    Scope.CASEBOOK: N_("Casebook and site"),
    Scope.OPEN_DATA: N_("Open data"),
    Scope.ANALYSIS: N_("Text analysis"),
}

YES = "yes"
ANONYMOUS = "anonymous"
NO = "no"
_WIDTH = {YES: 2, ANONYMOUS: 1}

_READERS: Mapping[str, frozenset[str]] = {
    "everyone": frozenset({"public", "municipalities", "firms", "editors"}),
    "municipalities": frozenset({"municipalities", "editors"}),
    "firms": frozenset({"firms", "editors"}),
    "editors": frozenset({"editors"}),
}
_NARROWEST = _READERS["editors"]
AUDIENCES = tuple(_READERS)  # from widest to narrowest; the two in the middle have no order of their own


class Target(StrEnum):
    """Where something is about to appear."""

    EVERYONE = "everyone"  # casebook and site
    OPEN_DATA = "open_data"  # CSV, JSON
    MUNICIPALITIES = "municipalities"  # an edition for the prefecture's municipalities
    FIRMS = "firms"  # a list for firms
    EDITORS = "editors"  # the desk
    ANALYSIS = "analysis"  # read by the engine; what it finds stays with the editors


@dataclass(frozen=True)
class Said:
    """What one consent question was answered: its item's key, and the choice; empty when nothing was said."""

    question_key: str
    choice: str


@dataclass(frozen=True)
class Visibility:
    """Whether something may appear, and whether the organisation's name must be hidden."""

    allowed: bool
    anonymous: bool = False


HIDDEN = Visibility(allowed=False)


def narrowest(levels: Iterable[str | None]) -> str:
    """Return the widest audience that all levels contain; None narrows nothing, an unknown one is `editors`."""
    return _narrowest(frozenset(levels))


@lru_cache(maxsize=256)
def _narrowest(levels: frozenset[str | None]) -> str:
    readers = _READERS["everyone"]
    for level in levels - {None}:
        readers &= _READERS.get(level or "", _NARROWEST)
    return next(name for name, members in _READERS.items() if members == readers)


def answer_level(chosen: str | None, *, default: str, is_open: bool, caps: Iterable[str | None] = ()) -> str:
    """Return the level of one field of an answer.

    Args:
        chosen: The level the respondent chose, None when none was chosen.
        default: The item's default level.
        is_open: Whether the item lets the respondent choose at all.
        caps: Levels no choice can widen: the field's own, the table column's own.
    """
    own = chosen if chosen and is_open else default
    return narrowest((own, *caps))


def narrower(one: str | None, other: str | None) -> str | None:
    """Return the narrower of two choices of one scope; nothing said is no."""
    return min((one, other), key=lambda choice: _WIDTH.get(choice or "", 0))


def is_at_least(now: str | None, then: str | None) -> bool:
    """Say whether a choice allows all that an earlier one allowed."""
    return _WIDTH.get(now or "", 0) >= _WIDTH.get(then or "", 0)


def may_publish(
    level: str | None, *, consents: Mapping[str, str], target: Target, file_level: str | None = None
) -> Visibility:
    """Say whether something may appear at a target. This is the only function that decides it.

    Args:
        level: Audience of the answer's field (see `answer_level`); None, for lack of an answer, is `editors`.
        consents: Consents in force by scope, `{"casebook": "yes", ...}`; what is missing is no.
        target: Where it is about to appear.
        file_level: Audience of a photograph or file; None when it has none of its own.
    """
    if target is Target.EDITORS:
        return Visibility(allowed=True)
    if target is Target.ANALYSIS:
        return Visibility(allowed=consents.get(Scope.ANALYSIS) == YES)
    casebook = consents.get(Scope.CASEBOOK)
    if casebook not in (YES, ANONYMOUS):
        return HIDDEN
    if target is Target.OPEN_DATA and consents.get(Scope.OPEN_DATA) != YES:
        return HIDDEN
    reader = target.value if target in (Target.MUNICIPALITIES, Target.FIRMS) else "public"
    if reader not in _READERS[narrowest((level or "editors", file_level))]:
        return HIDDEN
    return Visibility(allowed=True, anonymous=casebook == ANONYMOUS)


def must_be_anonymous(consents: Mapping[str, str], target: Target = Target.EVERYONE) -> bool:
    """Say whether the organisation's name has to be hidden at a target (also when nothing may appear at all)."""
    return target is not Target.EDITORS and consents.get(Scope.CASEBOOK) != YES
