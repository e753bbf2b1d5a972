"""A day. Value: `2026-12-02`; what is not a day is kept as typed."""

import datetime

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.errors import N_
from casefinder.notations import Unclear
from casefinder.notations.dates import NOT_A_TIME, When, read_when

NOT_A_DAY = N_("Please write a date, like 2 December 2026 (2026-12-02).")
NO_DAY = N_("The day is missing. Please write it too, like 2026年12月2日.")
NOT_EXACT = N_("Please write the day itself, without 頃 or 予定.")


def day(text: str) -> datetime.date | None:
    """Return the day that a text names, None when it names none."""
    found = _read(text)
    return found if isinstance(found, datetime.date) else None


def _read(text: str) -> datetime.date | Unclear:
    when = read_when(text)
    if isinstance(when, Unclear):
        return Unclear(NOT_A_DAY) if when.message == NOT_A_TIME else when
    if when.is_about or when.is_planned:
        return Unclear(NOT_EXACT)
    return Unclear(NO_DAY) if when.day is None else datetime.date(when.year, when.month or 1, when.day)


class Date(BaseKind):
    """Typed freely, also with the year of an era and with the day of the week."""

    name = "date"
    template = "components/kinds/date.html"

    def data(self, field: Field, value: object) -> dict[str, object]:
        return {"shown": self.show(field, value)}

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        typed = form.get(name) or ""
        if not typed.strip():
            return Parsed("")
        found = _read(typed)
        if isinstance(found, Unclear):
            return Parsed(typed, (Problem(found.message, found.values),))
        return Parsed(found.isoformat())

    def check(self, field: Field, value: object) -> list[Problem]:
        found = None if self.is_empty(value) else _read(str(value))
        return [Problem(found.message, found.values)] if isinstance(found, Unclear) else []

    def show(self, field: Field, value: object) -> str:
        if self.is_empty(value):
            return ""
        found = day(str(value))
        return When(found.year, found.month, found.day).words if found else str(value)
