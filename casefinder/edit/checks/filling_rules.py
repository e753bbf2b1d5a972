"""What is empty or not set, and what does not fit."""

from collections.abc import Iterator, Mapping

from casefinder.edit.cases.content import CaseContent
from casefinder.edit.checks.circumstances import Circumstances
from casefinder.edit.checks.finding import DETAILS, Finding, Group
from casefinder.edit.layout.fit import widow
from casefinder.edit.layout.places import BY_KEY, CHAPTERS, PLACES, TROUBLES, Place
from casefinder.edit.layout.pressed import TooLong
from casefinder.errors import N_

LABELS = frozenset(
    {("facts", "value"), ("contact", "text"), ("voice", "who"), ("conditions", "label")}
    | {("effects", column) for column in ("metric", "before", "after", "method")}
)  # no running text


def filled(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find places and parts that are empty and must not be."""
    for place in PLACES:
        rows = content.table(place.key)
        if not rows and place.required and not (place.key == "effects" and known.not_measured):
            yield Finding(Group.FIX, "empty", N_("Nothing is written here"), {}, place.key)
        for number, row in enumerate(rows):
            for column in place.columns:
                if column.required and not row.get(column.key):
                    yield Finding(
                        Group.FIX, "empty", N_("This part is empty"), {}, place.key, number, column.key
                    )


def details_set(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find what the editor has not set yet."""
    details = content.details
    for is_set, message in (
        (details.chapter in CHAPTERS, N_("The chapter is not chosen")),
        (details.trouble in TROUBLES, N_("The trouble for the finder is not chosen")),
        (details.confirmed_on, N_("The day of confirmation is not given")),
    ):
        if not is_set:
            yield Finding(Group.FIX, "unset", message, {}, DETAILS)
    for is_known, message in (
        (details.headcount, N_("The number of people is not known; it is left out")),
        (details.months, N_("The number of months is not known; it is left out")),
    ):
        if not is_known:
            yield Finding(Group.CHECK, "unknown", message, {}, DETAILS)


def fits(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find what does not fit its page, as the press laid it out; counted characters are a hint while typing only."""
    for place in PLACES:
        rows = content.rows(place.key)
        if len(rows) > place.rows:
            values: dict[str, object] = {"over": len(rows) - place.rows}
            yield Finding(Group.FIX, "overflow", N_("%(over)s row(s) too many"), values, place.key)
    if known.passed is None or not known.may_print:
        return
    if known.passed.pressed is None:
        yield Finding(Group.CHECK, "not_laid_out", N_("The press has not laid this text out yet"))
        return
    for each in known.passed.pressed.too_long:
        yield _too_long(each, known.passed.pressed.over)


def _too_long(each: TooLong, over: Mapping[str, int]) -> Finding:
    place = BY_KEY[each.place]
    if each.characters:
        message = N_("Its words stick out at the side by %(characters)s characters")
        return Finding(Group.FIX, "overflow", message, {"characters": each.characters}, each.place)
    values: dict[str, object] = {
        "lines": each.lines, "characters": place.characters_of(each.lines), "over": over.get(place.page, 0),
    }  # fmt: skip
    message = {
        "left": N_("%(lines)s lines too long (about %(characters)s characters); the left page runs over by %(over)s"),
        "right": N_("%(lines)s lines too long (about %(characters)s characters); the right page runs over by %(over)s"),
    }[place.page]  # fmt: skip
    return Finding(Group.FIX, "overflow", message, values, each.place)


def lines(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find last lines of one or two characters."""
    for place in PLACES:
        for row, column, text, width in _wrapped(place, content):
            if left := widow(text, width):
                message = N_("The last line holds %(left)s character(s) only")
                yield Finding(Group.CHECK, "widow", message, {"left": left}, place.key, row, column)


def _wrapped(place: Place, content: CaseContent) -> Iterator[tuple[int, str, str, int]]:
    """Yield the cells that run over several lines, with the width of a line."""
    if place.key == "background":
        text = "".join(row.get("text", "") for row in content.table(place.key))
        yield 0, "text", text, place.columns[0].width
        return
    if place.row_width:
        return
    for number, row in enumerate(content.table(place.key)):
        for column in place.columns:
            if column.lines > 1 and (place.key, column.key) not in LABELS:
                yield number, column.key, row.get(column.key, ""), column.width
