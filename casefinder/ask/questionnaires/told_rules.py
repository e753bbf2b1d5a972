"""What is left for the interview: whoever asks for one may send the answers with required questions left open."""

from casefinder.ask.questionnaires.answers import NOTHING, Answers
from casefinder.ask.questionnaires.document import Document, Item
from casefinder.ask.questionnaires.meanings import enclosing

BY_INTERVIEW = "interview"  # the choice of `answering_way` that asks for an interview
# What no interview stands in for: who answers, what may be printed, whether the house has approved, when to talk.
BEFOREHAND = frozenset(
    {
        "nothing_to_report", "answering_way", "department", "respondent", "proof_address", "approval", "spoken_wish",
        "consent.casebook", "consent.open_data", "consent.analysis",
    }
)  # fmt: skip


def is_by_interview(document: Document, answers: Answers) -> bool:
    """Say whether 聞き取りを希望 was chosen for the whole questionnaire."""
    asked = document.meant("answering_way")
    if asked is None:
        return False
    value = asked.item.field_value(asked.field, answers.get(asked.item.key, NOTHING).value)
    return BY_INTERVIEW in (value if isinstance(value, list | tuple) else [value])


def is_needed(item: Item, *, by_interview: bool) -> bool:
    """Say whether a response cannot be sent without an answer to an item."""
    return item.required and not (by_interview and may_be_told(item))


def may_be_told(item: Item) -> bool:
    """Say whether an interview can stand in for an item."""
    names = {item.means, *(each.means for each in item.fields)}
    return BEFOREHAND.isdisjoint(names | {enclosing(name) for name in names if name})
