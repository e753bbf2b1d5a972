"""Free text of several lines. Value: the text as typed, lines parted by LF."""

import math

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import Form
from casefinder.ask.questionnaires.kinds.short_text import ShortText, counted
from casefinder.ask.questionnaires.lengths import as_typed, text_length
from casefinder.ask.questionnaires.problems import Parsed

CHARACTERS_A_LINE = 40  # the box is as wide as 40 characters, so its height shows the length asked for


class LongText(ShortText):
    """As a short text, with a counter."""

    name = "long_text"
    template = "components/kinds/long_text.html"

    def data(self, field: Field, value: object) -> dict[str, object]:
        text = value if isinstance(value, str) else ""
        limit = field.limit or 0
        return {
            "rows": max(3, math.ceil(limit / CHARACTERS_A_LINE), _lines(text)),
            "length": math.ceil(text_length(text)),
            **counted(field, value),
            "percent": min(100, round(100 * text_length(text) / limit)) if limit else 0,
        }

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        return Parsed(as_typed(form.get(name) or ""))


def _lines(text: str) -> int:
    """Return how many lines a text fills in the box: also a text over the limit is seen whole, on paper too."""
    return (
        sum(max(1, math.ceil(text_length(line) / CHARACTERS_A_LINE)) for line in text.split("\n"))
        if text
        else 0
    )
