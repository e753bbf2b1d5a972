"""Cases alike: the same trouble, field, technology or chapter; as many as the page has room for."""

import math
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from casefinder.ask.questionnaires.lengths import text_length
from casefinder.publish.content import CasePage

MOST = 3
_LINE_CHARS = 16.5  # of a title among the related cases


def with_related(cases: Sequence[CasePage], rooms: Mapping[int, int]) -> tuple[CasePage, ...]:
    """Return the cases, each with the numbers of up to three that are most alike, as far as its page has room for them.

    Args:
        cases: The pages.
        rooms: By number, how many lines the titles of related cases may take, where the press has said so.
    """
    return tuple(replace(case, related=_fitting(case, cases, rooms.get(case.number))) for case in cases)


def _fitting(case: CasePage, cases: Sequence[CasePage], room: int | None) -> tuple[int, ...]:
    titles = {each.number: each.title for each in cases}
    found: list[int] = []
    for number in _nearest(case, cases):
        lines = _lines(titles[number])
        if room is None or lines <= room:
            found.append(number)
            room = None if room is None else room - lines
    return tuple(sorted(found))


def _lines(title: str) -> int:
    """Return how many lines a title takes; one that is broken may lose a character to a line's end."""
    length = text_length(title)
    return 1 if length <= _LINE_CHARS else math.ceil(length / (_LINE_CHARS - 1.5))


def _nearest(case: CasePage, cases: Sequence[CasePage]) -> list[int]:
    """Return the numbers of those most alike, the nearest first."""
    others = [(likeness(case, other), other.number) for other in cases if other.number != case.number]
    nearest = sorted((each for each in others if each[0] > 1), key=lambda each: (-each[0], each[1]))[:MOST]
    return [number for _, number in nearest]


def likeness(one: CasePage, other: CasePage) -> int:
    """Return how alike two cases are: fields count 3 each, the trouble 2, technologies 2 each, the chapter 1."""
    return (
        3 * len(set(one.fields) & set(other.fields))
        + 2 * (bool(one.trouble_row) and one.trouble_row == other.trouble_row)
        + 2 * len(set(one.technologies) & set(other.technologies))
        + (one.chapter == other.chapter)
    )
