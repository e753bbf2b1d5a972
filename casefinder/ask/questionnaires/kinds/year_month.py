"""When something was, by the month. Value: `2023-04`, or what is less exact in words: `2024年度`, `2024年6月頃`.

What is no time is kept as typed.
"""

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.notations import Unclear
from casefinder.notations.dates import When, read_when


class YearMonth(BaseKind):
    """Typed freely, also with the year of an era; a year, a fiscal year, 頃 and 予定 are answers, a day is its month."""

    name = "year_month"
    template = "components/kinds/year_month.html"

    def data(self, field: Field, value: object) -> dict[str, object]:
        return {"shown": self.show(field, value)}

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        typed = form.get(name) or ""
        if not typed.strip():
            return Parsed("")
        read = read_when(typed)
        return Parsed(read.without_day.stored) if isinstance(read, When) else Parsed(typed, _problems(read))

    def check(self, field: Field, value: object) -> list[Problem]:
        return [] if self.is_empty(value) else list(_problems(read_when(str(value))))

    def show(self, field: Field, value: object) -> str:
        if self.is_empty(value):
            return ""
        read = read_when(str(value))
        return read.without_day.words if isinstance(read, When) else str(value)


def _problems(read: When | Unclear) -> tuple[Problem, ...]:
    return (Problem(read.message, read.values),) if isinstance(read, Unclear) else ()
