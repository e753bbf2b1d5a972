"""A day. Value: `2026-12-02`; what is not a day is kept as typed."""

import datetime

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form
from casefinder.ask.questionnaires.kinds.calendar import year_month_day
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.errors import N_

NOT_A_DAY = N_("Please write a date, like 2 December 2026 (2026-12-02).")


def day(text: str) -> datetime.date | None:
    """Return the day that a text names, None when it names none."""
    found = year_month_day(text)
    if found is None:
        return None
    try:
        return datetime.date(*found)
    except ValueError:
        return None


class Date(BaseKind):
    """Typed freely, also with the year of an era."""

    name = "date"
    template = "components/kinds/date.html"

    def data(self, field: Field, value: object) -> dict[str, object]:
        return {"shown": self.show(field, value)}

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        typed = form.get(name) or ""
        if not typed.strip():
            return Parsed("")
        found = day(typed)
        return Parsed(found.isoformat()) if found else Parsed(typed, (Problem(NOT_A_DAY),))

    def check(self, field: Field, value: object) -> list[Problem]:
        return [] if self.is_empty(value) or day(str(value)) else [Problem(NOT_A_DAY)]

    def show(self, field: Field, value: object) -> str:
        if self.is_empty(value):
            return ""
        found = day(str(value))
        return f"{found.year}年{found.month}月{found.day}日" if found else str(value)
