"""What the editors' message asks for: the questions that it names, and which of them were answered since."""

from collections.abc import Mapping
from dataclasses import dataclass

from casefinder.answer.answers.queries import AnswerView
from casefinder.answer.returns.queries import Message
from casefinder.ask.questionnaires.document import Document, Item
from casefinder.ask.questionnaires.numbering import numbers_in


@dataclass(frozen=True)
class Named:
    """One question that the message names."""

    item: Item
    is_changed: bool


def named_questions(
    document: Document, message: Message | None, answers: Mapping[str, AnswerView]
) -> list[Named]:
    """Return the questions that a message names by their numbers (F3, Ｆ３), in its order, each once."""
    if message is None:
        return []
    by_key = {item.key: item for item in document.items()}
    by_number = {item.number: item for item in document.items()}
    asked = [by_key.get(key) for key in message.question_keys]
    asked += [by_number.get(number) for number in numbers_in(message.text)]
    return [
        Named(item, _is_changed(answers.get(item.key), message))
        for item in {item.key: item for item in asked if item}.values()
    ]


def _is_changed(view: AnswerView | None, message: Message) -> bool:
    return view is not None and view.saved_at > message.returned_at
