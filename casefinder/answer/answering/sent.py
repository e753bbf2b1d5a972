"""Reading what a section's form sent: what its questions take, and what none of them takes."""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from werkzeug.datastructures import MultiDict

from casefinder.answer.answers.rules import Seen, parse_seen
from casefinder.answer.entry.typed import HINT
from casefinder.ask.questionnaires import kinds
from casefinder.ask.questionnaires.answers import ALTERNATIVE_TEXT, Given
from casefinder.ask.questionnaires.document import AUDIENCES, Field, Item, Section
from casefinder.ask.questionnaires.kinds.base import Form, FormValues
from casefinder.ask.questionnaires.kinds.table import posted_rows
from casefinder.ask.questionnaires.sense import SILENT_KINDS

FILE_PARTS = ("description", "credit", "rights", "remove")


def sent_items(section: Section, form: Form) -> list[Item]:
    """Return the items that a form speaks of; others are left as they are."""
    names = list(form)
    return [
        item
        for item in section.items
        if f"seen.{item.key}" in names
        or any(name == item.key or name.startswith((f"{item.key}.",)) for name in names)
        or f"alternative.{item.key}" in names
        or f"spoken.{item.key}" in names
    ]


def seen_of(form: Form, keys: list[str]) -> dict[str, Seen]:
    """Return what the page had seen of each item."""
    return {key: parse_seen(form.get(f"seen.{key}")) for key in keys}


def form_of(item: Item, given: Given) -> FormValues:
    """Return the form that would be posted to give this answer: hidden inputs of the comparison page."""
    form = FormValues()
    for each in item.fields:
        form.update(kinds.of(each.kind).form(each, each.key, item.field_value(each, given.value)))
    if text := given.value.get(ALTERNATIVE_TEXT):
        form[f"{ALTERNATIVE_TEXT}.{item.key}"] = [str(text)]
    if given.audience:
        form[f"audience.{item.key}"] = [given.audience]
    if given.is_spoken:
        form[f"spoken.{item.key}"] = ["yes"]
    if given.alternative:
        form[f"alternative.{item.key}"] = [given.alternative]
    return form


def without_row_buttons(form: "MultiDict[str, str]") -> "MultiDict[str, str]":
    """Return the form as typed, before a row is deleted."""
    copy = form.copy()
    copy.poplist("remove_row")
    return copy


def hints(item: Item) -> dict[str, str]:
    """Return the words that a page sends along with an item's inputs, for whoever is shown the texts without the page."""
    lines = [f"\t{item.title}"]
    found = {f"{HINT}alternative.{item.key}": f"{o.code}\t{o.label}" for o in item.alternatives}
    for each in item.fields:
        if each.key == item.key:
            lines += _choices(each)
        elif own := _words(each):
            found[f"{HINT}{each.key}"] = own
        found |= {f"{HINT}{each.key}.{column.key}": _words(column) for column in each.columns}
    return {**found, f"{HINT}{item.key}": "\n".join(lines)}


def _words(each: Field) -> str:
    return "\n".join([*([f"\t{each.label}"] if each.label else []), *_choices(each)])


def _choices(each: Field) -> list[str]:
    return [f"{choice.code}\t{choice.label}" for choice in each.choices]


def untaken(items: Sequence[Item], form: Form, *, files: Collection[int] = ()) -> dict[str, list[str]]:
    """Return what none of some questions takes from a form; what steers the page is left in it, for it names the rest.

    Args:
        items: The questions that are stored, or shown with what was typed.
        form: What was sent.
        files: Ids of the files whose description was stored.
    """
    taken: dict[str, list[str]] = {}
    for name, value in chain.from_iterable(_taken(item, form, files) for item in items):
        taken.setdefault(name, []).append(value)
    left = {}
    for name in form:
        values = list(form.getlist(name))
        for value in taken.get(name, ()):
            if value in values:
                values.remove(value)
        if values:
            left[name] = values
    return left


def _taken(item: Item, form: Form, files: Collection[int]) -> Iterator[tuple[str, str]]:
    """Yield name and value of every input that an item reads, once for each value that it keeps."""
    for each in item.fields:
        if each.kind == "table":
            for number in posted_rows(each.key, form):
                for column in each.columns:
                    yield from _of_field(column, f"{each.key}.{number}.{column.key}", form)
        elif each.kind == "file":
            for ref, part in ((ref, part) for ref in files for part in FILE_PARTS):
                yield from _first(f"{each.key}.{ref}.{part}", form)
        else:
            yield from _of_field(each, each.key, form)
    if item.alternatives:
        yield from _first(f"{ALTERNATIVE_TEXT}.{item.key}", form)
    yield from _known(f"alternative.{item.key}", form, [other.code for other in item.alternatives])
    yield from _known(f"audience.{item.key}", form, AUDIENCES if item.audience_open else ())
    yield from _known(f"spoken.{item.key}", form, ("yes",) if item.spoken else ())


def _of_field(each: Field, name: str, form: Form) -> Iterator[tuple[str, str]]:
    if each.kind in SILENT_KINDS:
        return
    if each.kind == "multiple_choice":
        yield from ((name, code) for choice in each.choices if (code := choice.code) in form.getlist(name))
    elif each.choices or each.kind == "yes_no":
        yield from _known(name, form, [choice.code for choice in each.choices] or ("yes", "no"))
    else:
        yield from _first(name, form)


def _first(name: str, form: Form) -> Iterator[tuple[str, str]]:
    if (value := form.get(name)) is not None:
        yield name, value


def _known(name: str, form: Form, codes: Collection[str]) -> Iterator[tuple[str, str]]:
    if (value := form.get(name)) in codes and value is not None:
        yield name, value
