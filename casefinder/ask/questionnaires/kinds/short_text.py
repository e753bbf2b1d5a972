"""One line of free text. Value: the text as typed."""

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form
from casefinder.ask.questionnaires.lengths import as_typed, characters_over
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.errors import N_

TOO_LONG = N_("This is %(over)s characters too long. Please keep it within %(limit)s characters.")


def too_long(field: Field, text: str) -> list[Problem]:
    """Return the problem of a text over its field's limit, with by how much."""
    if field.limit is None or not (over := characters_over(text, field.limit)):
        return []
    return [Problem(TOO_LONG, {"over": over, "limit": field.limit})]


class ShortText(BaseKind):
    """Kept as typed; only its length is judged."""

    name = "short_text"

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        return Parsed(as_typed(form.get(name) or ""))

    def check(self, field: Field, value: object) -> list[Problem]:
        return too_long(field, value) if isinstance(value, str) else []
