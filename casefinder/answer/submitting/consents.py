"""What a response says about each scope of consent."""

from collections.abc import Mapping

from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires.answers import Given
from casefinder.ask.questionnaires.document import Document, Field
from casefinder.staff.consent.rules import ANONYMOUS, YES, Said, Scope


def said_consents(document: Document, answers: Mapping[str, Given]) -> dict[str, Said]:
    """Return scope → what is said, of every consent question; an empty choice where it is not asked or answered."""
    chosen: dict[str, Said] = {}
    in_scope = {item.key for item in questions.items_in_scope(document, answers)}
    for item in document.items():
        for each in item.fields:
            if scope := scope_of(each):
                given = answers.get(item.key) if item.key in in_scope else None
                value = given.value.get(each.entry) if given else None
                chosen[scope] = Said(item.key, str(value or ""))
    return chosen


def publishes(document: Document, answers: Mapping[str, Given]) -> bool:
    """Say whether a response agrees to be printed, so that pages and letters promise what follows from it."""
    said = said_consents(document, answers).get(Scope.CASEBOOK)
    return said is not None and said.choice in (YES, ANONYMOUS)


def scope_of(field: Field) -> str:
    """Return which scope of consent a field asks for, empty when it asks for none."""
    asked = field.means.removeprefix("consent.") if field.kind == "consent" else ""
    return asked if asked in set(Scope) else ""
