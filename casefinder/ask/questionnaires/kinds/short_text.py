"""One line of free text. Value: the text as typed."""

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form
from casefinder.ask.questionnaires.lengths import as_typed, characters_left, characters_over
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.errors import N_

TOO_LONG = N_("This is %(over)s characters too long. Please keep it within %(limit)s characters.")


def too_long(field: Field, text: str) -> list[Problem]:
    """Return the problem of a text over its field's limit, with by how much."""
    if field.limit is None or not (over := characters_over(text, field.limit)):
        return []
    return [Problem(TOO_LONG, {"over": over, "limit": field.limit})]


def one_line(text: str) -> str:
    """Return a text as typed, in one line."""
    return " ".join(as_typed(text).split("\n"))


CHARACTERS_A_BOX = (
    16  # what a box of one line shows on a small telephone; a longer text gets a box that grows
)
# What a question means → what the browser may fill in by itself.
COMPLETED_BY = {"respondent.name": "name", "respondent.post": "organization-title"}


def counted(field: Field, value: object) -> dict[str, object]:
    """Return what a counter shows of a text: how many characters are left, or over."""
    text = value if isinstance(value, str) else ""
    if not field.limit:
        return {}
    return {"left": characters_left(text, field.limit), "over": characters_over(text, field.limit)}


class ShortText(BaseKind):
    """Kept as typed, in one line; only its length is judged."""

    name = "short_text"

    def data(self, field: Field, value: object) -> dict[str, object]:
        """Return how the box is shown: whether one line holds the limit, what is left, what the browser fills in."""
        long = (field.limit or 0) > CHARACTERS_A_BOX
        return {"is_long": long, "complete": COMPLETED_BY.get(field.means, ""), **counted(field, value)}

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        return Parsed(one_line(form.get(name) or ""))

    def check(self, field: Field, value: object) -> list[Problem]:
        return too_long(field, value) if isinstance(value, str) else []
