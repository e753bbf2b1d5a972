"""Cases alike: the same trouble, field, technology or chapter."""

from collections.abc import Sequence

from msgspec.structs import replace

from casefinder.publish.content import CasePage

MOST = 3


def with_related(cases: Sequence[CasePage]) -> tuple[CasePage, ...]:
    """Return the cases, each with the numbers of up to three that are most alike."""
    return tuple(replace(case, related=_nearest(case, cases)) for case in cases)


def _nearest(case: CasePage, cases: Sequence[CasePage]) -> tuple[int, ...]:
    others = [(likeness(case, other), other.number) for other in cases if other.number != case.number]
    nearest = sorted((each for each in others if each[0] > 1), key=lambda each: (-each[0], each[1]))[:MOST]
    return tuple(sorted(number for _, number in nearest))


def likeness(one: CasePage, other: CasePage) -> int:
    """Return how alike two cases are: fields count 3 each, the trouble 2, technologies 2 each, the chapter 1."""
    return (
        3 * len(set(one.fields) & set(other.fields))
        + 2 * (bool(one.trouble_row) and one.trouble_row == other.trouble_row)
        + 2 * len(set(one.technologies) & set(other.technologies))
        + (one.chapter == other.chapter)
    )
