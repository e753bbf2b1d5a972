"""Yes or no. Value: true, false, or null for nothing; anything else that was sent is kept as text."""

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form
from casefinder.ask.questionnaires.kinds.single_choice import NOT_A_CHOICE
from casefinder.ask.questionnaires.problems import Parsed, Problem

_SENT: dict[str, bool | None] = {"yes": True, "no": False, "": None}


class YesNo(BaseKind):
    """Two radio buttons."""

    name = "yes_no"
    template = "components/kinds/yes_no.html"

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        sent = form.get(name) or ""
        return Parsed(_SENT[sent]) if sent in _SENT else Parsed(sent, (Problem(NOT_A_CHOICE),))

    def check(self, field: Field, value: object) -> list[Problem]:
        return [] if value is None or isinstance(value, bool) else [Problem(NOT_A_CHOICE)]

    def is_empty(self, value: object) -> bool:
        return value is None

    def show(self, field: Field, value: object) -> str:
        return {True: "はい", False: "いいえ"}[value] if isinstance(value, bool) else str(value or "")

    def form(self, field: Field, name: str, value: object) -> dict[str, list[str]]:
        return {name: ["yes" if value else "no"]} if isinstance(value, bool) else {}
