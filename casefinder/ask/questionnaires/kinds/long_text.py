"""Free text of several lines. Value: the text as typed, lines parted by LF."""

import math

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.short_text import ShortText
from casefinder.ask.questionnaires.lengths import characters_left, characters_over, text_length

CHARACTERS_A_LINE = 40  # the box is as wide as 40 characters, so its height shows the length asked for


class LongText(ShortText):
    """As a short text, with a counter."""

    name = "long_text"
    template = "components/kinds/long_text.html"

    def data(self, field: Field, value: object) -> dict[str, object]:
        text = value if isinstance(value, str) else ""
        limit = field.limit or 0
        return {
            "rows": max(3, math.ceil(limit / CHARACTERS_A_LINE)),
            "length": math.ceil(text_length(text)),
            "left": characters_left(text, limit),
            "over": characters_over(text, limit),
            "percent": min(100, round(100 * text_length(text) / limit)) if limit else 0,
        }
