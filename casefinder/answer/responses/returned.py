"""What the editors' message asks for: the questions that it names, and which of them were answered since."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from casefinder.answer.responses.queries import AnswerView, Message
from casefinder.ask.questionnaires.document import Document, Item

KEY = re.compile(r"(?<![A-Za-z0-9])[A-Z][0-9]{1,2}(?![A-Za-z0-9])")
WIDE = str.maketrans({chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})


@dataclass(frozen=True)
class Named:
    """One question that the message names."""

    item: Item
    is_changed: bool


def named_questions(
    document: Document, message: Message | None, answers: Mapping[str, AnswerView]
) -> list[Named]:
    """Return the questions that a message names (F3, Ｆ３), in its order, each once."""
    if message is None:
        return []
    items = {item.key: item for item in document.items()}
    keys = [*message.question_keys, *KEY.findall(message.text.translate(WIDE))]
    named = []
    for key in dict.fromkeys(keys):
        if key in items:
            view = answers.get(key)
            is_changed = view is not None and view.saved_at > message.returned_at
            named.append(Named(items[key], is_changed))
    return named
