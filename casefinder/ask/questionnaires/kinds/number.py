"""A number with its unit. Value: text, `1200`, `約1200`, `620世帯`; digits in ASCII without thousands marks.

The unit is part of the value only where the field has none of its own. What is not a number is kept as typed.
"""

from dataclasses import dataclass
from decimal import Decimal

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.errors import N_
from casefinder.notations import Unclear
from casefinder.notations.amounts import ABOUT, Amount, read_amount, shown, tidy, yen_words
from casefinder.notations.units import YEN, converted, unit_of

OTHER_UNIT = N_("Please write the number in %(unit)s.")
NOT_ONCE = N_("This is an amount for each year. Please write what it cost once.")
ONCE = "cost.initial"
_EVENLY_SAID = 10_000  # yen; what is less is read as easily as it stands


@dataclass(frozen=True)
class Quantity:
    """A number read out of a value: whether it is approximate, how much, of what unit."""

    about: bool
    number: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{ABOUT if self.about else ''}{self.number:f}{self.unit}"


def quantity(field: Field, value: object) -> Quantity | None:
    """Return the quantity in a stored or typed value, in the field's unit; None when it is not a number."""
    read = _read(field, value)
    return read if isinstance(read, Quantity) else None


def said_as_money(field: Field, value: object) -> str:
    """Return an amount of money as people say it (12万円), to read it back to whoever typed it; empty for others."""
    found = quantity(field, value)
    if found is None or not is_money(field):
        return ""
    yen = converted(found.number, field.unit, YEN)
    return "" if yen is None or yen < _EVENLY_SAID else f"{ABOUT if found.about else ''}{yen_words(yen)}"


def is_money(field: Field) -> bool:
    """Say whether a field asks for money."""
    unit = unit_of(field.unit)
    return unit is not None and unit.kind == "money"


def _read(field: Field, value: object) -> Quantity | Unclear | None:
    if not isinstance(value, str):
        return None
    amount = read_amount(value, of_money=is_money(field))
    if isinstance(amount, Unclear):
        return amount
    if amount.is_yearly and field.means == ONCE:
        return Unclear(NOT_ONCE)
    return _in_unit(amount, field.unit)


def _in_unit(amount: Amount, unit: str) -> Quantity | Unclear:
    """Return an amount in the field's unit; a bare number is in that unit, 12万 of money is 12万円."""
    if not unit:
        number, own = amount.as_marked or (amount.number, amount.unit)
        return Quantity(amount.is_about, tidy(number), own)
    measured = unit_of(unit)
    own = amount.unit or (YEN if measured and measured.kind == "money" and amount.is_marked else unit)
    told = converted(amount.number, own, unit)
    return Unclear(OTHER_UNIT, {"unit": unit}) if told is None else Quantity(amount.is_about, tidy(told), "")


class Number(BaseKind):
    """Amounts are turned into the field's unit (320万円 → 3200 in 千円, 5ha → 0.05 in km²)."""

    name = "number"
    template = "components/kinds/number.html"

    def data(self, field: Field, value: object) -> dict[str, object]:
        return {"said": said_as_money(field, value), "is_money": is_money(field)}

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        typed = form.get(name) or ""
        if not typed.strip():
            return Parsed("")
        read = _read(field, typed)
        return Parsed(str(read)) if isinstance(read, Quantity) else Parsed(typed, tuple(_problems(read)))

    def check(self, field: Field, value: object) -> list[Problem]:
        return [] if self.is_empty(value) else _problems(_read(field, value))

    def show(self, field: Field, value: object) -> str:
        found = quantity(field, value)
        if found is None:
            return super().show(field, value)
        return f"{ABOUT if found.about else ''}{shown(found.number)}{field.unit or found.unit}"


def _problems(read: Quantity | Unclear | None) -> list[Problem]:
    return [Problem(read.message, read.values)] if isinstance(read, Unclear) else []
