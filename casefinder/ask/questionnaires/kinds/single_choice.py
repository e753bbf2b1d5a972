"""One answer out of several. Value: the choice's code; empty text for nothing."""

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind
from casefinder.ask.questionnaires.problems import Problem
from casefinder.errors import N_

# What a field means → choices of earlier versions that led nowhere: they are offered no longer.
GONE = {"answering_way": frozenset({"excel"})}
NOT_A_CHOICE = N_("Please choose one of the answers given.")


class SingleChoice(BaseKind):
    """Radio buttons, a drop-down in a table."""

    name = "single_choice"
    template = "components/kinds/single_choice.html"

    def data(self, field: Field, value: object) -> dict[str, object]:
        """Return the choices that are offered; one that was given before stays to be seen."""
        gone = GONE.get(field.means, frozenset())
        return {"choices": [each for each in field.choices if each.code not in gone or each.code == value]}

    def check(self, field: Field, value: object) -> list[Problem]:
        return [] if self.is_empty(value) or field.choice(value) else [Problem(NOT_A_CHOICE)]

    def show(self, field: Field, value: object) -> str:
        return "" if self.is_empty(value) else field.label_of(str(value))
