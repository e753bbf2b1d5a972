"""The list of what has to be corrected: which item, which part of it, what, and where to go."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from casefinder.answer.attachments.queries import FileView
from casefinder.ask.questionnaires.answers import ALTERNATIVE_TEXT, field_of
from casefinder.ask.questionnaires.document import Field, Item
from casefinder.ask.questionnaires.kinds.base import GROUPED
from casefinder.ask.questionnaires.problems import Problem


@dataclass(frozen=True)
class ToCorrect:
    """One line of the list of what has to be corrected."""

    item: Item
    place: str
    problem: Problem
    url: str


def place_of(item: Item, problem: Problem, files: Iterable[FileView] = ()) -> str:
    """Return which part of an item a problem belongs to: 氏名, 2行目 時点, 写真.jpg; empty for the whole item."""
    each = field_of(item, problem.name)
    if each is None:
        return ""
    label = each.label if len(item.fields) > 1 else ""
    number, _sep, key = problem.name.removeprefix(each.key).lstrip(".").partition(".")
    column = next((column for column in each.columns if column.key == key), None)
    if column is not None and number.isdecimal():
        return str(_("row %(number)s, %(column)s", number=int(number) + 1, column=column.label))
    if each.kind == "file" and number.isdecimal():
        return next((file.original_name for file in files if file.id == int(number)), label)
    return label


def input_of(item: Item, problem: Problem) -> str:
    """Return the HTML id of the very input that a problem belongs to: where its link leads and the focus goes."""
    if problem.name.startswith(f"{ALTERNATIVE_TEXT}."):
        return f"item-{item.key}-a"
    each = field_of(item, problem.name) or item.fields[0]
    name = problem.name if field_of(item, problem.name) else each.key
    return "-".join(["q", *(name + _first_input(each, name)).split(".")])


def _first_input(each: Field, name: str) -> str:
    """Return what leads from a group to its first input; a single input leads to itself."""
    if each.kind == "table":
        return f".0.{each.columns[0].key}" if name == each.key else ""
    if each.kind == "file":
        return ".1" if name.endswith(".rights") else ""
    return ".1" if each.kind in GROUPED else ""
