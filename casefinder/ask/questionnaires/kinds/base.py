"""What every kind of question can do, and the small things they share."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from typing import Protocol

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.errors import N_

REQUIRED = N_("Please fill this in.")
CHOOSE = N_("Please choose an answer.")


class Form(Protocol):
    """What is read from a posted form: werkzeug's MultiDict, or `FormValues` in tests and imports."""

    def get(self, key: str) -> str | None:
        """Return the first value of a name, None when it was not sent."""

    def getlist(self, key: str) -> Sequence[str]:
        """Return all values of a name."""

    def __iter__(self) -> Iterator[str]:
        """Yield the names that were sent."""


class FormValues(dict[str, list[str]]):
    """A form built by hand: name → values."""

    def get(self, key: str, default: object = None) -> str | None:  # type: ignore[override]
        """Return the first value of a name, None when it is not there."""
        values = super().get(key)
        return values[0] if values else None

    def getlist(self, key: str) -> list[str]:
        """Return all values of a name."""
        return list(super().get(key) or [])


@dataclass(frozen=True)
class Asked:
    """How a field is asked on a page: the macro's file, the input's name, and what the macro shows."""

    template: str
    field: Field
    name: str
    value: object
    problems: tuple[Problem, ...] = ()
    data: Mapping[str, object] = default(default_factory=dict)

    @property
    def id(self) -> str:
        """The HTML id: the name with dots as dashes, so that links and styles may use it."""
        return "q-" + self.name.replace(".", "-")

    @property
    def grouped(self) -> bool:
        """Whether the field is a group of inputs (fieldset and legend) and not one input (label)."""
        return self.field.kind in GROUPED


GROUPED = frozenset({"single_choice", "multiple_choice", "yes_no", "consent", "file", "table"})


class Kind(Protocol):
    """The doors of a kind's module. `value` is the JSON value that the module documents."""

    name: str

    def ask(self, field: Field, name: str, value: object, problems: tuple[Problem, ...] = ()) -> Asked:
        """Return what the page needs to ask it."""

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        """Return what was typed as a JSON value; never loses text."""

    def check(self, field: Field, value: object) -> list[Problem]:
        """Return what is wrong with a value; emptiness is judged by `is_empty` and `required`."""

    def is_empty(self, value: object) -> bool:
        """Say whether nothing was answered."""

    def show(self, field: Field, value: object) -> str:
        """Return the value as plain text for check page, desk and mail; empty for nothing."""

    def form(self, field: Field, name: str, value: object) -> dict[str, list[str]]:
        """Return the form that would be posted to give this value; the inverse of `parse`."""


class BaseKind:
    """The behaviour of a kind with one text input and a text as value."""

    name = ""
    template = "components/kinds/short_text.html"

    def ask(self, field: Field, name: str, value: object, problems: tuple[Problem, ...] = ()) -> Asked:
        return Asked(self.template, field, name, value, problems, self.data(field, value))

    def data(self, field: Field, value: object) -> dict[str, object]:
        """Return what the macro shows beyond the field and its value."""
        return {}

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        return Parsed(form.get(name) or "")

    def check(self, field: Field, value: object) -> list[Problem]:
        return []

    def is_empty(self, value: object) -> bool:
        return not isinstance(value, str) or not value.strip()

    def show(self, field: Field, value: object) -> str:
        return "" if self.is_empty(value) else str(value)

    def form(self, field: Field, name: str, value: object) -> dict[str, list[str]]:
        return {name: [value]} if isinstance(value, str) else {}
