"""The list of what has to be corrected: which item, which part of it, what, and where to go."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from casefinder.answer.attachments.queries import FileView
from casefinder.ask.questionnaires.answers import field_of
from casefinder.ask.questionnaires.document import Item
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
