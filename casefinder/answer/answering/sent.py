"""Reading what a section's form sent."""

from werkzeug.datastructures import MultiDict

from casefinder.answer.answers.rules import Seen, parse_seen
from casefinder.ask.questionnaires import kinds
from casefinder.ask.questionnaires.answers import ALTERNATIVE_TEXT, Given
from casefinder.ask.questionnaires.document import Item, Section
from casefinder.ask.questionnaires.kinds.base import Form, FormValues


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
