"""The one rule of who in the house sees what: level × role × purpose. What may leave the house is `rules.may_publish`.

Levels are those of answers (`rules.AUDIENCES`). What is no answer and belongs to a person or an inbox (addresses of the
register and of invitations, to whom a letter went, names and numbers of who filled a form in) has the level `editors`.
"""

from collections.abc import Mapping
from enum import StrEnum

from casefinder.errors import N_
from casefinder.faces import Role
from casefinder.staff.consent.rules import AUDIENCES

PERSONAL = "editors"  # the level of what belongs to a person or an inbox


class Purpose(StrEnum):
    """What somebody wants to see something for."""

    LOOK = "look"  # on a page: an answer, a list, an address
    SEARCH = "search"  # to be found by its words
    EXPORT = "export"  # in a file that leaves the system


PURPOSE_LABELS: Mapping[Purpose, str] = {
    Purpose.LOOK: N_("on a page"),
    Purpose.SEARCH: N_("by searching"),
    Purpose.EXPORT: N_("in a file"),
}
_ON_SCREEN = {
    "everyone": Role.READER, "municipalities": Role.READER, "firms": Role.READER, "editors": Role.EDITOR,
}  # fmt: skip
_LEAST: Mapping[Purpose, Mapping[str, Role]] = {
    Purpose.LOOK: _ON_SCREEN,
    Purpose.SEARCH: _ON_SCREEN,
    Purpose.EXPORT: dict.fromkeys(_ON_SCREEN, Role.EDITOR),  # a reader takes nothing out
}


def may_see(level: str | None, role: Role, purpose: Purpose = Purpose.LOOK) -> bool:
    """Say whether a role sees something of a level for a purpose. This is the only function that decides it.

    Args:
        level: Of the answer's field or column (`Statement.level`, `Cell.level`), or `PERSONAL`; an unknown one, or None,
            is the narrowest.
        role: Who looks.
        purpose: What for.
    """
    least = _LEAST[purpose]
    return role >= least.get(level or PERSONAL, least[PERSONAL])


def table() -> list[tuple[str, Purpose, tuple[bool, ...]]]:
    """Return every level and purpose with a yes or no for each role in order; what the documentation prints."""
    return [
        (level, purpose, tuple(may_see(level, role, purpose) for role in Role))
        for level in AUDIENCES
        for purpose in Purpose
    ]
