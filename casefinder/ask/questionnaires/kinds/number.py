"""A number with its unit. Value: text, `1200`, `約1200`, `620世帯`; digits in ASCII without thousands marks.

The unit is part of the value only where the field has none of its own. What is not a number is kept as typed.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form, nfkc
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.errors import N_

NOT_A_NUMBER = N_("Please write a number, like 1200.")
_SHAPE = re.compile(
    r"(?P<about>約|およそ|おおよそ|概ね|おおむね)?\s*"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d{1,6})?)\s*(?P<unit>[^\d\s.,+\-][^\d]{0,11})?"
)
_YEN = {"円": 1, "千円": 1_000, "万円": 10_000, "百万円": 1_000_000, "億円": 100_000_000}


@dataclass(frozen=True)
class Quantity:
    """A number read out of a value: whether it is approximate, how much, of what unit."""

    about: bool
    number: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{'約' if self.about else ''}{self.number:f}{self.unit}"


def quantity(field: Field, value: object) -> Quantity | None:
    """Return the quantity in a stored or typed value, in the field's unit; None when it is not a number."""
    if not isinstance(value, str) or not (found := _SHAPE.fullmatch(nfkc(value))):
        return None
    number = Decimal(found["number"].replace(",", ""))
    unit = (found["unit"] or "").strip()
    if field.unit and unit not in ("", field.unit):
        if unit not in _YEN or field.unit not in _YEN:
            return None
        number = number * _YEN[unit] / _YEN[field.unit]
    number = number.to_integral_value() if number == number.to_integral_value() else number.normalize()
    return Quantity(bool(found["about"]), number, "" if field.unit else unit)


class Number(BaseKind):
    """Amounts of money are turned into the field's unit (320万円 → 3200 in 千円)."""

    name = "number"
    template = "components/kinds/number.html"

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        typed = form.get(name) or ""
        if not typed.strip():
            return Parsed("")
        found = quantity(field, typed)
        return Parsed(str(found)) if found else Parsed(typed, (Problem(NOT_A_NUMBER),))

    def check(self, field: Field, value: object) -> list[Problem]:
        if self.is_empty(value) or quantity(field, value):
            return []
        return [Problem(NOT_A_NUMBER)]

    def show(self, field: Field, value: object) -> str:
        found = quantity(field, value)
        if found is None:
            return super().show(field, value)
        return f"{'約' if found.about else ''}{found.number:,f}{field.unit or found.unit}"
