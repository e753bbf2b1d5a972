"""Who wants to answer by word of mouth: which questions, or all of them, and how to reach whom. Pure."""

from dataclasses import dataclass

from casefinder.answer.snapshots.rules import Statement
from casefinder.ask.questionnaires.document import Document
from casefinder.ask.questionnaires.told_rules import BY_INTERVIEW as BY_INTERVIEW

CALLED = ("respondent.name", "respondent.post", "respondent.phone", "spoken_wish.choice", "spoken_wish.when")


@dataclass(frozen=True)
class SpokenWish:
    """What one response wants to be asked by word of mouth.

    `numbers` are the questions as people see them. Name, post and telephone number are for editors only; `ways` and
    `when` say how and when the recipient can be talked to, as far as the questionnaire asks.
    """

    numbers: tuple[str, ...]
    is_for_all: bool
    name: str
    post: str
    phone: str
    ways: str
    when: str


def items_of_wish(document: Document) -> set[str]:
    """Return the items of a questionnaire that tell of such a wish."""
    asked = {place.item.key for name in (*CALLED, "answering_way") for place in document.all_meant(name)}
    return asked | {item.key for item in document.items() if item.spoken}


def spoken_wish(said: Statement) -> SpokenWish | None:
    """Return what is wanted by word of mouth, None when nothing is."""
    numbers = tuple(
        item.number
        for item in said.document.items()
        if item.spoken and (given := said.answers.get(item.key)) and given.is_spoken
    )
    is_for_all = said.value("answering_way") == BY_INTERVIEW
    if not numbers and not is_for_all:
        return None
    name, post, phone, ways, when = (_shown(said, meaning) for meaning in CALLED)
    return SpokenWish(numbers, is_for_all, name, post, phone, ways, when)


def _shown(said: Statement, meaning: str) -> str:
    place, value = said.document.meant(meaning), said.value(meaning)
    if place is None or not value:
        return ""
    codes = value if isinstance(value, list) else [value]
    return "・".join(place.part.label_of(str(code)) for code in codes)
