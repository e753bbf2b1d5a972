"""A month of a year. Value: `2023-04`; what is not a month is kept as typed."""

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form
from casefinder.ask.questionnaires.kinds.calendar import year_and_month
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.errors import N_

NOT_A_MONTH = N_("Please write year and month, like February 2026 (2026-02).")


class YearMonth(BaseKind):
    """Typed freely, also with the year of an era."""

    name = "year_month"
    template = "components/kinds/year_month.html"

    def data(self, field: Field, value: object) -> dict[str, object]:
        return {"shown": self.show(field, value)}

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        typed = form.get(name) or ""
        if not typed.strip():
            return Parsed("")
        found = year_and_month(typed)
        return Parsed(f"{found[0]:04d}-{found[1]:02d}") if found else Parsed(typed, (Problem(NOT_A_MONTH),))

    def check(self, field: Field, value: object) -> list[Problem]:
        return [] if self.is_empty(value) or year_and_month(str(value)) else [Problem(NOT_A_MONTH)]

    def show(self, field: Field, value: object) -> str:
        if self.is_empty(value):
            return ""
        found = year_and_month(str(value))
        return f"{found[0]}年{found[1]}月" if found else str(value)
