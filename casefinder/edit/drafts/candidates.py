"""Sentences of the answers that could stand in a place: offered beside it, taken over by an editor, never by themselves."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from casefinder.edit.cases.content import CaseRow, Rows
from casefinder.edit.drafts.sources import Source
from casefinder.edit.layout.places import BY_KEY

# Place → what its columns may be filled from; the order is that in which they are offered.
COULD_STAND: dict[str, tuple[tuple[str, str], ...]] = {
    "title": (("title", "text"),),
    "lead": (("summary", "text"), ("story", "text")),
    "effect_card": (("effect_rows.metric", "text"), ("effect_rows.after", "text"), ("effect_story", "text")),
    "effort_card": (("setup", "text"), ("handover", "text")),
    "background": (("background", "text"), ("story", "text"), ("trigger", "text")),
    "steps": (("trigger", "text"), ("turning_point", "text")),
    "troubles": (("trouble", "trouble"), ("way_out", "response")),
    "stopped": (("failure", "text"),),
    "voice": (("advice", "text"), ("effect_story", "text")),
    "conditions": (("conditions", "text"), ("smallest_start", "text"), ("handover", "text")),
    "state": (("plans", "text"), ("sustaining", "text")),
    "contact": (("contact", "text"), ("department", "text")),
}
OFFERED_WHILE_ROOM = frozenset({"troubles", "stopped", "conditions"})  # elsewhere only where nothing stands


@dataclass(frozen=True)
class Candidate:
    """A sentence that could stand in a column: of a new row (`may_be_new`), or of `rows` that lack the column."""

    text: str
    ref: str
    number: str
    start: int
    end: int
    column: str
    rows: tuple[int, ...]
    may_be_new: bool


def candidates(
    place: str, rows: Rows, sources: Iterable[Source], is_used: Callable[[Source, int, int], bool]
) -> tuple[Candidate, ...]:
    """Return what could still stand in a place, in the order of the questions; nothing for a place that is filled.

    Args:
        place: Key of the place.
        rows: What stands there.
        sources: All answers.
        is_used: Whether a span of a source stands in the case already.
    """
    columns = dict(COULD_STAND.get(place, ()))
    order = list(columns)
    own = [each for each in sources if each.is_publishable and each.means in columns and each.is_typed]
    return tuple(
        Candidate(source.text[start:end], source.ref, source.number, start, end, column, free, is_new)
        for source in sorted(own, key=lambda each: order.index(each.means))
        for column in (columns[source.means],)
        for free, is_new in (_room(place, column, rows),)
        if free or is_new
        for start, end in source.said()
        if not is_used(source, start, end)
    )


def _room(place: str, column: str, rows: Sequence[CaseRow]) -> tuple[tuple[int, ...], bool]:
    """Return which rows lack the column, and whether a new row may be begun."""
    if not rows:
        return (), True
    if BY_KEY[place].has_rows and place not in OFFERED_WHILE_ROOM:
        return (), False
    free = tuple(number for number, row in enumerate(rows) if not row.get(column))
    return free, len(rows) < BY_KEY[place].rows
