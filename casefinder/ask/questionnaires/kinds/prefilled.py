"""Facts that are known already. Value: none; nothing is read from the form."""

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form
from casefinder.ask.questionnaires.problems import Parsed


class Prefilled(BaseKind):
    """Shows the register's facts about the organisation; the page is given them as `facts`."""

    name = "prefilled"
    template = "components/kinds/prefilled.html"

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        return Parsed(None)

    def is_empty(self, value: object) -> bool:
        return True

    def form(self, field: Field, name: str, value: object) -> dict[str, list[str]]:
        return {}
