"""What the editors' message asks for: the questions that it names, and which of them were answered since.

The one place that says so: the box beside a question, the state of a section, the next button and the list on the first
page all come from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from casefinder.answer.answers.queries import AnswerView
from casefinder.answer.answers.rules import same
from casefinder.answer.returns.queries import Message
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires.answers import NOTHING, Given
from casefinder.ask.questionnaires.document import Document, Item
from casefinder.ask.questionnaires.numbering import numbers_in


@dataclass(frozen=True)
class Named:
    """One question that the message names."""

    item: Item
    is_changed: bool


def named_questions(
    document: Document,
    message: Message | None,
    answers: Mapping[str, AnswerView],
    submitted: Mapping[str, Given] | None = None,
) -> list[Named]:
    """Return the questions that a message names by their numbers (F3, Ｆ３), in its order, each once.

    Args:
        document: The questionnaire; of its questions those that are asked.
        message: The editors' message, None when nothing is asked back.
        answers: The present answers.
        submitted: What was submitted: a question is answered when it says something else now; without it, when it was
            saved since.
    """
    if message is None:
        return []
    asked_for = questions.items_in_scope(document, answers)
    by_key = {item.key: item for item in asked_for}
    by_number = {item.number: item for item in asked_for}
    asked = [by_key.get(key) for key in message.question_keys]
    asked += [by_number.get(number) for number in numbers_in(message.text)]
    return [
        Named(item, _is_changed(item, answers.get(item.key), message, submitted))
        for item in {item.key: item for item in asked if item}.values()
    ]


def _is_changed(
    item: Item, view: AnswerView | None, message: Message, submitted: Mapping[str, Given] | None
) -> bool:
    if submitted is not None:
        return not same(view or NOTHING, submitted.get(item.key, NOTHING))
    return view is not None and view.saved_at > message.returned_at
