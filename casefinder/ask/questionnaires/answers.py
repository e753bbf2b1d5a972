"""One item and its answer: what a form says about it, what is missing, what is wrong, how it reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from casefinder.ask.questionnaires import kinds
from casefinder.ask.questionnaires.document import AUDIENCES, Condition, Field, Item
from casefinder.ask.questionnaires.kinds import number
from casefinder.ask.questionnaires.kinds.base import CHOOSE, GROUPED, REQUIRED, Form
from casefinder.ask.questionnaires.kinds.date import day
from casefinder.ask.questionnaires.kinds.short_text import TOO_LONG
from casefinder.ask.questionnaires.kinds.table import TOO_FEW_ROWS
from casefinder.ask.questionnaires.lengths import as_typed, characters_over
from casefinder.ask.questionnaires.lettering_rules import field_letter_problems, letter_problems
from casefinder.ask.questionnaires.problems import Problem
from casefinder.ask.questionnaires.sense import SILENT_KINDS
from casefinder.errors import N_

ALTERNATIVE_TEXT = "alternative_text"
PAST_DAYS = frozenset({"approval.decided_on"})
NOT_YET = N_("%(day)s has not come yet. Please look at the date again.")

Values = Mapping[str, object]


class Given(Protocol):
    """An answer as it is stored; the table `answer` has these attributes, and so has `GivenAnswer`."""

    @property
    def value(self) -> Values: ...
    @property
    def audience(self) -> str | None: ...
    @property
    def is_spoken(self) -> bool: ...
    @property
    def alternative(self) -> str | None: ...


@dataclass(frozen=True)
class GivenAnswer:
    """The answer to one item: its value (see `document`), chosen audience, 口頭で答えたい, alternative's code."""

    value: Values = field(default_factory=dict)
    audience: str | None = None
    is_spoken: bool = False
    alternative: str | None = None


@dataclass(frozen=True)
class ParsedAnswer:
    """What a form said about one item; what could not be understood is kept in the value and named in `problems`."""

    answer: GivenAnswer
    problems: tuple[Problem, ...] = ()


NOTHING = GivenAnswer()
Answers = Mapping[str, Given]


def parse_item(item: Item, form: Form) -> ParsedAnswer:
    """Return what a form says about an item; nothing that was typed is lost.

    The names: `F3`, `C5.stage`, `I1.0.metric`, and `audience.F3`, `spoken.F3`, `alternative.I1`,
    `alternative_text.I1`. An audience that is not offered is taken as not chosen.
    """
    value: dict[str, object] = {}
    problems: list[Problem] = []
    for each in item.fields:
        if each.kind in SILENT_KINDS:
            continue
        parsed = kinds.of(each.kind).parse(each, each.key, form)
        value[each.entry] = parsed.value
        problems += [problem if problem.name else problem.at(each.key) for problem in parsed.problems]
    if text := as_typed(form.get(f"{ALTERNATIVE_TEXT}.{item.key}") or ""):
        value[ALTERNATIVE_TEXT] = text
    audience = form.get(f"audience.{item.key}")
    offered = item.audience_open and audience in AUDIENCES
    alternative = item.alternative(form.get(f"alternative.{item.key}"))
    answer = GivenAnswer(
        value,
        audience if offered else None,
        item.spoken and bool(form.get(f"spoken.{item.key}")),
        alternative.code if alternative else None,
    )
    return ParsedAnswer(answer, tuple(problems))


def is_blank(item: Item, given: Given) -> bool:
    """Say whether nothing at all was answered; a chosen audience alone is not an answer."""
    return (
        not given.is_spoken
        and not given.alternative
        and not given.value.get(ALTERNATIVE_TEXT)
        and all(kinds.of(f.kind).is_empty(item.field_value(f, given.value)) for f in item.fields)
    )


def is_answered(item: Item, given: Given) -> bool:
    """Say whether an item is answered: all that it requires is there, or it is spoken or has an alternative answer."""
    if (given.is_spoken and item.spoken) or item.alternative(given.alternative):
        return True
    return not is_blank(item, given) and not any(True for _ in missing_fields(item, given))


def holds(condition: Condition, item: Item, given: Given) -> bool:
    """Say whether a condition on one of an item's fields holds for an answer to that item."""
    asked = next(each for each in item.fields if each.key == condition.field)
    value = item.field_value(asked, given.value)
    codes = set(value) if isinstance(value, list | tuple) else {value}
    if condition.any_of:
        return not codes.isdisjoint(condition.any_of)
    return codes.isdisjoint(condition.none_of)


def item_problems(item: Item, given: Given, *, today: date | None = None) -> tuple[Problem, ...]:
    """Return what is wrong with what was answered (too long, not a number, too many, not printable); emptiness is not judged here.

    A field whose condition fails is not judged: an old date does no harm where none is asked for.
    """
    problems: list[Problem] = []
    for each in item.fields:
        if each.condition and not holds(each.condition, item, given):
            continue
        if today is not None and each.means in PAST_DAYS:
            problems += _not_yet(each, item.field_value(each, given.value), today)
        for problem in kinds.of(each.kind).check(each, item.field_value(each, given.value)):
            name = f"{each.key}.{problem.name}" if problem.name else each.key
            problems.append(problem.at(name))
        problems += field_letter_problems(item, each, item.field_value(each, given.value), given.audience)
    other = item.alternative(given.alternative)
    text = given.value.get(ALTERNATIVE_TEXT)
    if other and other.limit and isinstance(text, str) and (over := characters_over(text, other.limit)):
        values = {"over": over, "limit": other.limit}
        problems.append(Problem(TOO_LONG, values, f"{ALTERNATIVE_TEXT}.{item.key}"))
    if other and isinstance(text, str) and item.field_audience(item.fields[0], given.audience) == "everyone":
        problems += (each.at(f"{ALTERNATIVE_TEXT}.{item.key}") for each in letter_problems(text))
    return tuple(problems)


def _not_yet(each: Field, value: object, today: date) -> list[Problem]:
    """Return the problem of a day that must have come and has not: an approval that is done has its day behind it."""
    found = day(value) if isinstance(value, str) else None
    if found is None or found <= today:
        return []
    return [Problem(NOT_YET, {"day": kinds.of(each.kind).show(each, value)}, each.key)]


def show_item(item: Item, given: Given) -> str:
    """Return an item's answer as plain text for mail, check page and desk; several fields one a line."""
    lines = []
    for each in item.fields:
        if text := kinds.of(each.kind).show(each, item.field_value(each, given.value)):
            lines.append(f"{each.label}：{text}" if len(item.fields) > 1 else text)
    if other := item.alternative(given.alternative):
        lines.insert(0, other.label)
    if said := given.value.get(ALTERNATIVE_TEXT):
        lines.append(str(said))
    return "\n".join(lines)


def said_as_money(item: Item, given: Given) -> dict[str, str]:
    """Return the amounts of money in an answer as people say them: name of the input → 12万円; empty for other numbers."""
    return {
        each.key: number.said_as_money(each, item.field_value(each, given.value))
        for each in item.fields
        if each.kind == "number"
    }


def field_of(item: Item, name: str) -> Field | None:
    """Return the field that an input's name (`I1.0.metric`, `C5.started`) belongs to, None when there is none."""
    return next((each for each in item.fields if name == each.key or name.startswith(f"{each.key}.")), None)


def missing_fields(item: Item, given: Given) -> Iterator[Problem]:
    """Yield what a required item still needs, field by field; a field whose condition fails is not needed."""
    for each in item.fields:
        value = item.field_value(each, given.value)
        if not each.required or not kinds.of(each.kind).is_empty(value):
            continue
        if each.condition and not holds(each.condition, item, given):
            continue
        if each.kind == "table":
            yield Problem(TOO_FEW_ROWS, {"minimum": each.min_rows}, each.key)
        else:
            yield Problem(CHOOSE if each.kind in GROUPED else REQUIRED, {}, each.key)
